"""`inspector symbolicate`: what is printed, where answers go, exit codes, options."""

import json
import os
import stat
import sys
from pathlib import Path
from typing import Any

import pytest

from inspector.objects.readers import is_portable
from tests.cli.running import Inspector
from tests.fetch.server import Reply, Server

FRAMES = 8
"""Answered frames of the crash: six raw ones, two of which have a function inlined."""


def saved(path: Path, **keys: Any) -> Path:
    """A request with only these keys."""
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(json.dumps(keys), encoding="utf-8")
    return path


def changed(crash: Path, **keys: Any) -> Path:
    """The crash with other keys, in the same place."""
    return saved(crash, **(json.loads(crash.read_text("utf-8")) | keys))


def statuses(answer: bytes) -> list[str]:
    return [frame["status"] for frame in json.loads(answer)["stacktraces"][0]["frames"]]


def test_standard_output_is_exactly_the_response_body(inspector: Inspector, crash: Path) -> None:
    """Also of a real process, whose standard error has the rest."""
    answer = inspector.answer(crash)
    assert answer.startswith(b'{"status":"completed","stacktraces":[{"frames":[{"status":')
    assert answer.endswith(b"}")
    assert statuses(answer) == ["symbolicated"] * FRAMES
    assert inspector.process("symbolicate", crash).stdout == answer


def test_cold_and_warm_answers_are_the_same_bytes(tmp_path: Path, crash: Path) -> None:
    fresh = Inspector(tmp_path / "home")
    assert fresh.answer(crash) == fresh.answer(crash)


WATCHED = {"subprocess.Popen", "os.fork", "os.posix_spawn", "os.exec", "socket.connect"}
HOOK = f"""
import sys
def watch(event, arguments, watched={WATCHED!r}):
    if event in watched:
        print("watched:", event, file=sys.stderr)
sys.addaudithook(watch)
"""
FAILING = """
import sys
def fail(event, arguments):
    if event == "import" and arguments[0] == "inspector.native.symbolicate":
        raise LookupError("a\\x1bb")
sys.addaudithook(fail)
"""
NOT_NEEDED = {"asyncio", "botocore", "elftools", "httpcore", "httpx", "pefile", "textual"}


def test_a_warm_run_starts_no_process_and_imports_nothing_slow(crash: Path, tmp_path: Path) -> None:
    (tmp_path / "sitecustomize.py").write_text(HOOK)

    def told() -> str:
        done = Inspector(tmp_path).process(
            "symbolicate", crash, PYTHONPATH=str(tmp_path), PYTHONPROFILEIMPORTTIME="1"
        )
        return done.stderr.decode()

    cold, warm = told(), told()
    assert "watched:" in cold
    assert "watched:" not in warm
    imported = {line.rpartition("|")[2].strip() for line in warm.splitlines()}
    assert "inspector.objects.symcache" in imported
    assert ("symbolic.symcache" in imported) is not is_portable()
    assert not imported & NOT_NEEDED


def test_o_writes_a_file(inspector: Inspector, crash: Path, tmp_path: Path) -> None:
    out = tmp_path / "answer.json"
    out.write_bytes(b"older")
    assert inspector.answer(crash, "-o", out) == b""
    assert out.read_bytes() == inspector.answer(crash)
    assert not list(tmp_path.glob("*.part"))


def test_o_writes_through_a_link(inspector: Inspector, crash: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path / "target")
    inspector.answer(crash, "-o", tmp_path / "link")
    assert (tmp_path / "link").is_symlink()
    assert json.loads((tmp_path / "target").read_bytes())


