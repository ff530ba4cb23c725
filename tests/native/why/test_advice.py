"""Where the file of a module may be had."""

from typing import Any

import pytest

from inspector.model.places.presets import SERVERS
from inspector.model.places.sources import HttpSource
from inspector.model.why.trace import ModuleTrace
from inspector.native.why.advice import file_to_look_for, get_file, likely_presets


def module(**more: Any) -> ModuleTrace:
    path = str(more.get("code_file", ""))
    name = path.replace("\\", "/").rpartition("/")[2]
    fields: dict[str, Any] = {
        "index": 0,
        "name": name,
        "type": "elf",
        "status": "missing",
        "code_id": "abcd",
    }
    return ModuleTrace(**(fields | more))


@pytest.mark.parametrize(
    ("of", "expected"),
    [
        pytest.param(
            module(type="pe", code_file="C:\\Windows\\System32\\foo.dll"), ("microsoft",), id="path"
        ),
        pytest.param(module(type="pe", code_file="ntdll.dll"), ("microsoft",), id="windows-name"),
        pytest.param(module(type="pe", code_file="C:\\app\\app.exe"), (), id="own-program"),
        pytest.param(module(type="pe", code_file="C:\\x\\xul.dll"), ("mozilla",), id="firefox"),
        pytest.param(module(type="pe", code_file="chrome.dll"), ("chromium",), id="chrome"),
        pytest.param(module(type="pe", code_file="electron.exe"), ("electron",), id="electron"),
        pytest.param(module(type="pe", code_file="UnityPlayer.dll"), ("unity",), id="unity"),
        pytest.param(module(type="pe", code_file="nvoglv64.dll"), ("nvidia",), id="nvidia"),
        pytest.param(module(type="pe", code_file="atidxx64.dll"), ("amd",), id="amd"),
        pytest.param(module(type="pe", code_file="igd10iumd64.dll"), ("intel",), id="intel"),
        pytest.param(module(code_file="/usr/lib64/libc.so.6"), ("fedora",), id="fedora"),
        pytest.param(
            module(code_file="/usr/lib/x86_64-linux-gnu/libc.so.6"),
            ("ubuntu", "debian"),
            id="ubuntu",
        ),
        pytest.param(module(code_file="/usr/lib/libc.so.6"), ("arch",), id="arch"),
        pytest.param(module(code_file="/opt/app/server"), (), id="own-server"),
        pytest.param(
            module(code_file="/usr/lib64/libc.so.6", code_id=""), (), id="nothing-to-ask-with"
        ),
        pytest.param(module(type="pe_dotnet", checksum="SHA256:00"), ("nuget",), id="nuget"),
        pytest.param(module(type="pe_dotnet"), (), id="dotnet-without-checksum"),
    ],
)
def test_likely_presets(of: ModuleTrace, expected: tuple[str, ...]) -> None:
    assert likely_presets(of) == expected
    assert set(expected) <= SERVERS.keys()


def test_what_is_configured_is_not_proposed_again() -> None:
    ubuntu = HttpSource(id="mine", url=SERVERS["ubuntu"]["url"].rstrip("/"))
    libc = module(code_file="/usr/lib/x86_64-linux-gnu/libc.so.6")
    assert get_file(libc, ()).arguments == {"preset": "ubuntu"}
    assert get_file(libc, (ubuntu,)).arguments == {"preset": "debian"}


def test_nobody_serves_the_systems_of_phones() -> None:
    apple = module(type="macho", code_file="/usr/lib/system/libdyld.dylib")
    android = module(code_file="/system/lib64/libc.so")
    assert "DeviceSupport" in get_file(apple, ()).text
    assert "adb pull" in get_file(android, ()).text
    assert get_file(apple, ()).kind == get_file(android, ()).kind == "add_source"


def test_the_debug_file_goes_by_its_own_name() -> None:
    own = module(code_file="C:\\app\\app.exe", debug_file="D:\\build\\App-Release.pdb")
    assert file_to_look_for(own) == "App-Release.pdb"
    assert file_to_look_for(module(code_file="/opt/server")) == "server"
