"""The command line as the tests of it run it: in this process, or as a person would."""

import gc
import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from inspector.cli import main


def environment(home: Path) -> dict[str, str]:
    """Variables of a person who has configured nothing."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("INSPECTOR_")}
    folders = {f"XDG_{name}_HOME": str(home / name.lower()) for name in ("CACHE", "CONFIG", "DATA")}
    return kept | folders | {"HOME": str(home)}


class Inspector:
    """`inspector` with folders of its own, so that the machine's settings do not matter."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def __call__(self, *arguments: object) -> Result:
        """Run it here."""
        try:
            return CliRunner(env=environment(self.home)).invoke(main, [str(a) for a in arguments])
        finally:
            gc.enable()  # a command ends with its process, so it does not turn it on again

    def answer(self, *arguments: object) -> bytes:
        """What `symbolicate` prints, which must go well."""
        done = self("symbolicate", *arguments)
        assert done.exit_code == 0, done.output
        return done.stdout_bytes

    def process(
        self, *arguments: object, folder: Path | None = None, **variables: str
    ) -> "subprocess.CompletedProcess[bytes]":
        """Run it as `python -m inspector`, with more variables."""
        return subprocess.run(
            [sys.executable, "-m", "inspector", *map(str, arguments)],
            cwd=folder or self.home,
            env=environment(self.home) | variables,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            timeout=60,
        )
