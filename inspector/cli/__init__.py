"""The command line: arguments -> a face. Data goes to stdout, everything else to stderr.

Exit codes: 0 a response was produced, 1 internal failure, 2 the request, a setting or an
argument must be mended.
"""

import os
import sys
import threading
from collections.abc import Sequence
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NoReturn

import click

from inspector import __version__

if TYPE_CHECKING:
    from inspector.engine import Engine, Opened, Result
    from inspector.model.events import Event

FORMATS = ("json", "text", "markdown")
_EXTENSIONS = {"json": ".json", "text": ".txt", "markdown": ".md"}


_ELSEWHERE = {"cache": "inspector.cli.cache:cache", "sources": "inspector.cli.sources:sources"}
"""Commands with a file of their own, imported when one is given or help is asked for."""


class _Commands(click.Group):
    """`inspector FILE` means `inspector open FILE`, and so does `inspector` alone."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted([*super().list_commands(ctx), *_ELSEWHERE])

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in _ELSEWHERE:
            return super().get_command(ctx, cmd_name)
        from importlib import import_module

        module, _, name = _ELSEWHERE[cmd_name].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        first = next((arg for arg in args if not arg.startswith("-")), None)
        asks = any(arg in ("--help", "-h", "--version") for arg in args)
        known = first in self.commands or first in _ELSEWHERE
        if not known and not (asks and first is None):
            args = ["open", *args]
        return super().parse_args(ctx, args)


@click.group(cls=_Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="inspector")
def main() -> None:
    """Open a saved symbolication request, symbolicate it, read the crash.

    \b
    inspector                      start screen with recent requests
    inspector crash.json           open a request in the app
    inspector symbolicate ...      answer requests on the command line
    """


def entry() -> NoReturn:
    """The program. It ends without taking the interpreter apart, which would cost a warm run
    a fifth of its time; whatever must be closed was closed by the command itself."""
    code = 0
    try:
        main()
    except SystemExit as leaving:
        code = leaving.code if isinstance(leaving.code, int) else int(leaving.code is not None)
    if threading.active_count() > 1:  # a thread still at work is waited for
        sys.exit(code)
    with suppress(OSError):  # whoever read our output may be gone
        sys.stdout.flush()
        sys.stderr.flush()
    os._exit(code)


def _engine_options(command: Any) -> Any:
    """The options of every command that runs the engine."""
    for option in (
        click.option("--strict", is_flag=True, help="Symbolicator to the letter, no additions."),
        click.option(
            "--trust",
            is_flag=True,
            help="Let this request reach private hosts and files outside its folder.",
        ),
        click.option("--offline", is_flag=True, help="Only what is cached or on this machine."),
        click.option("--cache-dir", metavar="DIR", help="Where fetched files are kept."),
        click.option("--config", metavar="FILE", help="Settings file to read."),
        click.option("--scope", metavar="NAME", help="Keep cached files apart under a name."),
        click.option("--kind", type=click.Choice(("native", "js")), help="Default: told apart."),
    ):
        command = option(command)
    return command


@main.command("open")
@click.argument("request", required=False, metavar="[REQUEST]")
@click.option("--ascii", "plain", is_flag=True, help="Only ASCII characters on screen.")
@_engine_options
def open_(request: str | None, *, plain: bool, **given: Any) -> None:
    """Open a request in the app; without a terminal, print its text report."""
    if not (sys.stdout.isatty() and sys.stdin.isatty()):
        if request is None:
            raise click.UsageError("there is no terminal for the app; name a request to report on")
        _symbolicate([request], None, None, "text", **given)
        return
    settings = _settings(given)
    from inspector.tui.app import run

    code = run(
        request,
        settings,
        trusted=given["trust"],
        strict=settings.strict,
        kind=given["kind"],
        ascii_only=plain,
    )
    sys.exit(code)


@main.command()
@click.argument("requests", nargs=-1, required=True, metavar="REQUEST...")
@click.option("-o", "out", metavar="FILE", help="Write the one answer here instead of to stdout.")
@click.option("--out-dir", metavar="DIR", help="Write each answer to a file of its name in DIR.")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="json", show_default=True,
    help="json is exactly the service's response body.",
)  # fmt: skip
@_engine_options
def symbolicate(
    requests: tuple[str, ...], out: str | None, out_dir: str | None, form: str, **given: Any
) -> None:
    """Answer requests, in the order given and with one cache."""
    if out is not None and (out_dir is not None or len(requests) > 1):
        raise click.UsageError("-o takes the answer of one request; use --out-dir")
    _symbolicate(requests, out, out_dir, form, **given)


def _settings(given: dict[str, Any]) -> Any:
    from inspector.settings import BadSettings, load_settings

    flags = {
        "cache_dir": given["cache_dir"],
        "offline": given["offline"] or None,
        "strict": given["strict"] or None,
    }
    try:
        return load_settings(given["config"], flags)
    except BadSettings as error:
        raise _Mend(str(error)) from None


def _symbolicate(
    requests: Sequence[str], out: str | None, out_dir: str | None, form: str, **given: Any
) -> None:
    import gc

    gc.disable()  # what a warm run makes, it needs to the end; a run that waits turns it on
    from inspector.engine import BadRequest, Engine, load

    settings = _settings(given)
    engine = Engine(settings)
    targets = _targets(requests, out, out_dir, form)
    lines = len(requests) > 1 or (form == "json" and sys.stdout.isatty())
    broken = False
    waiting: list[tuple[Opened, str | None]] = []
    for path, target in zip(requests, targets, strict=True):
        try:
            opened = load(
                path,
                kind=given["kind"],
                trusted=given["trust"],
                strict=settings.strict,
                scope=given["scope"],
            )
        except BadRequest as error:
            broken = True
            _say(f"error: {error}")
            continue
        waiting.append((opened, target))
    try:
        _answer_all(engine, waiting, form, b"\n" if lines else b"")
    except (click.ClickException, BrokenPipeError):
        raise
    except Exception as error:
        if "INSPECTOR_DEBUG" in os.environ:
            raise
        from inspector.settings import cache_folder

        reason, folder = _innermost(error), cache_folder(settings)
        if isinstance(reason, OSError) and str(reason.filename).startswith(folder):
            raise _Mend(f"{folder}: cannot keep files here: {reason.strerror}") from None
        _say(f"internal failure: {reason!r}; INSPECTOR_DEBUG=1 shows where")
        sys.exit(1)
    sys.exit(2 if broken else 0)


def _innermost(error: BaseException) -> BaseException:
    """What really went wrong, out of the groups that tasks wrap around it."""
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
    return error


def _answer_all(
    engine: "Engine", waiting: "Sequence[tuple[Opened, str | None]]", form: str, end: bytes
) -> None:
    """Answers in order; the event loop is started by the first that needs one."""
    rest = list(waiting)
    while rest:
        result = engine.cached(rest[0][0])
        if result is None:
            break
        _write(result, rest.pop(0)[1], form, end)
    if rest:
        import asyncio
        import gc

        gc.enable()
        asyncio.run(_answer_rest(engine, rest, form, end))


async def _answer_rest(
    engine: "Engine", waiting: "Sequence[tuple[Opened, str | None]]", form: str, end: bytes
) -> None:
    async with engine:
        for opened, target in waiting:
            result = engine.cached(opened) or await engine.symbolicate(opened, _narrate)
            _write(result, target, form, end)


def _targets(
    requests: Sequence[str], out: str | None, out_dir: str | None, form: str
) -> list[str | None]:
    """Where each answer goes; None is stdout."""
    if out_dir is None:
        return [out] * len(requests)
    try:
        os.makedirs(out_dir, exist_ok=True)
    except OSError as error:
        raise _Mend(f"{out_dir}: cannot be made: {error.strerror}") from None
    targets: list[str | None] = []
    for path in requests:
        stem = os.path.splitext(os.path.basename(path))[0]
        target, number = os.path.join(out_dir, f"{stem}.response{_EXTENSIONS[form]}"), 2
        while target in targets:
            target = os.path.join(out_dir, f"{stem}-{number}.response{_EXTENSIONS[form]}")
            number += 1
        targets.append(target)
    return targets


def _write(result: "Result", target: str | None, form: str, end: bytes) -> None:
    """Put one answer where it belongs; `end` follows it on standard output."""
    if form == "json":
        data = result.response_json()
    else:
        from inspector import export
        from inspector.tui.clean import clean

        write = export.text if form == "text" else export.markdown
        data = write(result.report, clean).encode("utf-8", "replace")
    if target is None:
        sys.stdout.buffer.write(data + end)
        sys.stdout.buffer.flush()
    else:
        _save(data, target)


def _save(data: bytes, target: str) -> None:
    """Write a file whole or not at all; a device or a pipe is written to, not replaced."""
    replaced = os.path.isfile(target) or not os.path.exists(target)
    path = os.path.realpath(target) if replaced else target
    written = f"{path}.{os.getpid()}.part" if replaced else path
    try:
        with open(written, "wb") as file:
            file.write(data)
        if replaced:
            os.replace(written, path)
    except OSError as error:
        raise _Mend(f"{target}: cannot be written: {error.strerror}") from None
    finally:
        if replaced and os.path.exists(written):
            os.unlink(written)


def _narrate(event: "Event") -> None:
    """What is worth a line on stderr: files that came, and places that failed."""
    from inspector.model.events import FetchEnded, Note

    if isinstance(event, Note):
        _say(event.text)
    elif isinstance(event, FetchEnded) and event.outcome == "ok":
        _say(f"fetched {event.uri} ({event.size} bytes, {event.seconds:.1f} s)")
    elif isinstance(event, FetchEnded) and event.outcome not in ("not_found", "cancelled"):
        _say(f"failed {event.uri} ({event.outcome}: {event.details})")


def _say(text: str) -> None:
    from inspector.tui.clean import clean

    click.echo(clean(text), err=True)


class _Mend(click.ClickException):
    """An error a person must mend: one line on stderr."""

    exit_code = 2

    def format_message(self) -> str:
        from inspector.tui.clean import clean

        return clean(self.message)
