"""The machine's own clipboard."""

import os
import sys
from collections.abc import Mapping
from pathlib import Path

import pytest

from inspector.tui.outside.clipboard import copy_natively, native_command


@pytest.fixture
def programs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of programs that is all there is on the search path."""
    for name in ("xclip", "wl-copy", "pbcopy"):
        program = tmp_path / name
        program.write_text("#!/bin/sh\n")
        program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    ("environ", "system", "program"),
    [
        pytest.param({"DISPLAY": ":0"}, "linux", "xclip", id="x11"),
        pytest.param({"DISPLAY": ":0", "WAYLAND_DISPLAY": "w"}, "linux", "wl-copy", id="wayland"),
        pytest.param({}, "linux", None, id="console"),
        pytest.param({}, "darwin", "pbcopy", id="mac"),
        pytest.param({}, "win32", None, id="windows-without-clip"),
        pytest.param({"DISPLAY": ":0", "SSH_TTY": "/dev/pts/0"}, "linux", None, id="remote"),
    ],
)
@pytest.mark.usefixtures("programs")
def test_native_command(environ: Mapping[str, str], system: str, program: str | None) -> None:
    command = native_command(environ, system)
    assert (command[0] if command else None) == program


async def test_the_program_gets_the_text(tmp_path: Path) -> None:
    out = tmp_path / "out"
    code = f"import sys; open({os.fspath(out)!r}, 'wb').write(sys.stdin.buffer.read())"
    assert await copy_natively("漢 text", [sys.executable, "-c", code])
    assert out.read_text(encoding="utf-8") == "漢 text"


async def test_a_program_that_fails_or_is_not_there() -> None:
    assert not await copy_natively("x", [sys.executable, "-c", "raise SystemExit(1)"])
    assert not await copy_natively("x", ["/no/such/program"])
