"""`inspector detail`: code, registers, variables and facts of one frame."""

from typing import TYPE_CHECKING, Any

import click

from inspector.cli import engine_options
from inspector.cli.answers import Mend, explained, narrate, settings_of
from inspector.cli.output import TEXT_OR_JSON, json_text, put
from inspector.cli.requests import opened, thread_of
from inspector.model.clean import clean

if TYPE_CHECKING:
    from inspector.engine import Opened
    from inspector.questions.details import FrameDetail
    from inspector.settings import Settings


@click.command()
@click.argument("request", metavar="REQUEST")
@click.option("--thread", type=int, help="Number of a thread. Default: the crashed one.")
@click.option("--frame", type=int, default=0, help="Number of a frame of it. Default: 0.")
@TEXT_OR_JSON
@engine_options
def detail(request: str, *, thread: int | None, frame: int, form: str, **given: Any) -> None:
    """Instructions round a frame, registers, variables, and what may have caused the crash.

    JSON is an object with `thread`, `frame`, `function`, `module`, `address`, `listing`
    (`instructions`, `note`), `registers`, `variables` (`variables`, `note`), `facts` of
    [label, value], `hints` (`kind`, `text`, `evidence`), all of them guesses, and `signature`,
    which is what became of the frame's functions there (`name`, `use`, `rule`).
    """
    settings = settings_of(given)
    asked = opened(request, settings, given)
    import asyncio

    with explained(settings):
        found = asyncio.run(_detail(asked, settings, thread, frame))
    put(json_text(found) if form == "json" else _text(found))


async def _detail(
    asked: "Opened", settings: "Settings", thread: int | None, frame: int
) -> "FrameDetail":
    from inspector.engine import Engine
    from inspector.questions.details import frame_detail

    async with Engine(settings) as engine:
        result = engine.cached(asked) or await engine.symbolicate(asked, narrate)
        number = thread_of(result.report, thread)
        try:
            return await frame_detail(engine, result, number, frame, settings.signature)
        except LookupError:
            count = len({one.index for one in result.report.threads[number].frames})
            raise Mend(f"thread {number} has no frame {frame}; it has {count}") from None


def _text(found: "FrameDetail") -> str:
    from inspector.questions.details import detail_lines

    return "".join(f"{clean(line)}\n" for line in detail_lines(found))
