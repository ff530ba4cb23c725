"""The command line: arguments -> a face. Data goes to stdout, everything else to stderr.

Exit codes: 0 a response was produced, 1 internal failure, 2 the request, a setting or an
argument must be mended, 3 `compare` found what --fail-on looks for.

`open` and `symbolicate` are here. What they run:

answers   requests -> responses, and notes on stderr
batch     a folder of requests, or several at a time
folder    a folder where there is no terminal

commands/ has all others; `requests` and `output` are what they share.
"""

import os
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING, Any, NoReturn

import click

from inspector import __version__

if TYPE_CHECKING:
    from inspector.export.forms import Form

FORMATS = ("json", "text", "markdown", "html")


_ELSEWHERE = {
    "cache": "inspector.cli.commands.cache:cache",
    "config": "inspector.cli.commands.config:config",
    "compare": "inspector.cli.commands.compare:compare",
    "detail": "inspector.cli.commands.detail:detail",
    "explain": "inspector.cli.commands.explain:explain",
    "missing": "inspector.cli.commands.missing:missing",
    "plan": "inspector.cli.commands.plan:plan",
    "serve": "inspector.cli.commands.serve:serve",
    "sources": "inspector.cli.commands.sources:sources",
}
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


def engine_options(command: Any) -> Any:
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
@engine_options
def open_(request: str | None, *, plain: bool, **given: Any) -> None:
    """Open a request, or a folder of them, in the app.

    Without a terminal the text report of the request is printed; of a folder, what the app
    found out about its requests the last time.
    """
    if not (sys.stdout.isatty() and sys.stdin.isatty()):
        from inspector.cli.answers import answer_all

        if request is None:
            raise click.UsageError("there is no terminal for the app; name a request to report on")
        if os.path.isdir(request):
            from inspector.cli.folder import tell_known

            tell_known(request, **given)
            return
        answer_all([request], None, None, "text", **given)
        return
    from inspector.cli.answers import load_options, settings_of
    from inspector.tui.program import run

    settings = settings_of(given)
    options = load_options(settings, given)
    sys.exit(run(request, settings, config=given["config"], ascii_only=plain, **options))


@main.command()
@click.argument("requests", nargs=-1, required=True, metavar="REQUEST...")
@click.option("-o", "out", metavar="FILE", help="Write the one answer here instead of to stdout.")
@click.option("--out-dir", metavar="DIR", help="Write each answer to a file of its name in DIR.")
@click.option(
    "--format", "form", type=click.Choice(FORMATS), default="json", show_default=True,
    help="json is exactly the service's response body.",
)  # fmt: skip
@click.option("--redact-users", is_flag=True, help="User names in paths become [user].")
@click.option("--jobs", type=click.IntRange(1), metavar="N", help="Processes that answer.")
@click.option("--executor", metavar="dask:URL", help="A cluster that answers instead.")
@click.option("--again", is_flag=True, help="Answer also what a folder has answers for.")
@engine_options
def symbolicate(
    requests: tuple[str, ...], out: str | None, out_dir: str | None, form: "Form", **given: Any
) -> None:
    """Answer requests, in the order given and with one cache.

    With a folder, --jobs or --executor it is a batch: --out-dir gets the answers and an index
    of them, what has an answer newer than the request is left alone, a summary is printed.
    """
    if out is not None and (out_dir is not None or len(requests) > 1):
        raise click.UsageError("-o takes the answer of one request; use --out-dir")
    jobs, where, again = (given.pop(name) for name in ("jobs", "executor", "again"))
    folder = next(filter(os.path.isdir, requests), None)
    if jobs or where or again or folder is not None:
        if out_dir is None:
            what = "a batch" if folder is None else f"{folder} is a folder, so it"
            raise click.UsageError(f"{what} needs --out-dir")
        from inspector.cli.batch import answer_batch

        answer_batch(
            requests, out_dir, form, jobs=jobs or 1, where=where or "", again=again, **given
        )
    from inspector.cli.answers import answer_all

    answer_all(requests, out, out_dir, form, **given)
