"""What commands print on standard output besides answers."""

import sys
from collections.abc import Sequence
from typing import Any

import click

from inspector.model.clean import clean

TEXT_OR_JSON = click.option(
    "--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True
)


def put(text: str) -> None:
    """Print a text, whatever characters the terminal knows."""
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


def echo(line: str) -> None:
    """Print one line for people, fit for a terminal: line ends in it do not end it."""
    click.echo(clean(line))


def echo_table(rows: Sequence[Sequence[object]], most: int | None = None) -> None:
    """Print rows in columns. `most`: characters of a column behind the first, longer cells jut."""
    cells = [[str(cell) for cell in row] for row in rows]
    first, *others = (max(map(len, column)) for column in zip(*cells, strict=True))
    widths = [first, *(min(width, most or width) for width in others)]
    for row in cells:
        echo("  ".join(map(str.ljust, row, widths)).rstrip())


def json_text(tree: Any) -> str:
    """A value as indented JSON and a line end."""
    import msgspec

    return msgspec.json.format(msgspec.json.encode(tree), indent=2).decode() + "\n"
