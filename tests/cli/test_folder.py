"""`inspector FOLDER` where there is no terminal: what is known of its requests."""

import os
from pathlib import Path

import pytest

from inspector.batch.folder import index_file, token_of
from inspector.batch.index import Index
from inspector.batch.outcome import Outcome
from inspector.settings import load_settings
from tests.cli.running import Inspector


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Two requests, and a state folder that is not this person's."""
    monkeypatch.setattr("inspector.settings.state_folder", lambda: str(tmp_path / "state"))
    folder = tmp_path / "crashes"
    folder.mkdir()
    for name in ("a.json", "b.json"):
        (folder / name).write_bytes(b"{}")
    return folder


def remember(folder: Path, *names: str, token: str) -> None:
    rows = [
        Outcome(path=str(folder / name), signature="read\x1b_scale", resolved=1, frames=2,
                worst="missing", modified=os.stat(folder / name).st_mtime_ns, token=token)
        for name in names
    ]  # fmt: skip
    with Index(index_file(str(folder), str(folder.parent / "state"))) as index:
        index.add(rows)


def token_here(inspector: Inspector) -> str:
    settings = load_settings(environ={"HOME": str(inspector.home)})
    return token_of(settings, kind=None, trusted=False, scope=None)


@pytest.mark.parametrize("command", [[], ["open"]], ids=["bare", "open"])
def test_what_the_app_found_out_is_summed_up(
    inspector: Inspector, folder: Path, command: list[str]
) -> None:
    remember(folder, "a.json", token=token_here(inspector))
    remember(folder, "b.json", token=token_here(inspector))  # in another run
    done = inspector(*command, folder)
    assert done.exit_code == 0, done.output
    lines = done.stdout.splitlines()
    assert lines[0] == "2 requests answered (0 of them earlier), 0 broken"
    assert lines[3].split() == ["2", "50%", "missing", "read␛_scale"]
    assert "changed since" not in done.stdout


def test_rows_that_do_not_hold_are_counted(inspector: Inspector, folder: Path) -> None:
    remember(folder, "a.json", token=token_here(inspector))
    os.utime(folder / "a.json", ns=(1, 1))
    done = inspector(folder)
    assert done.stdout.splitlines()[-1] == "2 of 2 requests are new or changed since then"


def test_of_a_folder_that_was_never_opened_it_says_how_to_answer_it(
    inspector: Inspector, folder: Path
) -> None:
    done = inspector(folder)
    assert done.exit_code == 2
    assert f"inspector symbolicate {folder} --out-dir OUT" in done.stderr
    assert not (folder.parent / "state").exists()
