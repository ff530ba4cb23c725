"""`inspector FILE` where there is no terminal: the report as text."""

from pathlib import Path

import pytest

from tests.cli.running import Inspector


@pytest.mark.parametrize("command", [[], ["open"]], ids=["bare", "open"])
def test_without_a_terminal_the_report_is_printed(
    inspector: Inspector, crash: Path, command: list[str]
) -> None:
    done = inspector(*command, crash)
    assert done.exit_code == 0
    assert done.stdout_bytes == inspector.answer(crash, "--format", "text")
    lines = done.stdout.splitlines()
    assert lines[0] == "elf-clang-dwarf5.json · 1 thread · 1 module · 6 of 6 frames symbolicated"
    assert lines[1:4] == ["signature: read_scale", "", "Thread 0"]
    assert [line.split()[-2:] for line in lines[4:6]] == [
        ["crane.c:9", "inlined"],
        ["tension", "crane.c:15"],
    ]


def test_the_report_of_a_process_is_utf_8(inspector: Inspector, crash: Path) -> None:
    """Whatever the locale says: it may be a file that is read elsewhere."""
    done = inspector.process(crash, LC_ALL="C", PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert done.returncode == 0
    assert "·" in done.stdout.decode("utf-8")


def test_without_a_terminal_there_is_nothing_to_start(inspector: Inspector) -> None:
    done = inspector()
    assert done.exit_code == 2
    assert "there is no terminal for the app; name a request to report on" in done.stderr


def test_options_of_the_engine_are_options_of_open(inspector: Inspector, crash: Path) -> None:
    assert inspector(crash, "--strict", "--offline", "--scope", "a").exit_code == 0
    refused = inspector(crash, "--kind", "js")
    assert refused.exit_code == 2
    assert str(crash) in refused.stderr


def test_an_app_without_a_terminal_imports_no_app(inspector: Inspector, crash: Path) -> None:
    inspector(crash)
    done = inspector.process(crash, PYTHONPROFILEIMPORTTIME="1")
    imported = {line.rpartition(b"|")[2].strip() for line in done.stderr.splitlines()}
    assert b"inspector.engine" in imported
    assert not imported & {b"textual", b"rich", b"asyncio", b"inspector.tui.app"}
