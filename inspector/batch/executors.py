"""Where the work runs: in this process, in several, or on a cluster."""

import multiprocessing
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager, redirect_stderr, suppress
from multiprocessing import resource_tracker
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from multiprocessing.connection import Connection

    from inspector.batch.runner import Runs


class NoExecutor(ValueError):
    """An executor that cannot be had; the text says why."""


class Inline:
    """Runs each function at once, here."""

    def submit(self, fn: Callable[..., Any], /, *args: Any) -> "Future[Any]":
        """A future that is done."""
        future: Future[Any] = Future()
        try:
            future.set_result(fn(*args))
        except Exception as error:  # noqa: BLE001  it is raised where the result is asked for
            future.set_exception(error)
        return future


class Processes:
    """Processes of this machine that can be stopped in the middle of their work.

    Each waits for the end of a pipe, so that they also end when this process is killed.
    """

    def __init__(self, jobs: int) -> None:
        _track()
        # Not forked: the program may have threads, and Windows and macOS do it this way.
        context = multiprocessing.get_context("spawn")
        ends, self._held = context.Pipe(duplex=False)
        self._pool = ProcessPoolExecutor(jobs, context, _end_with, (ends,))
        self.stopped = False

    def submit(self, fn: Callable[..., Any], /, *args: Any) -> "Future[Any]":
        """A future of `fn(*args)`; raises BrokenProcessPool once they were stopped."""
        with _deaf():
            return self._pool.submit(fn, *args)

    def stop(self) -> None:
        """End them now, from any thread. What they were at fails with BrokenProcessPool."""
        self.stopped = True
        self._held.close()

    def close(self) -> None:
        """End them, and wait for that; what was not begun is dropped."""
        self.stop()
        self._pool.shutdown(cancel_futures=True)


def _track() -> None:
    """Start what looks after the semaphores of pools; it wants a stderr that is a file, and
    an app for terminals has put its own in that place."""
    with redirect_stderr(sys.__stderr__):
        resource_tracker.ensure_running()


@contextmanager
def _deaf() -> Iterator[None]:
    """Processes that are started in the block do not hear of Ctrl+C while they start, either:
    they have this thread's mask."""
    if sys.platform == "win32":
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _end_with(pipe: "Connection") -> None:
    """In a worker: say nothing, as the terminal is somebody else's, and end when the pipe does.

    Ctrl+C reaches every process of a terminal; the one that was started there decides.
    """
    silent = os.open(os.devnull, os.O_RDWR)
    for stream in (1, 2):
        os.dup2(silent, stream)
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_wait_and_end, args=(pipe,), daemon=True).start()


def _wait_and_end(pipe: "Connection") -> None:
    with suppress(EOFError, OSError):
        pipe.recv_bytes()
    os._exit(130)


@contextmanager
def executor(where: str, jobs: int) -> "Iterator[tuple[Runs, int]]":
    """The executor and how many workers it has.

    where  "" is this machine, with `jobs` processes; "dask:ADDRESS" a cluster's scheduler

    Raises NoExecutor.
    """
    if where:
        with _dask(where) as cluster:
            yield cluster
    elif jobs <= 1:
        yield Inline(), 1
    else:
        processes = Processes(jobs)
        try:
            yield processes, jobs
        finally:
            processes.close()


@contextmanager
def _dask(where: str) -> "Iterator[tuple[Runs, int]]":
    """An existing cluster's own executor. Its workers need this program and the same files."""
    kind, _, address = where.partition(":")
    if kind != "dask" or not address:
        raise NoExecutor(f"unknown executor {where!r}; known is dask:tcp://HOST:PORT")
    try:
        from distributed import Client
    except ImportError:
        raise NoExecutor("the `dask` extra is not installed: crash-inspector[dask]") from None
    try:
        client: Any = Client(address, timeout="10s")  # type: ignore[no-untyped-call]
    except (OSError, ValueError, TimeoutError) as error:
        raise NoExecutor(f"{where}: {error}") from None
    with client:
        workers = sum(client.nthreads().values())
        if not workers:
            raise NoExecutor(f"{where}: the cluster has no workers")
        runs: Any = client.get_executor()
        try:
            yield runs, workers
        finally:
            runs.shutdown(wait=False)  # what is still there after an interrupt is not waited for
