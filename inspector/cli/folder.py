"""`inspector FOLDER` where there is no terminal: what the app knows of its requests, summed up."""

import os
from typing import Any

import click

from inspector.cli.answers import Mend, settings_of
from inspector.model.clean import clean


def tell_known(folder: str, **given: Any) -> None:
    """Print the summary of the rows that are kept; raises Mend when there are none."""
    from inspector.batch.finding import NoRequests
    from inspector.batch.folder import index_path, listed, token_of
    from inspector.batch.index import BadIndex, Index
    from inspector.batch.summary import summary
    from inspector.settings import state_folder

    settings = settings_of(given)
    ways = {given["trust"], True}
    tokens = {
        token_of(settings, kind=given["kind"], trusted=way, scope=given["scope"]) for way in ways
    }
    folder = os.path.abspath(folder)
    path = index_path(folder, state_folder())
    if not os.path.isfile(path):
        raise Mend(_unknown(clean(folder)))
    try:
        with Index(path) as index:
            known = listed(folder, index, tokens)
            if not index.remembered():
                raise Mend(_unknown(clean(folder)))
            index.adopt()
            click.echo(summary(index, clean), nl=False)
    except (NoRequests, BadIndex) as error:
        raise Mend(clean(str(error))) from None
    stale = sum(1 for entry in known.entries if entry.stale)
    if stale:
        click.echo(f"\n{stale:,} of {len(known.entries):,} requests are new or changed since then")


def _unknown(folder: str) -> str:
    return (
        f"{folder}: nothing is known of its requests yet; answer them in the app, "
        f"or with: inspector symbolicate {folder} --out-dir OUT"
    )
