"""All heavy parsing, in child processes under limits: a bad file cannot take the app down.

Never imported when everything is cached.
"""

import asyncio
from collections.abc import Mapping
from copy import copy
from time import perf_counter
from typing import Any, Self

import msgspec

from inspector.model.events import ParseEnded, ParseStarted, Tell, ignore
from inspector.model.outcome import Miss, Why, duration_text
from inspector.model.places.sources import hide_credentials
from inspector.objects.children.child import Answer, Task
from inspector.objects.children.process import Process

TASKS: Mapping[str, str] = {
    "identify": "inspector.objects.identify:identify",
    "symcache": "inspector.objects.symcache:convert",
    "references": "inspector.objects.references:references",
    "second": "inspector.objects.references:answers",
    "checksum": "inspector.objects.references:checksum",
    "portable_pdb": "inspector.objects.dotnet.convert:convert_ppdb",
    "script": "inspector.objects.scripts.script:Scripts",
    "embedded_map": "inspector.objects.scripts.script:write_embedded_map",
    "bundle_member": "inspector.objects.scripts.script:write_member",
    "build_folder": "inspector.objects.scripts.build_folder:list_folder",
    "scan": "inspector.objects.scan:scan",
    "zip_member": "inspector.objects.scan:extract",
    "sourcemap": "inspector.objects.scripts.sourcemap:SourceMaps",
    "frame_code": "inspector.detail.frame:read_code",
    "frame_debug": "inspector.detail.frame:Debug",
    "original_source": "inspector.objects.scripts.sourcemap:write_source",
}
"""Task -> "module:name", imported in the child when first asked for. A class is made once for
each child and its object called, so it can keep what it read for the next call."""

_LONGEST_REASON = 200  # characters
_CLOSED = "these workers are closed"


class Workers:
    """Up to `limit` children, started when needed and used again. `async with` it.

    memory   bytes of address space for each child, mapped files included
    seconds  for one task, by the clock

    A child that dies, hangs, outgrows its memory or babbles is replaced; the task it had gives
    a Miss. One that has grown large is replaced too, so that no file pays for the one before.
    """

    def __init__(
        self,
        limit: int,
        memory: int,
        seconds: float,
        tell: Tell = ignore,
        tasks: Mapping[str, str] = TASKS,
    ) -> None:
        self._memory, self._seconds, self.tell, self._tasks = memory, seconds, tell, tasks
        self._slots = asyncio.Semaphore(limit)
        self._idle: list[Process] = []
        self._all: set[Process] = set()
        self._closed = asyncio.Event()

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        """Kill what is left. A task still running then raises RuntimeError."""
        self._closed.set()
        for child in tuple(self._all):
            await self._end(child)

    def heard_by(self, tell: Tell) -> "Workers":
        """The same children; `tell` hears of the tasks that are given to what is returned."""
        mine = copy(self)
        mine.tell = tell
        return mine

    async def run(
        self,
        task: str,
        arguments: Mapping[str, Any],
        file: str,
        answer: Any = Any,
        key: str | None = None,
    ) -> Any:
        """What the task returned, read as the type `answer`; or a Miss.

        file  for people: stands in ParseStarted and ParseEnded, of which each run tells one;
              a password or a query in it is masked
        key   what the task is about: goes to the child last asked about the same, if it is free

        MALFORMED when the file is at fault (BadObject, or what it does to the child), INTERNAL
        when we are. Cancelling kills the child. An unknown task is a KeyError.
        """
        message = msgspec.json.encode(Task(self._tasks[task], dict(arguments), self._seconds))
        file = hide_credentials(file)
        async with self._slots:
            started, outcome = perf_counter(), "internal"
            self.tell(ParseStarted(file, task))
            try:
                said = await self._ask(message, key)
                outcome = said.outcome
                return _value(said, answer)
            except asyncio.CancelledError:
                outcome = "cancelled"
                raise
            finally:
                self.tell(ParseEnded(file, task, outcome, perf_counter() - started))

    async def _ask(self, message: bytes, key: str | None) -> Answer:
        """One task. A child used before may fail because of what it read then: so once more."""
        child = self._take_idle(key)
        if child is not None:
            said = await self._exchange(child, message, key)
            if said is not None and (said.outcome == "ok" or not said.retire):
                return said
        try:
            child = await self._start()
        except OSError as error:
            return Answer("internal", f"no parser can be started: {error}")
        return await self._exchange(child, message, key) or self._died(child)

    def _died(self, child: Process) -> Answer:
        """What its end says of the file: nothing, unless it was the file that ended it."""
        if self._closed.is_set():
            raise RuntimeError(_CLOSED)
        if not child.ready:
            return Answer("internal", f"the parser did not start: {child.reason()}")
        return Answer("internal" if child.dismissed else "malformed", child.reason())

    async def _exchange(self, child: Process, message: bytes, key: str | None) -> Answer | None:
        """Its answer, or the time limit's; None when it died. It is idle or dead afterwards."""
        said = None
        try:
            async with asyncio.timeout(self._seconds):
                said = _read_answer(await child.ask(message))
        except TimeoutError:
            return Answer("malformed", f"not parsed after {duration_text(self._seconds)}")
        finally:
            if said is None or said.retire or self._closed.is_set():
                await self._end(child)
            else:
                child.key = key
                self._idle.append(child)
        return said

    def _take_idle(self, key: str | None) -> Process | None:
        """An idle child: the one that knows `key`, else the one used last."""
        living = [child for child in self._idle if child.alive]
        chosen = next((c for c in living if key is not None and c.key == key), None)
        chosen = chosen or (living[-1] if living else None)
        # In place: the list is shared by all whom `heard_by` made.
        self._idle[:] = [child for child in living if child is not chosen]
        return chosen

    async def _start(self) -> Process:
        if self._closed.is_set():
            raise RuntimeError(_CLOSED)
        child = await Process.start(self._memory)
        self._all.add(child)
        return child

    async def _end(self, child: Process) -> None:
        await child.end()
        self._all.discard(child)


def _read_answer(message: bytes | None) -> Answer | None:
    """None for no answer. One that makes no sense comes from a child gone mad."""
    if message is None:
        return None
    try:
        return msgspec.json.decode(message, type=Answer)
    except msgspec.DecodeError:
        return Answer("malformed", "the parser's answer makes no sense", retire=True)


def _value(said: Answer, answer: Any) -> Any:
    """The value a child sent, or the Miss it stands for."""
    if said.outcome != "ok":
        why = Why.MALFORMED if said.outcome == "malformed" else Why.INTERNAL
        return Miss(why, _shown(said.details))
    try:
        return msgspec.json.decode(said.value, type=answer)
    except msgspec.DecodeError as error:
        return Miss(Why.INTERNAL, f"the parser's answer is not understood: {error}")


def _shown(details: str) -> str:
    """A reason fit for a line of text: it may quote the file."""
    return "".join(c if c.isprintable() else "?" for c in details[:_LONGEST_REASON])
