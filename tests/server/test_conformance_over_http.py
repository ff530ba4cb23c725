"""The service against the reference's own integration tests: those that need no settings."""

import shlex
import subprocess
import sys
from pathlib import Path

from tests.conftest import ROOT


def test_cases_of_the_reference_over_http(shared: Path) -> None:
    cases = shared / "conformance" / "cases"
    chosen = [
        argument
        for case in sorted(cases.glob("*/*/case.toml"))
        if not (case.parent / "config.toml").exists()
        for argument in ("--only", f"{case.parent.parent.name}/{case.parent.name}")
    ]
    done = subprocess.run(
        [
            *(sys.executable, str(shared / "conformance" / "run_cases.py"), "--cases", str(cases)),
            *("--inspector", shlex.join([sys.executable, "-m", "tests.server.over_http"])),
            *("--jobs", "2", *chosen),
        ],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=280,
    )
    count = len(chosen) // 2
    assert count > 80
    assert done.returncode == 0, done.stdout[-8000:] + done.stderr[-2000:]
    assert f"conformance: {count} of {count} cases pass" in done.stdout
