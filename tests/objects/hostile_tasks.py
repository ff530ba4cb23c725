"""Tasks that do to their child what hostile files do to a parser. Imported in the child only."""

import ctypes
import os
import signal
import time
from pathlib import Path
from typing import NoReturn

from inspector.objects.errors import BadObject


def echo(value: object) -> object:
    return value


def refuse(reason: str) -> NoReturn:
    raise BadObject(reason)


def fail(reason: str) -> NoReturn:
    raise LookupError(reason)


def recurse() -> NoReturn:
    recurse()


def crash() -> None:
    ctypes.string_at(0)


def abort(words: str) -> None:
    os.write(2, words.encode())
    os.abort()


def leave(code: int) -> None:
    os._exit(code)


def hang() -> None:
    time.sleep(3600)


def hold(pipe: str, busy: bool = False) -> None:
    """Write its process id into a named pipe and keep it open for ever: its end can be seen."""
    held = os.open(pipe, os.O_WRONLY)
    os.write(held, b"%d\n" % os.getpid())
    while busy:
        pass
    hang()


def meet(mine: str, other: str) -> bool:
    """True once another task has come as far as this one: they run at the same time."""
    Path(mine).touch()
    while not os.path.exists(other):
        time.sleep(0.002)
    return True


def eat(megabytes: int) -> int:
    return len(bytearray(megabytes << 20))


def keep(megabytes: int, kept: list[bytearray] = []) -> int:  # noqa: B006  leaking is the point
    kept.append(bytearray(megabytes << 20))
    return len(kept[-1])


def shout(megabytes: int) -> str:
    """Much on standard output and standard error before a decent answer."""
    for _ in range(megabytes):
        os.write(1, b"x" * (1 << 20))
        os.write(2, b"y" * (1 << 20))
    return "done"


def babble(message: str) -> None:
    """Write to the parent behind the child's back, then wait."""
    for number in range(3, 20):
        try:
            os.write(number, bytes.fromhex(message))
        except OSError:
            continue
    hang()


def large(size: int) -> str:
    return "x" * size


def unspeakable() -> object:
    """Something JSON cannot say."""
    return object()


def environment() -> dict[str, str]:
    return dict(os.environ)


def pid() -> int:
    return os.getpid()


def core_limit() -> list[int]:
    import resource

    return list(resource.getrlimit(resource.RLIMIT_CORE))


def interrupt() -> str:
    """Ctrl-C reaches the whole process group."""
    os.kill(os.getpid(), signal.SIGINT)
    return "alive"


class Counter:
    """Keeps state from call to call."""

    def __init__(self) -> None:
        self._count = 0

    def __call__(self) -> list[int]:
        self._count += 1
        return [os.getpid(), self._count]
