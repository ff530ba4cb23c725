"""What is kept of a failure."""

from pathlib import Path

import pytest

from inspector.tui.failures import LARGEST, described, log_file, write_failure

SECRET = "canary-7Qm"


def failing() -> BaseException:
    """An error with a cause, a secret in both messages and in a variable."""
    token = SECRET
    try:
        try:
            raise KeyError(token)
        except KeyError as error:
            raise RuntimeError(f"no {token}") from error
    except RuntimeError as error:
        return error


def test_kinds_and_places_but_no_values() -> None:
    text = described(failing())
    assert "builtins.RuntimeError" in text
    assert "builtins.KeyError" in text
    assert "tests/tui/test_failures.py:" in text
    assert SECRET not in text
    assert str(Path(__file__).resolve().parents[2]) not in text


def test_one_after_the_other_for_nobody_else_to_read(tmp_path: Path) -> None:
    file = tmp_path / "state" / "failures.log"
    assert write_failure(str(file), failing())
    assert write_failure(str(file), failing())
    assert file.read_text().count("RuntimeError") == 2
    assert file.stat().st_mode & 0o077 == 0


def test_a_large_file_is_begun_anew(tmp_path: Path) -> None:
    file = tmp_path / "failures.log"
    file.write_text("x" * (LARGEST + 1))
    assert write_failure(str(file), failing())
    assert file.stat().st_size < 10_000


def test_a_folder_that_cannot_be_written_is_no_failure_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert not write_failure(str(tmp_path / "file" / "failures.log"), failing())


def test_the_place(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("INSPECTOR_LOG", raising=False)
    assert log_file("/state") == "/state/failures.log"
    monkeypatch.setenv("INSPECTOR_LOG", "/elsewhere.log")
    assert log_file("/state") == "/elsewhere.log"
