"""What a person may point `inspector` at by mistake, or somebody else on purpose."""

import json
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import Inspector
from tests.fetch.server import Server
from tests.harbor import HARBOR
from tests.harbor_builds import BUILDS
from tests.objects.test_hostile_files import absurd_section, nested_inlines

BY_NAME = {build.name: build for build in BUILDS}


def saved(path: Path, body: dict[str, Any]) -> Path:
    path.parent.mkdir(exist_ok=True)
    path.write_text(json.dumps(body), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("make", "reason"),
    [
        pytest.param(lambda path: None, "No such file or directory", id="missing"),
        pytest.param(
            lambda path: path.write_bytes(b" " * 60_000_000),
            "body too large: 60000000 bytes, at most 57671680 are accepted",
            id="60-megabytes",
        ),
        pytest.param(lambda path: path.write_bytes(b"\x7fELF\x80"), "not valid UTF-8", id="binary"),
        pytest.param(
            lambda path: path.write_bytes(b"[" * 200_000), "nested too deep", id="nested-deep"
        ),
    ],
)
@pytest.mark.parametrize("command", ["symbolicate", "open"])
def test_what_is_no_request(
    inspector: Inspector, tmp_path: Path, make: Callable[[Path], object], reason: str, command: str
) -> None:
    path = tmp_path / "request.json"
    make(path)
    done = inspector(command, path)
    assert done.exit_code == 2
    assert done.stderr.startswith(f"Error: {path}: ")
    assert reason in done.stderr
    assert done.stdout == ""


@pytest.mark.parametrize(
    ("command", "says"),
    [
        pytest.param(
            "symbolicate", "Error: {path} is a folder, so it needs --out-dir", id="symbolicate"
        ),
        pytest.param("open", "Error: {path}: nothing is known of its requests", id="open"),
    ],
)
def test_a_folder_where_one_request_is_expected(
    inspector: Inspector, tmp_path: Path, command: str, says: str
) -> None:
    """`open` takes folders, and without a terminal it sums up what the app knows of one."""
    done = inspector(command, tmp_path)
    assert done.exit_code == 2
    assert says.format(path=tmp_path) in done.stderr.splitlines()[-1]
    assert done.stdout == ""


# Build, file type, path: the first location asked for decides what a module without objects is.
SYMBOLS = "elf-clang-dwarf5", "elf_code", "17/6e2e9c3d6cd20b5d9a6dc37c0520d8e9ab4ee9"
PDB = "pe-x86_64", "pdb", "harbor.pdb/2862E7C085940B404C4C44205044422E1/harbor.pdb"
BREAKPAD = (
    "breakpad-clang-dwarf5",
    "breakpad",
    "harbor/9C2E6E176C3D0BD25D9A6DC37C0520D80/harbor.sym",
)


@pytest.mark.parametrize(
    ("place", "content", "download"),
    [
        pytest.param(
            SYMBOLS,
            (HARBOR / "elf/clang-dwarf5").read_bytes()[:6000],
            "malformed",
            id="truncated-elf",
        ),
        pytest.param(PDB, b"this was to be a PDB\n" * 99, "malformed", id="pdb-that-is-text"),
        pytest.param(SYMBOLS, b"", "malformed", id="empty"),
        pytest.param(
            SYMBOLS,
            absurd_section(1 << 62),
            "ok",
            marks=pytest.mark.symbolic("the second reader is not ended by these"),
            id="absurd-section-ends-the-parser",
        ),
        pytest.param(
            BREAKPAD,
            nested_inlines(30_000),
            "ok",
            marks=pytest.mark.symbolic("the second reader is not ended by these"),
            id="deep-inlines-end-the-parser",
        ),
        pytest.param(SYMBOLS, b"\x1f\x8b\x08\x00 no gzip", "malformed", id="broken-compression"),
    ],
)
def test_a_bad_symbol_file_makes_its_module_malformed(
    tmp_path: Path, place: tuple[str, str, str], content: bytes, download: str
) -> None:
    """There is an answer, the exit code is 0, and the next request goes well."""
    inspector, (name, file_type, target) = Inspector(tmp_path / "home"), place
    bad = Path(BY_NAME[name].save(tmp_path))
    good = Path(BY_NAME["elf-aarch64"].save(tmp_path))
    body = json.loads(bad.read_text("utf-8"))
    body["sources"][0]["filters"] = {"filetypes": [file_type]}
    saved(bad, body)
    (tmp_path / "symbols" / name / target).write_bytes(content)

    for _ in ("cold", "warm"):
        inspector.answer(bad, good, "--out-dir", tmp_path)
        answer = json.loads((tmp_path / f"{name}.response.json").read_bytes())
        (module,) = answer["modules"]
        (tried,) = [one for one in module["candidates"] if one["location"].endswith(target)]
        frames = answer["stacktraces"][0]["frames"]
        assert module["debug_status"] == "malformed"
        assert (tried["download"]["status"], tried["debug"]) == (download, {"status": "malformed"})
        assert {frame["status"] for frame in frames} == {"malformed"}
        other = json.loads((tmp_path / "elf-aarch64.response.json").read_bytes())
        assert other["modules"][0]["debug_status"] == "found"


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """A request in a folder of its own; its symbols are beside that folder."""
    build = BY_NAME["elf-clang-dwarf5"]
    build.lay_out(tmp_path)
    body = build.request()
    body["sources"][0]["path"] = f"../symbols/{build.name}"
    return saved(tmp_path / "request" / "crash.json", body)


