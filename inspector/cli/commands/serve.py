"""`inspector serve`: the service over HTTP."""

import os
from tempfile import TemporaryFile

import click

from inspector.cli.answers import Mend


@click.command()
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen at.")
@click.option(
    "--port", type=click.IntRange(0, 65535), default=3021, show_default=True,
    help="0 takes any free one.",
)  # fmt: skip
@click.option("--strict", is_flag=True, help="Symbolicator to the letter, no additions.")
@click.option("--offline", is_flag=True, help="Only what is cached or on this machine.")
@click.option("--cache-dir", metavar="DIR", help="Where fetched files are kept.")
@click.option("--config", metavar="FILE", help="Settings file to read.")
def serve(
    host: str, port: int, *, strict: bool, offline: bool, cache_dir: str | None, config: str | None
) -> None:
    """Answer POST /symbolicate and /symbolicate-js until a signal ends it.

    Whoever can connect can have symbol servers asked on behalf of this machine: bodies reach no
    private address and no file, unless the settings allow it (connect_to_reserved_ips,
    serve_roots). There is no login; keep it on 127.0.0.1 or behind a proxy that has one.
    """
    from inspector.cli.answers import settings_of
    from inspector.server.serving import serve as run
    from inspector.settings import cache_folder

    settings = settings_of(
        {"cache_dir": cache_dir, "offline": offline, "strict": strict, "config": config}
    )
    _check_cache(cache_folder(settings))
    try:
        run(settings, host, port)
    except OSError as error:
        raise Mend(f"cannot listen at {host} port {port}: {error.strerror or error}") from None


def _check_cache(folder: str) -> None:
    """Files can be kept there; else the answers would say it, one after the other. Raises Mend."""
    try:
        os.makedirs(folder, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise Mend(f"{folder}: cannot keep files here: {error.strerror or error}") from None
