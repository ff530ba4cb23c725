"""Where the work runs: in this process, in several, or on a cluster."""

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
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
        # Not forked: the program may have threads, and Windows and macOS do it this way.
        context = multiprocessing.get_context("spawn")
        with ProcessPoolExecutor(jobs, context, initializer=_leave_when_interrupted) as pool:
            try:
                yield pool, jobs
            except BaseException:
                pool.shutdown(wait=False, cancel_futures=True)
                raise


def _leave_when_interrupted() -> None:
    """Ctrl+C reaches every process of a terminal: a worker has nothing to say about it."""
    signal.signal(signal.SIGINT, lambda *_: os._exit(130))


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
        yield client.get_executor(), workers
