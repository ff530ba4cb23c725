"""`inspector sources`: the places that are asked, and whether they answer."""

import click


@click.group()
def sources() -> None:
    """The places that are asked, and whether they answer."""
