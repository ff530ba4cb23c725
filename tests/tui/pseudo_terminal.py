"""The real program in a pseudo-terminal, for tests: keys in, bytes out."""

import fcntl
import os
import pty
import re
import select
import signal
import struct
import sys
import termios
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

LEAVE_ALTERNATE_SCREEN = b"\x1b[?1049l"

_SEQUENCE = (
    r"\x1b\[[0-9;?<>=$]*[a-zA-Z]|\x1b\][^\x07\x1b]*(?:\x07|\x1b\\)|\x1bP[^\x1b]*\x1b\\|\x1b."
)


class Terminal:
    """A pseudo-terminal with the program in it."""

    def __init__(
        self,
        *arguments: str,
        folder: Path,
        size: tuple[int, int] = (120, 30),
        more: Mapping[str, str] | None = None,
        module: str = "inspector",
    ) -> None:
        """`module`: what `python -m` runs. `more`: of the environment."""
        environ = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            "XDG_STATE_HOME": str(folder / "state"),
            "XDG_CACHE_HOME": str(folder / "cache"),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "COLORTERM": "truecolor",
            **(more or {}),
        }
        self.output = b""
        self.pid, self._master = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            command = [sys.executable, "-m", module, *arguments]
            os.execve(sys.executable, command, environ)
        width, height = size
        fcntl.ioctl(self._master, termios.TIOCSWINSZ, struct.pack("HHHH", height, width, 0, 0))

    def press(self, keys: str) -> None:
        os.write(self._master, keys.encode())

    def read_until(self, wanted: str, seconds: float = 15.0) -> None:
        """Collect output until `wanted` has come, counted from the last call."""
        start, deadline = len(self.output), time.monotonic() + seconds
        while wanted.encode() not in self.output[start:]:
            assert self._read(deadline), f"no {wanted!r} in {self.output[-3000:]!r}"

    def read_until_quiet(self, seconds: float) -> None:
        """Collect output until none has come for that long."""
        while self._read(time.monotonic() + seconds):
            pass

    def read_to_the_end(self, seconds: float) -> int:
        """Collect output until the program is gone; its exit code."""
        deadline = time.monotonic() + seconds
        while self._read(deadline):
            pass
        assert time.monotonic() < deadline, "the program did not end in time"
        _, status = os.waitpid(self.pid, 0)
        self.pid = 0
        return os.waitstatus_to_exitcode(status)

    def _read(self, deadline: float) -> bool:
        ready, _, _ = select.select([self._master], [], [], max(0.0, deadline - time.monotonic()))
        if not ready:
            return False
        try:
            piece = os.read(self._master, 65536)
        except OSError:  # Linux says EIO when the other end is closed
            return False
        self.output += piece
        return bool(piece)

    @property
    def text(self) -> str:
        """What was written, without the sequences that move and colour."""
        return re.sub(_SEQUENCE, " ", self.output.decode("utf-8", "replace"))

    @property
    def modes(self) -> list[int]:
        """Terminal attributes that a program may change: flags of input, output and lines."""
        return list(termios.tcgetattr(self._master)[:4])

    def close(self) -> None:
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self._master)


@contextmanager
def terminal(
    *arguments: str, folder: Path, more: Mapping[str, str] | None = None
) -> Iterator[Terminal]:
    opened = Terminal(*arguments, folder=folder, more=more)
    try:
        yield opened
    finally:
        opened.close()
