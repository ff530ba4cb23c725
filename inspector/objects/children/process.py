"""The parent's end of one child process: start it, ask it, end it."""

import asyncio
import os
import signal
import sys
from contextlib import suppress
from typing import Self, cast

_BOOT = """\
import sys
sys.path[:] = sys.argv[2:]
from inspector.objects.children.child import main
main(int(sys.argv[1]))
"""
_LONGEST_ANSWER = 1 << 28  # bytes
_KEPT_WORDS = 4096  # bytes of standard error
_PASSED_ON = (
    "INSPECTOR_READER", "LANG", "LC_ALL", "LC_CTYPE", "LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH",
    "PATH", "SYSTEMROOT", "TEMP", "TMP", "TMPDIR",
)  # fmt: skip
"""Of the environment; the rest, keys and tokens above all, is no business of a parser."""

_NO_WINDOW = 0x08000000 if sys.platform == "win32" else 0  # subprocess.CREATE_NO_WINDOW


class Process(asyncio.SubprocessProtocol):
    """One child, one question at a time."""

    key: str | None = None
    """What it was last asked about: it may still know."""

    def __init__(self) -> None:
        self.ready = False  # it said so: what goes wrong from now on is the file's doing
        self._exited, self._ended = asyncio.Event(), asyncio.Event()
        self._answer: asyncio.Future[bytes | None] | None = None
        self._received, self._words = bytearray(), bytearray()
        self._fault = ""

    @classmethod
    async def start(cls, memory: int) -> Self:
        """A fresh child with `memory` bytes to work in. Raises OSError when there can be none.

        It gets the search path instead of looking for it, so that it finds the same packages
        however they were installed, and nothing in the folder it happens to start in.
        """
        root = os.path.dirname(os.path.dirname(os.path.dirname(__file__)))
        paths = [*filter(None, sys.path), root]
        _, protocol = await asyncio.get_running_loop().subprocess_exec(
            cls,
            *(sys.executable, "-I", "-S", "-c", _BOOT, str(memory), *paths),
            env={name: os.environ[name] for name in _PASSED_ON if name in os.environ}
            | {"MALLOC_ARENA_MAX": "1"},  # an arena for each thread would eat the address space
            creationflags=_NO_WINDOW,
        )
        return protocol

    @property
    def alive(self) -> bool:
        """Whether it can be asked. It may end at any moment, so this is no promise."""
        return not self._ended.is_set() and not self._fault

    @property
    def dismissed(self) -> bool:
        """Whether somebody told it to stop, so that its end says nothing of the file."""
        return self._transport.get_returncode() == -signal.SIGTERM

    async def ask(self, message: bytes) -> bytes | None:
        """The child's answer; None when it ended without one, and `reason` says why."""
        if not self.alive:
            return None
        self._answer = asyncio.get_running_loop().create_future()
        self._words.clear()
        pipe = cast("asyncio.WriteTransport", self._transport.get_pipe_transport(0))
        pipe.write(len(message).to_bytes(4, "little") + message)
        return await self._answer

    async def end(self) -> None:
        """Kill it, and wait until nothing of it is left."""
        self._kill()
        await self._exited.wait()
        self._transport.close()
        await self._ended.wait()

    def reason(self) -> str:
        """Why it ended, for people: what it broke or how it died, and what it said first.

        What follows is a backtrace, which `symbolic` switches on.
        """
        lines = self._words.decode("utf-8", "replace").split("\n")
        first = next((line.strip() for line in lines if line.strip()), "")
        how = self._fault or _exit_text(self._transport.get_returncode())
        return f"{how}: {first}" if first else how

    # What asyncio calls.

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        """The child runs."""
        self._transport = cast("asyncio.SubprocessTransport", transport)

    def pipe_data_received(self, fd: int, data: bytes) -> None:
        """Collect answers; keep the start of everything else it prints."""
        if fd != 1:
            self._words += data[: _KEPT_WORDS - len(self._words)]
            return
        self._received += data
        while len(self._received) >= 4 and not self._fault:
            length = int.from_bytes(self._received[:4], "little")
            if length > _LONGEST_ANSWER:
                self._break(f"the parser announced an answer of {length} bytes")
            if len(self._received) < 4 + length:
                return
            message = bytes(self._received[4 : 4 + length])
            del self._received[: 4 + length]
            self._deliver(message)

    def process_exited(self) -> None:
        """It is dead; what it wrote may still be on the way."""
        self._exited.set()

    def connection_lost(self, _exc: Exception | None) -> None:
        """It is dead, its pipes are empty."""
        self._ended.set()
        if self._answer is not None and not self._answer.done():
            self._answer.set_result(None)

    def _deliver(self, message: bytes) -> None:
        if not self.ready and not message:
            self.ready = True
        elif message and self._answer is not None and not self._answer.done():
            self._answer.set_result(message)
        else:
            self._break("the parser spoke without being asked")

    def _break(self, fault: str) -> None:
        self._fault = fault
        self._kill()

    def _kill(self) -> None:
        """Not through the transport: that would look whether it is dead already, and take the
        news of it away from asyncio, which then warns of an unknown process."""
        if self._transport.get_returncode() is not None:
            return
        if sys.platform == "win32":
            self._transport.kill()
            return
        with suppress(ProcessLookupError):
            os.kill(self._transport.get_pid(), signal.SIGKILL)


def _exit_text(code: int | None) -> str:
    """How a process ended: "the parser was ended by SIGSEGV"."""
    if code is None:
        return "the parser vanished"
    if code < 0:
        known = {number.value: number.name for number in signal.Signals}
        return f"the parser was ended by {known.get(-code, f'signal {-code}')}"
    return f"the parser ended with exit code {code:#x}"
