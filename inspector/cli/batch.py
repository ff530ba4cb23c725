"""`inspector symbolicate FOLDER --out-dir OUT`: a bar on the way, a table at the end."""

import os
import sys
from collections.abc import Mapping, Sequence
from functools import partial
from time import monotonic
from typing import TYPE_CHECKING, Any

import click
from msgspec import structs

from inspector.cli.answers import Mend, Writing, data_of, explain, innermost, settings_of
from inspector.model.clean import clean

if TYPE_CHECKING:
    from inspector.batch.finding import Wanted
    from inspector.batch.index import Index
    from inspector.batch.runner import Batch, Runs
    from inspector.batch.work import How
    from inspector.engine import Opened, Result
    from inspector.export.forms import Form
    from inspector.settings import Settings


def answer_batch(
    paths: Sequence[str],
    out_dir: str,
    form: "Form",
    *,
    jobs: int,
    where: str,
    again: bool,
    **given: Any,
) -> None:
    """Answer them all, print the summary, and leave with the exit code."""
    from inspector.batch.executors import NoExecutor, executor
    from inspector.batch.finding import NoRequests
    from inspector.batch.index import FILE_NAME, BadIndex, Index
    from inspector.batch.runner import Batch
    from inspector.batch.summary import summary
    from inspector.export.forms import EXTENSIONS

    settings = settings_of(given)
    try:
        os.makedirs(out_dir, exist_ok=True)
        with Index(os.path.join(out_dir, FILE_NAME)) as index, executor(where, jobs) as (runs, n):
            target = partial(_target, os.path.abspath(out_dir), EXTENSIONS[form])
            batch = Batch(how=_how(form, settings, given), target=target, workers=n, again=again)
            whole, unlisted = _answer(paths, batch, index, runs)
            click.echo(summary(index, clean), nl=False)
            broken = index.totals().get("broken", 0) + unlisted
    except (NoExecutor, NoRequests, BadIndex) as error:
        raise Mend(str(error)) from None
    except OSError as error:
        raise Mend(f"{error.filename or out_dir}: {error.strerror or error}") from None
    except click.ClickException:
        raise
    except Exception as error:
        if "INSPECTOR_DEBUG" in os.environ:
            raise
        sys.exit(explain(innermost(error), settings))
    sys.exit(130 if not whole else 2 if broken else 0)


def _answer(paths: Sequence[str], batch: "Batch", index: "Index", runs: "Runs") -> tuple[bool, int]:
    """Whether it came to its end, and how many folders could not be listed; they are told.

    What was done before an interrupt is kept.
    """
    from inspector.batch.finding import find
    from inspector.batch.runner import chunk_for, run

    unlisted: dict[str, None] = {}
    total = sum(1 for _ in find(paths, unreadable=unlisted.setdefault))
    for reason in unlisted:
        click.echo(f"Error: {clean(reason)}", err=True)
    batch = structs.replace(batch, chunk=chunk_for(total, batch.workers))
    begun, done, broken = monotonic(), 0, 0

    def state(_: object) -> str:
        rate = done / max(monotonic() - begun, 0.01)
        told = f"{done:,} of {total:,}  {rate:,.0f}/s"
        return f"{told}  {broken:,} broken" if broken else told

    steps = max(1, total // 500)
    try:
        with click.progressbar(
            length=total, file=sys.stderr, item_show_func=state, update_min_steps=steps
        ) as bar:
            for outcome in run(find(paths, unreadable=unlisted.setdefault), batch, index, runs):
                done, broken = done + 1, broken + (outcome.state == "broken")
                bar.update(1, outcome)
    except KeyboardInterrupt:
        click.echo("\ninterrupted; the same command goes on where this one stopped", err=True)
        return False, len(unlisted)
    return True, len(unlisted)


def _how(form: "Form", settings: "Settings", given: Mapping[str, Any]) -> "How":
    from inspector.batch.folder import token_of
    from inspector.batch.work import How

    how = Writing(form, b"", given["redact_users"], settings)
    options: dict[str, Any] = {
        "kind": given["kind"],
        "trusted": given["trust"],
        "scope": given["scope"],
    }
    written = f"{form}, users redacted" if how.redact_users else form
    token = token_of(settings, form=written, **options)
    return How(settings=settings, encode=partial(_encoded, how), token=token, **options)


def _encoded(how: Writing, opened: "Opened", result: "Result") -> bytes:
    return data_of(opened, result, how)


def _target(folder: str, extension: str, wanted: "Wanted") -> str:
    return os.path.join(folder, f"{wanted.name}.response{extension}")
