"""`inspector detail`: code, registers, variables and facts of one frame."""

import sys
from typing import TYPE_CHECKING, Any

import click

from inspector.cli import engine_options
from inspector.cli.answers import Mend, explained, narrate, settings_of

if TYPE_CHECKING:
    from inspector.details import FrameDetail
    from inspector.engine import Opened
    from inspector.settings import Settings


@click.command()
@click.argument("request", metavar="REQUEST")
@click.option("--thread", type=int, help="Number of a thread. Default: the crashed one.")
@click.option("--frame", type=int, default=0, help="Number of a frame of it. Default: 0.")
@click.option(
    "--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True
)
@engine_options
def detail(request: str, *, thread: int | None, frame: int, form: str, **given: Any) -> None:
    """Instructions round a frame, registers, variables, and what may have caused the crash.

    JSON is an object with `thread`, `frame`, `function`, `module`, `address`, `listing`
    (`instructions`, `note`), `registers`, `variables` (`variables`, `note`), `facts` of
    [label, value], `hints` (`kind`, `text`, `evidence`), all of them guesses, and `signature`,
    which is what became of the frame's functions there (`name`, `use`, `rule`).
    """
    from inspector.engine import BadRequest, load

    settings = settings_of(given)
    try:
        opened = load(
            request,
            kind=given["kind"],
            trusted=given["trust"],
            strict=settings.strict,
            scope=given["scope"],
        )
    except BadRequest as error:
        raise Mend(str(error)) from None
    import asyncio

    with explained(settings):
        found = asyncio.run(_detail(opened, settings, thread, frame))
    text = _json(found) if form == "json" else _text(found)
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


async def _detail(
    opened: "Opened", settings: "Settings", thread: int | None, frame: int
) -> "FrameDetail":
    from inspector.details import frame_detail
    from inspector.engine import Engine
    from inspector.model.report import crashed_thread

    async with Engine(settings) as engine:
        result = engine.cached(opened) or await engine.symbolicate(opened, narrate)
        threads = result.report.threads
        number = crashed_thread(result.report) if thread is None else thread
        if number is None or not 0 <= number < len(threads):
            raise Mend(f"there is no thread {thread or 0}; the request has {len(threads)}")
        try:
            return await frame_detail(engine, result, number, frame, settings.signature)
        except LookupError:
            count = len({one.index for one in threads[number].frames})
            raise Mend(f"thread {number} has no frame {frame}; it has {count}") from None


def _json(found: "FrameDetail") -> str:
    import msgspec

    return msgspec.json.format(msgspec.json.encode(found), indent=2).decode() + "\n"


def _text(found: "FrameDetail") -> str:
    from inspector.details import detail_lines
    from inspector.tui.clean import clean

    return "".join(f"{clean(line)}\n" for line in detail_lines(found))
