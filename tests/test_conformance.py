"""The command against the reference's own integration tests, kept beside the repository."""

import re
import shlex
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from tests.conftest import ROOT

LISTED = tomllib.loads(Path(__file__).with_name("portable_differences.toml").read_text("utf-8"))


@pytest.mark.parametrize("kind", ["native", "js"])
def test_cases_of_the_reference(shared: Path, kind: str, reader: str) -> None:
    """All of them, in child processes: a fresh cache for each case.

    What the second readers answer otherwise is listed, with the reason; nothing else is.
    """
    allowed = {case["name"] for case in LISTED.get("case", []) if case["name"].startswith(kind)}
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
    told = done.stdout[-8000:] + done.stderr[-2000:]
    failed = set(re.findall(r"^FAIL (\S+)", done.stdout, re.MULTILINE))
    assert "cases pass" in done.stdout, told
    assert failed == (allowed if reader == "portable" else set()), told
    assert done.returncode == (1 if failed else 0), told
