"""The real program in a pseudo-terminal: what reaches the terminal, and how it is left."""

import fcntl
import json
import os
import pty
import select
import signal
import socket
import struct
import sys
import termios
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

OSC52 = "\x1b]52;c;Zm9v\x07"
NAMES = (f"a{OSC52}", "b\x1b]0;title\x07", "c\x00\x9b31m", "d\u202egnp.exe", "e\x7f\x08")
FORBIDDEN = {
    "OSC 52": b"]52;c;Zm9v\x07",
    "title": b"\x1b]0;title",
    "NUL": b"\x00",
    "C1": "\x9b31m".encode(),
    "bidi": "\u202e".encode(),
    "DEL": b"\x7f",
}
LEAVE_ALTERNATE_SCREEN = b"\x1b[?1049l"


class Terminal:
    """A pseudo-terminal with the program in it."""

    def __init__(self, *arguments: str, folder: Path, size: tuple[int, int] = (120, 30)) -> None:
        environ = {
            "PATH": os.environ["PATH"],
            "HOME": str(folder),
            "TERM": "xterm-256color",
            "LANG": "C.UTF-8",
            "XDG_STATE_HOME": str(folder / "state"),
            "XDG_CACHE_HOME": str(folder / "cache"),
            "XDG_CONFIG_HOME": str(folder / "config"),
            "COLORTERM": "truecolor",
        }
        self.output = b""
        self.pid, self._master = pty.fork()
        if self.pid == 0:
            os.chdir(folder)
            command = [sys.executable, "-m", "inspector", *arguments]
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

    def close(self) -> None:
        if self.pid:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self._master)


@contextmanager
def terminal(*arguments: str, folder: Path) -> Iterator[Terminal]:
    opened = Terminal(*arguments, folder=folder)
    try:
        yield opened
    finally:
        opened.close()


def request(folder: Path, sources: list[object]) -> str:
    """A crash whose every name tries something."""
    frames = [{"instruction_addr": hex(0x1010 + 0x1000 * n), "function": name, "package": name}
              for n, name in enumerate(NAMES)]  # fmt: skip
    modules = [
        {"type": "elf", "code_file": name, "debug_file": name, "image_addr": hex(0x1000 * (n + 1)),
         "image_size": 0x1000, "code_id": f"{n}123456789abcdef0123"}
        for n, name in enumerate(NAMES)
    ]  # fmt: skip
    threads = [{"thread_id": n, "thread_name": name, "frames": frames, "is_requesting": n == 0}
               for n, name in enumerate(NAMES)]  # fmt: skip
    body = {"stacktraces": threads, "modules": modules, "sources": sources}
    path = folder / "hostile.json"
    path.write_text(json.dumps(body))
    return str(path)


def test_no_byte_of_a_name_acts_on_the_terminal(tmp_path: Path) -> None:
    local = {"type": "filesystem", "id": OSC52, "path": "symbols", "layout": {"type": "native"}}
    with terminal(request(tmp_path, [local]), folder=tmp_path) as screen:
        screen.read_until("frames · 5 modules")
        walk = (("2", "Candidates"), ("5", "Activity"), ("1", "Source"), ("?", "Help"))
        for keys, wanted in walk:
            screen.press(keys)
            screen.read_until(wanted)
        screen.press("\x1b")
        screen.press("\x11")
        assert screen.read_to_the_end(5) == 0
    assert [name for name, data in FORBIDDEN.items() if data in screen.output] == []
    for substitute in ("a␛]52;c;Zm9v␇", "c␀\ufffd31m", "d<U+202E>gnp.exe", "e␡␈"):
        assert substitute.encode() in screen.output
    assert LEAVE_ALTERNATE_SCREEN in screen.output


def test_quitting_in_the_middle_of_a_run(tmp_path: Path) -> None:
    """The server accepts and never answers; the program is gone within two seconds."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        slow = {"type": "http", "id": "slow", "url": url, "layout": {"type": "native"}}
        with terminal(request(tmp_path, [slow]), "--trust", folder=tmp_path) as screen:
            screen.read_until("fetching")
            screen.press("\x11")
            assert screen.read_to_the_end(2.0) == 0
    assert LEAVE_ALTERNATE_SCREEN in screen.output


@pytest.mark.parametrize("arguments", [("--version",), ("--help",)])
def test_no_app_is_loaded_for_a_word(arguments: tuple[str, ...], tmp_path: Path) -> None:
    with terminal(*arguments, folder=tmp_path) as screen:
        assert screen.read_to_the_end(5) == 0
    assert b"\x1b[?1049h" not in screen.output