@pytest.mark.skipif(sys.platform == "win32", reason="has no such files")
def test_o_does_not_replace_a_device(inspector: Inspector, crash: Path, tmp_path: Path) -> None:
    """A pipe stands for /dev/null and its kin."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    reader = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    inspector.answer(crash, "-o", pipe)
    assert json.loads(os.read(reader, 1 << 20))
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    os.close(reader)


def test_out_dir_names_answers_by_their_requests(
    inspector: Inspector, crash: Path, tmp_path: Path
) -> None:
    """Equal names get numbers, also beside a file that has such a name already."""
    others = [
        saved(tmp_path / sub / "elf-clang-dwarf5.json", signal=i) for i, sub in enumerate("ab")
    ]
    third = saved(tmp_path / "elf-clang-dwarf5-2.json", signal=9)
    out = tmp_path / "new" / "out"
    inspector.answer(crash, *others, third, "--out-dir", out)
    found = {path.name: json.loads(path.read_bytes()).get("signal") for path in out.iterdir()}
    assert found == {
        "elf-clang-dwarf5.response.json": None,
        "elf-clang-dwarf5-2.response.json": 0,
        "elf-clang-dwarf5-3.response.json": 1,
        "elf-clang-dwarf5-2-2.response.json": 9,
    }


@pytest.mark.parametrize(("form", "extension"), [("text", "txt"), ("markdown", "md")])
def test_reports(
    inspector: Inspector, crash: Path, tmp_path: Path, form: str, extension: str
) -> None:
    shown = inspector.answer(crash, "--format", form).decode()
    assert "read_scale" in shown
    assert "crane.c:9" in shown
    inspector.answer(crash, "--format", form, "--out-dir", tmp_path / "out")
    kept = tmp_path / "out" / f"elf-clang-dwarf5.response.{extension}"
    assert kept.read_text("utf-8") == shown


def test_several_answers_on_standard_output_are_lines(inspector: Inspector, crash: Path) -> None:
    lines = inspector.answer(crash, crash).splitlines()
    assert lines == [inspector.answer(crash)] * 2


BROKEN = [
    pytest.param(b'{"a": }', "line 1 column 7: not JSON", id="syntax"),
    pytest.param(
        b'{"modules": [{}]}', "line 1 column 15: modules[0]: object missing required", id="shape"
    ),
    pytest.param(b'{"signal": "SEGV"}', "line 1 column 17: signal: expected `int", id="type"),
    pytest.param(b"", "line 1 column 1: not JSON", id="empty-file"),
]


@pytest.mark.parametrize(("body", "reason"), BROKEN)
def test_an_unreadable_request(
    inspector: Inspector, tmp_path: Path, body: bytes, reason: str
) -> None:
    path = tmp_path / "broken.json"
    path.write_bytes(body)
    done = inspector("symbolicate", path)
    assert (done.exit_code, done.stdout) == (2, "")
    assert done.stderr.startswith(f"Error: {path}: {reason}")
    assert done.stderr.count("\n") == 1


def test_one_broken_request_leaves_the_others(
    inspector: Inspector, crash: Path, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.json"
    broken.write_bytes(b"{")
    done = inspector("symbolicate", crash, broken, crash, "--out-dir", tmp_path / "out")
    assert done.exit_code == 2
    assert str(broken) in done.stderr
    assert len(list((tmp_path / "out").iterdir())) == 2


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        pytest.param([], "Missing argument 'REQUEST...'", id="no-request"),
        pytest.param(["a", "b", "-o", "c"], "use --out-dir", id="one-file-for-two"),
        pytest.param(["a", "-o", "c", "--out-dir", "d"], "use --out-dir", id="both-targets"),
        pytest.param([".", "a"], ". is a folder, so it needs --out-dir", id="folder"),
        pytest.param(["a", "--format", "xml"], "'xml' is not one of", id="format"),
        pytest.param(["a", "--kind", "minidump"], "'minidump' is not one of", id="kind"),
        pytest.param(["a", "--config", "none.toml"], "none.toml: cannot be read", id="config"),
        pytest.param(["a", "--what"], "No such option", id="option"),
    ],
)
def test_arguments_to_be_mended(inspector: Inspector, arguments: list[str], reason: str) -> None:
    done = inspector("symbolicate", *arguments)
    assert done.exit_code == 2
    assert reason in done.stderr
    assert done.stdout == ""


def test_what_cannot_be_written_is_told(inspector: Inspector, crash: Path, tmp_path: Path) -> None:
    plain = tmp_path / "plain"
    plain.write_bytes(b"x")
    for arguments, reason in [
        (["-o", plain / "x"], f"{plain / 'x'}: cannot be written: Not a directory"),
        (["-o", tmp_path / "none" / "x"], "cannot be written: No such file or directory"),
        (["-o", tmp_path], f"{tmp_path}: cannot be written: Is a directory"),
        (["--out-dir", plain], f"{plain}: cannot be made: File exists"),
    ]:
        done = inspector("symbolicate", crash, *arguments)
        assert done.exit_code == 2
        assert done.stderr.startswith("Error: ")
        assert reason in done.stderr
    assert plain.read_bytes() == b"x"


def test_a_cache_folder_that_cannot_be_one(
    inspector: Inspector, crash: Path, tmp_path: Path
) -> None:
    (tmp_path / "cache").write_bytes(b"")
    done = inspector("symbolicate", crash, "--cache-dir", tmp_path / "cache")
    assert (done.exit_code, done.stdout) == (2, "")
    assert f"{tmp_path / 'cache'}: cannot keep files here: Not a directory" in done.stderr


def test_an_internal_failure_is_one_line_and_exit_code_1(
    inspector: Inspector, crash: Path, tmp_path: Path
) -> None:
    inspector.answer(crash)
    (tmp_path / "sitecustomize.py").write_text(FAILING)
    done = inspector.process("symbolicate", crash, PYTHONPATH=str(tmp_path))
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr.startswith(b"internal failure: LookupError('a\\x1bb')")
    assert done.stderr.count(b"\n") == 1
    told = inspector.process("symbolicate", crash, PYTHONPATH=str(tmp_path), INSPECTOR_DEBUG="1")
    assert told.returncode == 1
    assert b"Traceback" in told.stderr


def test_relative_sources_count_from_the_request(
    inspector: Inspector, crash: Path, tmp_path: Path
) -> None:
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    for path in (crash, Path("..") / crash.name):
        done = inspector.process("symbolicate", path, folder=elsewhere)
        assert statuses(done.stdout) == ["symbolicated"] * FRAMES


def test_progress_goes_to_standard_error(tmp_path: Path, crash: Path) -> None:
    with Server() as server:
        source = {"id": "web", "type": "http", "url": f"{server.url}/s/"}
        found = crash.parent / "symbols/elf-clang-dwarf5/17/6e2e9c3d6cd20b5d9a6dc37c0520d8e9ab4ee9"
        server.routes["/s/17/" + found.name] = Reply(body=found.read_bytes())
        server.routes[f"/s/17/{found.name}.debug"] = Reply(status=403)
        changed(crash, sources=[source])
        done = Inspector(tmp_path / "home")("symbolicate", crash, "--trust")
    assert statuses(done.stdout_bytes) == ["symbolicated"] * FRAMES
    assert f"fetched {server.url}/s/17/{found.name} (11856 bytes, " in done.stderr
    assert f"failed {server.url}/s/17/{found.name}.debug (permission_denied: 403" in done.stderr


def test_strict_knows_no_additions(inspector: Inspector, crash: Path) -> None:
    body = json.loads(crash.read_text("utf-8"))
    body["threads"] = body.pop("stacktraces")
    saved(crash, **body)
    assert len(json.loads(inspector.answer(crash))["stacktraces"]) == 1
    assert json.loads(inspector.answer(crash, "--strict"))["stacktraces"] == []


def test_offline_asks_nobody(tmp_path: Path, crash: Path) -> None:
    with Server() as server:
        changed(crash, sources=[{"id": "web", "type": "http", "url": f"{server.url}/"}])
        answer = Inspector(tmp_path).answer(crash, "--trust", "--offline")
        assert server.connections == 0
    (module,) = json.loads(answer)["modules"]
    assert module["debug_status"] == "fetching_failed"
    assert {c["download"].get("details") for c in module["candidates"]} == {
        "download failed: offline"
    }


def test_scopes_keep_files_apart(tmp_path: Path, crash: Path) -> None:
    one = Inspector(tmp_path)
    with Server() as server:
        changed(crash, sources=[{"id": "web", "type": "http", "url": f"{server.url}/"}])
        counts = []
        for scope in ("a", "a", "b"):
            one.answer(crash, "--trust", "--scope", scope)
            counts.append(server.hits())
    assert counts[0] == counts[1] == counts[2] / 2 > 0


def test_settings_and_cache_folder(inspector: Inspector, crash: Path, tmp_path: Path) -> None:
    """Sources of the settings are asked when a request names none, and are trusted."""
    body = json.loads(crash.read_text("utf-8"))
    symbols = crash.parent / body.pop("sources")[0]["path"]
    (tmp_path / "requests").mkdir()
    request = saved(tmp_path / "requests" / "crash.json", **body)
    config = tmp_path / "own.toml"
    relative = symbols.relative_to(tmp_path).as_posix()
    config.write_text(
        f'[[sources]]\ntype = "filesystem"\nid = "configured"\npath = "{relative}"\n', "utf-8"
    )
    cache = tmp_path / "own cache"
    answer = inspector.answer(request, "--config", config, "--cache-dir", cache)
    assert statuses(answer) == ["symbolicated"] * FRAMES
    assert json.loads(answer)["modules"][0]["candidates"][0]["source"] == "configured"
    assert any(cache.rglob("*"))
    assert "missing" in statuses(inspector.answer(request))


def test_kinds_are_told_apart_unless_named(inspector: Inspector, tmp_path: Path) -> None:
    script = saved(tmp_path / "a.json", stacktraces=[{"frames": [{"abs_path": "/a", "lineno": 1}]}])
    assert b'"abs_path":"/a"' in inspector.answer(script, "--offline")
    refused = inspector("symbolicate", script, "--kind", "native")
    assert refused.exit_code == 2
    assert "instruction_addr" in refused.stderr