def outcomes(answer: bytes) -> tuple[str, set[str]]:
    """Status of the module, and what the candidates say of their downloads."""
    (module,) = json.loads(answer)["modules"]
    told = (one["download"] for one in module["candidates"])
    return module["debug_status"], {one.get("details", one["status"]) for one in told}


REFUSED = ("fetching_failed", {"download failed: destination is restricted"})


def test_a_folder_outside_needs_trust(inspector: Inspector, outside: Path) -> None:
    assert outcomes(inspector.answer(outside)) == REFUSED
    assert outcomes(inspector.answer(outside, "--trust")) == ("found", {"ok", "notfound"})


@pytest.mark.parametrize("kind", ["absolute", "link"])
def test_other_ways_out_of_the_folder(
    inspector: Inspector, outside: Path, tmp_path: Path, kind: str
) -> None:
    body = json.loads(outside.read_text("utf-8"))
    symbols = str(tmp_path / "symbols" / "elf-clang-dwarf5")
    if kind == "link":
        (outside.parent / "inside").symlink_to(symbols)
        symbols = "inside"
    body["sources"][0]["path"] = symbols
    status, details = outcomes(inspector.answer(saved(outside, body)))
    assert status == "fetching_failed"
    assert REFUSED[1] <= details


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost", "127.1", "2130706433", "[::1]"])
def test_a_loopback_server_needs_trust(
    inspector: Inspector, crash: Path, tmp_path: Path, host: str
) -> None:
    body = json.loads(crash.read_text("utf-8"))
    with Server() as server:
        url = f"http://{host}:{server.port}/"
        body["sources"] = [{"id": "private", "type": "http", "url": url}]
        fresh = Inspector(tmp_path)
        assert outcomes(fresh.answer(saved(crash, body))) == REFUSED
        assert server.connections == 0
        if host == "127.0.0.1":
            assert outcomes(fresh.answer(crash, "--trust")) == ("missing", {"notfound"})
            assert server.hits()


@pytest.mark.parametrize(
    "name", ["../../../secret.pdb", "..\\..\\secret.pdb", "..", "/secret.pdb", "a\0b", "a" * 5000]
)
def test_names_in_a_request_cannot_leave_the_source(
    inspector: Inspector, crash: Path, tmp_path: Path, name: str
) -> None:
    shutil.copyfile(HARBOR / "pe/x86_64/harbor.pdb", tmp_path / "secret.pdb")
    body = json.loads(crash.read_text("utf-8"))
    body["modules"][0] |= {"type": "pe", "code_file": name, "debug_file": name}
    status, details = outcomes(inspector.answer(saved(crash, body)))
    assert status in ("missing", "fetching_failed")
    assert details <= {"notfound", *REFUSED[1]}


def test_control_characters_do_not_reach_the_terminal(
    inspector: Inspector, crash: Path, tmp_path: Path
) -> None:
    body = json.loads(crash.read_text("utf-8"))
    body["stacktraces"][0] |= {"thread_name": "\x1b[2Jgone\n\x9b1m\u202e"}
    body["sources"][0]["id"] = "\x1b]0;owned\x07"
    shown = inspector.answer(saved(crash, body), "--format", "text").decode()
    assert not [char for char in shown if char != "\n" and not char.isprintable()]
    broken = tmp_path / "a\x1b[2Jb.json"
    done = inspector("symbolicate", broken)
    assert "\x1b" not in done.stderr
    assert done.exit_code == 2
