"""The command against the reference's own integration tests, kept beside the repository."""

import shlex
import subprocess
import sys
from pathlib import Path

import pytest

from tests.conftest import ROOT


@pytest.mark.parametrize("kind", ["native", "js"])
def test_cases_of_the_reference(shared: Path, kind: str) -> None:
    """All of them, in child processes: a fresh cache for each case."""
    runner = shared / "conformance" / "run_cases.py"
    done = subprocess.run(
        [
            sys.executable,
            str(runner),
            *("--cases", str(shared / "conformance" / "cases")),
            *("--inspector", shlex.join([sys.executable, "-m", "inspector"])),
            *("--only", f"{kind}/*", "--jobs", "2"),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=240,
    )
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    assert "cases pass" in done.stdout
