"""`inspector cache`: what the cache folder holds, and making room in it."""

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

import click

from inspector.cli.answers import settings_of
from inspector.cli.output import TEXT_OR_JSON, json_text, put

if TYPE_CHECKING:
    from inspector.fetch.caching.cleanup import Usage
    from inspector.settings import Settings


@click.group()
def cache() -> None:
    """What the cache folder holds, and making room in it."""


def _cache_options(command: Any) -> Any:
    for option in (
        click.option("--cache-dir", metavar="DIR", help="The folder, instead of the configured."),
        click.option("--config", metavar="FILE", help="Settings file to read."),
    ):
        command = option(command)
    return command


@cache.command()
@_cache_options
def path(config: str | None, cache_dir: str | None) -> None:
    """The folder that fetched files are kept in."""
    from inspector.settings import cache_folder

    click.echo(cache_folder(settings_of({"config": config, "cache_dir": cache_dir})))


@cache.command()
@TEXT_OR_JSON
@_cache_options
def info(config: str | None, cache_dir: str | None, form: str) -> None:
    """What the folder holds, by kind of file."""
    from inspector.fetch.caching.cache import Cache
    from inspector.settings import cache_folder

    settings = settings_of({"config": config, "cache_dir": cache_dir})
    folder = cache_folder(settings)
    held = Cache(folder).usage()
    if form == "json":
        put(json_text({"path": folder, "max_size": settings.max_cache_size, "kinds": held}))
        return
    click.echo(folder)
    _echo_table(held)
    if settings.max_cache_size is not None:
        click.echo(f"limit {size_text(settings.max_cache_size)}")


def _duration(_ctx: click.Context, _param: click.Parameter, value: str | None) -> float | None:
    from inspector.settings.units import parse_seconds

    return _read(parse_seconds, value)


def _size(_ctx: click.Context, _param: click.Parameter, value: str | None) -> int | None:
    from inspector.settings.units import parse_size

    return None if value is None else int(_read(parse_size, value) or 0)


@cache.command()
@click.option(
    "--older-than", metavar="AGE", callback=_duration, help="Files unused for so long: 30d, 12h."
)
@click.option(
    "--max-size", metavar="SIZE", callback=_size, help="Down to so much, oldest use first: 10GB."
)
@click.option("--all", "everything", is_flag=True, help="Every file.")
@_cache_options
def clean(
    config: str | None,
    cache_dir: str | None,
    older_than: float | None,
    max_size: int | None,
    *,
    everything: bool,
) -> None:
    """Remove files; without options, what the settings no longer want to keep.

    Files that are being written stay. It is safe while other runs use the folder.
    """
    from inspector.fetch.caching.cache import Cache
    from inspector.settings import cache_folder

    settings = settings_of({"config": config, "cache_dir": cache_dir})
    if everything:
        older_than = 0.0
    elif older_than is None and max_size is None:
        older_than, max_size = _longest_kept(settings), settings.max_cache_size
    gone = Cache(cache_folder(settings)).clean(older_than, max_size)
    _echo_table(gone, "removed")


def _longest_kept(settings: "Settings") -> float | None:
    """Seconds after which no kind of file is good any more; None: some are good for ever."""
    ages = (settings.caches.downloaded.max_unused_for, settings.caches.derived.max_unused_for)
    return None if None in ages else max(age for age in ages if age is not None)


def _read(parse: Callable[[object], float], value: str | None) -> float | None:
    """The value of an option. A bare number is a number of seconds or bytes."""
    if value is None:
        return None
    try:
        return parse(int(value) if value.isascii() and value.isdecimal() else value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from None


def _echo_table(held: "Mapping[str, Usage]", total: str = "total") -> None:
    """A line for each kind, largest first, and their sum."""
    rows = [(kind, use.files, use.size) for kind, use in held.items()]
    rows.sort(key=lambda row: (-row[2], row[0]))
    rows.append((total, sum(row[1] for row in rows), sum(row[2] for row in rows)))
    width = max(len(row[0]) for row in rows)
    for name, files, size in rows:
        noun = "file " if files == 1 else "files"
        click.echo(f"{name:<{width}}  {files:>9,} {noun}  {size_text(size):>10}")


def size_text(size: int) -> str:
    """A size for people, in powers of ten as the options take it: 1234567 -> "1.2 MB"."""
    if size < 1000:
        return f"{size} B"
    scaled, units = size / 1000, ["kB", "MB", "GB", "TB"]
    while scaled >= 999.95 and len(units) > 1:
        scaled /= 1000
        del units[0]
    return f"{scaled:.1f} {units[0]}"
