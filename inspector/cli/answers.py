"""`inspector symbolicate`: requests -> responses, reports, and notes on stderr."""

import os
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

import click
from msgspec import Struct

if TYPE_CHECKING:
    from inspector.engine import Engine, Opened, Result
    from inspector.export.forms import Form
    from inspector.model.events import Event
    from inspector.settings import Settings


class Writing(Struct, frozen=True):
    """How answers are written; `end` follows each of them on standard output."""

    form: "Form"
    end: bytes
    redact_users: bool
    settings: "Settings"


def settings_of(given: Mapping[str, Any]) -> "Settings":
    """The settings in force for the options of a command."""
    from inspector.settings import BadSettings, load_settings

    flags = {
        "cache_dir": given["cache_dir"],
        "offline": given.get("offline") or None,
        "strict": given.get("strict") or None,
    }
    try:
        return load_settings(given["config"], flags)
    except BadSettings as error:
        raise Mend(str(error)) from None


def load_options(settings: "Settings", given: Mapping[str, Any]) -> dict[str, Any]:
    """What `load` takes besides the path, for the options of a command."""
    return {
        "kind": given["kind"],
        "trusted": given["trust"],
        "strict": settings.strict,
        "scope": given["scope"],
    }


def answer_all(
    requests: Sequence[str], out: str | None, out_dir: str | None, form: "Form", **given: Any
) -> None:
    """Answer the requests in their order, and leave with the exit code."""
    import gc

    gc.disable()  # what a warm run makes, it needs to the end; a run that waits turns it on
    from inspector.engine import Engine

    settings = settings_of(given)
    targets = _targets(requests, out, out_dir, form)
    lines = len(requests) > 1 or (form == "json" and sys.stdout.isatty())
    waiting = _opened(zip(requests, targets, strict=True), load_options(settings, given))
    how = Writing(form, b"\n" if lines else b"", given.get("redact_users", False), settings)
    with explained(settings):
        _answer(Engine(settings), waiting, how)
    sys.exit(0 if len(waiting) == len(requests) else 2)


def _opened(
    asked: Iterable[tuple[str, str | None]], options: Mapping[str, Any]
) -> "list[tuple[Opened, str | None]]":
    """Those requests that can be read, with their targets; the others are told."""
    from inspector.engine import BadRequest, load

    waiting = []
    for path, target in asked:
        try:
            opened = load(path, **options)
        except BadRequest as error:
            say(f"Error: {error.told}")
        else:
            waiting.append((opened, target))
    return waiting


@contextmanager
def explained(settings: "Settings") -> Iterator[None]:
    """A failure in the block is one line on stderr and an exit code, no traceback."""
    try:
        yield
    except (click.ClickException, BrokenPipeError):
        raise
    except Exception as error:
        if "INSPECTOR_DEBUG" in os.environ:
            raise
        sys.exit(explain(innermost(error), settings))


def explain(reason: BaseException, settings: "Settings") -> int:
    """The exit code for what went wrong: a cache folder can be mended, all else is ours."""
    from inspector.settings import cache_folder

    folder = cache_folder(settings)
    if isinstance(reason, OSError) and str(reason.filename).startswith(folder):
        say(f"Error: {folder}: cannot keep files here: {reason.strerror}")
        return 2
    say(f"internal failure: {reason!r}; INSPECTOR_DEBUG=1 shows where")
    return 1


def innermost(error: BaseException) -> BaseException:
    """What really went wrong, out of the groups that tasks wrap around it."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def _answer(engine: "Engine", waiting: "Sequence[tuple[Opened, str | None]]", how: Writing) -> None:
    """Answers in order; the event loop is started by the first that needs one."""
    rest = list(waiting)
    while rest:
        result = engine.cached(rest[0][0])
        if result is None:
            break
        _write(*rest.pop(0), result, how)
    if rest:
        import asyncio
        import gc

        gc.enable()
        asyncio.run(_answer_rest(engine, rest, how))


async def _answer_rest(
    engine: "Engine", waiting: "Sequence[tuple[Opened, str | None]]", how: Writing
) -> None:
    async with engine:
        for opened, target in waiting:
            result = engine.cached(opened) or await engine.symbolicate(opened, narrate)
            _write(opened, target, result, how)


def _targets(
    requests: Sequence[str], out: str | None, out_dir: str | None, form: "Form"
) -> list[str | None]:
    """Where each answer goes; None is stdout."""
    if out_dir is None:
        return [out] * len(requests)
    from inspector.export.forms import EXTENSIONS
    from inspector.model.labels import free_name

    try:
        os.makedirs(out_dir, exist_ok=True)
    except OSError as error:
        raise Mend(f"{out_dir}: cannot be made: {error.strerror}") from None
    stems: dict[str, None] = {}
    for path in requests:
        stem = os.path.splitext(os.path.basename(path))[0]
        stems[free_name(stem, stems)] = None
    return [os.path.join(out_dir, f"{stem}.response{EXTENSIONS[form]}") for stem in stems]


def _write(opened: "Opened", target: str | None, result: "Result", how: Writing) -> None:
    """Put one answer where it belongs."""
    data = data_of(opened, result, how)
    if target is None:
        sys.stdout.buffer.write(data + how.end)
        sys.stdout.buffer.flush()
    else:
        save(data, target)


def data_of(opened: "Opened", result: "Result", how: Writing) -> bytes:
    """The answer in the form that is wanted. The JSON is the service's unless told otherwise."""
    if how.form == "json" and not how.redact_users:
        return result.response_json()
    from inspector.export.redact import redaction, secrets_of
    from inspector.opening import scraping_of, sources_of

    body = opened.body
    scraping = scraping_of(opened, how.settings)
    known = secrets_of([*sources_of(opened, how.settings), scraping, getattr(body, "source", None)])
    redact = redaction(known, users=how.redact_users)
    if how.form == "json":
        from inspector.export.bodies import response

        return response(result.response_json(), redact)
    from inspector.detail.headlines import headlines
    from inspector.export.forms import render
    from inspector.model.clean import clean
    from inspector.questions.verdicts import verdicts

    heads = headlines(result.report, how.settings.signature)
    return render(result.report, how.form, redact, clean, heads, whys=verdicts(opened, result))


def save(data: bytes, target: str) -> None:
    """Write a file whole or not at all; a device or a pipe is written to, not replaced."""
    from inspector.atomic import write_whole

    try:
        write_whole(target, data, lasting=False)
    except OSError as error:
        raise Mend(f"{target}: cannot be written: {error.strerror}") from None


def narrate(event: "Event") -> None:
    """What is worth a line on stderr: files that came, and places that failed."""
    from inspector.model.events import FetchEnded, Note

    if isinstance(event, Note):
        say(event.text)
    elif isinstance(event, FetchEnded) and event.outcome == "ok":
        say(f"fetched {event.uri} ({event.size} bytes, {event.seconds:.1f} s)")
    elif isinstance(event, FetchEnded) and event.outcome not in ("not_found", "cancelled"):
        say(f"failed {event.uri} ({event.outcome}: {event.details})")


def say(text: str) -> None:
    """Lines on stderr, each of them harmless."""
    from inspector.model.clean import clean

    click.echo("\n".join(map(clean, text.split("\n"))), err=True)


class Mend(click.ClickException):
    """An error a person must mend: a line on stderr, or one for each mistake."""

    exit_code = 2

    def format_message(self) -> str:
        from inspector.model.clean import clean

        return "\n".join(map(clean, self.message.split("\n")))
