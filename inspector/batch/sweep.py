"""Some requests of a folder answered by processes that can be stopped at any moment."""

import threading
from collections.abc import Iterator, Sequence
from concurrent.futures import BrokenExecutor
from typing import TYPE_CHECKING

from inspector.batch.executors import Processes
from inspector.batch.finding import Wanted
from inspector.batch.index import Index
from inspector.batch.outcome import Outcome
from inspector.batch.runner import Batch, chunk_for, run

if TYPE_CHECKING:
    from inspector.batch.work import How
    from inspector.engine import Opened, Result


class Sweep:
    """One go over requests. `outcomes` belongs to one thread, `stop` to any other."""

    def __init__(self, wanted: Sequence[Wanted], how: "How", index: str, jobs: int) -> None:
        """`index`: the file that the rows go to; it is opened by the thread that works."""
        self._wanted, self._index = wanted, index
        chunk = chunk_for(len(wanted), jobs)
        self._batch = Batch(how=how, target=_nowhere, workers=jobs, chunk=chunk, again=True)
        self._jobs, self._processes = jobs, Processes(jobs)
        self._stopped = threading.Event()

    def outcomes(self) -> Iterator[Outcome]:
        """The rows as they come, each kept already; they end early when somebody stops this."""
        try:
            with Index(self._index) as index:
                for outcome in run(iter(self._wanted), self._batch, index, self._processes):
                    yield outcome
                    if self._stopped.is_set():
                        return
        except BrokenExecutor:
            if not self._stopped.is_set():
                raise
        finally:
            self._processes.close()

    def stop(self) -> None:
        """End it now; what is done is kept."""
        self._stopped.set()
        self._processes.stop()


def _nowhere(_: Wanted) -> str:
    """The outcome is all that is wanted."""
    return ""


def no_answer(_: "Opened", __: "Result") -> bytes:
    """What a sweep writes of an answer."""
    return b""
