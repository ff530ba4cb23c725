"""The child process: reads a task, runs it, answers. `process` starts it.

Both ways a message is its length in four bytes, little end first, and that much JSON. An empty
message from the child says that it is ready. The child ends when its input does, even in the
middle of a task: nobody is left to read the answer.
"""

import os
import queue
import sys
import threading
from collections.abc import Callable
from contextlib import suppress
from importlib import import_module
from typing import Any, BinaryIO, Literal

import msgspec

from inspector.objects.errors import BadObject

Outcome = Literal["ok", "malformed", "internal"]


class Task(msgspec.Struct, frozen=True):
    """What to call: a function, or a class of which each child keeps one object to call."""

    call: str  # "module:name"
    arguments: dict[str, Any]
    seconds: float  # of processor time; the parent watches the clock


class Answer(msgspec.Struct, frozen=True):
    """How it went. `value` is the JSON of what the call returned."""

    outcome: Outcome
    details: str = ""  # the reason, unless it is ok
    value: msgspec.Raw = msgspec.Raw(b"null")
    retire: bool = False  # the child holds much memory: better start a fresh one


def main(memory: int) -> None:
    """Serve until the input ends. `memory` is the limit in bytes, mapped files included."""
    answers = _take_stdout()
    _set_limits(memory)
    tasks: queue.SimpleQueue[bytes] = queue.SimpleQueue()
    threading.Thread(target=_read, args=(sys.stdin.buffer, tasks), daemon=True).start()
    known: dict[str, Callable[..., Any]] = {}
    _write(answers, b"")
    while True:
        answer = _run(msgspec.json.decode(tasks.get(), type=Task), known, memory)
        _write(answers, msgspec.json.encode(answer))


def _run(task: Task, known: dict[str, Callable[..., Any]], memory: int) -> Answer:
    """Call it; whatever it raises is an answer too."""
    try:
        _allow_seconds(task.seconds)
        value = msgspec.json.encode(_callable(task.call, known)(**task.arguments))
        grown = _peak_memory() > memory // 4
    except BadObject as error:
        return Answer("malformed", str(error))
    except MemoryError:
        return Answer("malformed", "out of memory", retire=True)
    except RecursionError:
        return Answer("malformed", "nested too deeply")
    except Exception as error:  # noqa: BLE001  a bug of ours must not end the other tasks
        return Answer("internal", f"{type(error).__name__}: {error}")
    return Answer("ok", value=msgspec.Raw(value), retire=grown)


def _callable(call: str, known: dict[str, Callable[..., Any]]) -> Callable[..., Any]:
    if call not in known:
        module, _, name = call.partition(":")
        found = getattr(import_module(module), name)
        known[call] = found() if isinstance(found, type) else found
    return known[call]


def _read(source: BinaryIO, tasks: "queue.SimpleQueue[bytes]") -> None:
    """Queue the tasks as they come; end the process with the input."""
    while header := source.read(4):
        tasks.put(source.read(int.from_bytes(header, "little")))
    os._exit(0)


def _write(answers: BinaryIO, message: bytes) -> None:
    answers.write(len(message).to_bytes(4, "little") + message)
    answers.flush()


def _take_stdout() -> BinaryIO:
    """The real standard output, for answers only; what else prints goes to standard error."""
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)
    return answers


def _set_limits(memory: int) -> None:
    """Memory, no core dumps, no crash dialogs; what ends a terminal's programs is the parent's.

    As far as the system can.
    """
    import signal

    signal.signal(signal.SIGINT, signal.SIG_IGN)
    if sys.platform == "win32":
        import msvcrt

        msvcrt.SetErrorMode(msvcrt.SEM_FAILCRITICALERRORS | msvcrt.SEM_NOGPFAULTERRORBOX)
        return
    import resource

    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    _lower(resource.RLIMIT_AS, memory)


def _lower(limit: int, value: int) -> None:
    """Set the soft limit, never above the hard one. Some systems refuse: then there is none."""
    import resource

    _, hard = resource.getrlimit(limit)
    if hard != resource.RLIM_INFINITY:
        value = min(value, hard)
    try:
        resource.setrlimit(limit, (value, hard))
    except (OSError, ValueError):
        return


def _allow_seconds(seconds: float) -> None:
    """The last resort if the parent is gone and the task never lets another thread run."""
    if sys.platform == "win32":
        return
    import resource

    used = resource.getrusage(resource.RUSAGE_SELF)
    _lower(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime + seconds) + 2)


def _peak_memory() -> int:
    """Bytes; 0 where the system does not tell."""
    if sys.platform == "win32":
        return 0
    # On Linux what getrusage tells begins with the parent's peak, from before this program.
    with suppress(OSError), open("/proc/self/status", encoding="ascii", errors="replace") as told:
        for line in told:
            if line.startswith("VmHWM:"):
                return int(line.split()[1]) * 1024
    import resource

    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return peak if sys.platform == "darwin" else peak * 1024
