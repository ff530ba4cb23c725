"""`inspector serve`: what it refuses before it starts. The rest is in tests/server."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from inspector.cli import main


@pytest.mark.parametrize(
    ("arguments", "reason"),
    [
        pytest.param(["--port", "70000"], "70000 is not in the range", id="port"),
        pytest.param(["--config", "none.toml"], "none.toml", id="settings"),
        pytest.param(["--cache-dir", "/dev/null/x"], "cannot keep files here", id="cache"),
        pytest.param(["--host", "no host at all"], "cannot listen at no host at all", id="host"),
    ],
)
def test_what_cannot_be_served(
    arguments: list[str], reason: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = CliRunner().invoke(main, ["serve", *arguments])
    assert done.exit_code == 2
    assert reason in done.output
