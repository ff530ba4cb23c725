"""`inspector cache`: what the cache folder holds, and making room in it."""

import click


@click.group()
def cache() -> None:
    """What the cache folder holds, and making room in it."""
