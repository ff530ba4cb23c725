"""The request that a command is about: read, answered, and which thread of it is meant."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from inspector.cli.answers import Mend, load_options, narrate

if TYPE_CHECKING:
    from inspector.engine import Engine, Opened, Result
    from inspector.model.report import Report
    from inspector.settings import Settings


def opened(path: str, settings: "Settings", given: Mapping[str, Any]) -> "Opened":
    """The request in a file, read as the options of the command say. Raises Mend."""
    from inspector.opening import BadRequest, load

    try:
        return load(path, **load_options(settings, given))
    except BadRequest as error:
        raise Mend(error.told) from None


def answered(engine: "Engine", asked: "Opened") -> "Result":
    """The answer; an event loop is started only if something is to be fetched."""
    known = engine.cached(asked)
    if known is not None:
        return known
    import asyncio

    async def answer() -> "Result":
        async with engine:
            return await engine.symbolicate(asked, narrate)

    return asyncio.run(answer())


def thread_of(report: "Report", asked: int | None) -> int:
    """The number of a thread, None: of the crashed one. Raises Mend."""
    from inspector.model.labels import count_of
    from inspector.model.report import crashed_thread

    number, count = crashed_thread(report) if asked is None else asked, len(report.threads)
    if number is None or not 0 <= number < count:
        raise Mend(f"there is no thread {asked or 0}; the request has {count_of(count, 'thread')}")
    return number
