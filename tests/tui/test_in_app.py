"""Whose frames they are."""

import pytest

from inspector.model.report import Frame, Report, Thread
from inspector.tui.in_app import is_system, ours, splits

PATHS = [
    pytest.param("/usr/lib/libgtk-3.so.0", True, id="usr-lib"),
    pytest.param("/usr/local/lib/libmine.so", False, id="usr-local"),
    pytest.param("/lib/x86_64-linux-gnu/libc.so.6", True, id="lib"),
    pytest.param("libc.so.6", True, id="bare-libc"),
    pytest.param("/app/lib/libstdc++.so.6.0.30", True, id="bundled-libstdcxx"),
    pytest.param("/app/libcrane.so", False, id="libc-is-no-prefix"),
    pytest.param("linux-vdso.so.1", True, id="vdso"),
    pytest.param("[vdso]", True, id="vdso-mapping"),
    pytest.param("/System/Library/Frameworks/UIKit.framework/UIKit", True, id="ios"),
    pytest.param("/private/var/App.app/App", False, id="ios-app"),
    pytest.param(r"C:\Windows\System32\KERNELBASE.dll", True, id="windows"),
    pytest.param(r"C:\Program Files\Game\game.exe", False, id="windows-app"),
    pytest.param(r"D:\stuff\ntdll.dll", True, id="ntdll-anywhere"),
    pytest.param("/apex/com.android.art/lib64/libart.so", True, id="android"),
    pytest.param("/data/app/com.example/lib/arm64/libgame.so", False, id="android-app"),
    pytest.param("webpack:///./node_modules/react/index.js", True, id="node-modules"),
    pytest.param("node:internal/process", True, id="node"),
    pytest.param("https://example.com/app.js", False, id="script"),
]


@pytest.mark.parametrize(("path", "system"), PATHS)
def test_is_system(path: str, system: bool) -> None:
    assert is_system(path) is system


def report(*frames: Frame, kind: str = "native") -> Report:
    return Report(kind=kind, threads=(Thread(index=0, frames=frames),))


def test_the_word_of_the_request_counts() -> None:
    frames = (Frame(package="/usr/lib/a.so", in_app=True), Frame(package="/opt/b"))
    answer = ours(report(*frames))
    assert [answer.test(frame) for frame in frames] == [True, False]
    assert answer.decided_by == "in_app of the request"


def test_without_it_the_list_decides() -> None:
    frames = (Frame(package="/usr/lib/a.so"), Frame(package="/opt/b"), Frame())
    answer = ours(report(*frames))
    assert [answer.test(frame) for frame in frames] == [False, True, False]
    assert answer.decided_by == "built-in system list"


def test_scripts_go_by_their_url() -> None:
    frames = (Frame(path="https://h/a.js"), Frame(path="https://h/node_modules/b.js"))
    answer = ours(report(*frames, kind="js"))
    assert [answer.test(frame) for frame in frames] == [True, False]


def test_splits() -> None:
    mine, system = Frame(package="/opt/b"), Frame(package="/usr/lib/a.so")
    test = ours(report(mine, system)).test
    assert splits(test, (mine, system))
    assert not splits(test, (mine, mine))
    assert not splits(test, ())
