"""What commands print on standard output besides answers."""

import sys
from typing import Any

import click

TEXT_OR_JSON = click.option(
    "--format", "form", type=click.Choice(("text", "json")), default="text", show_default=True
)


def put(text: str) -> None:
    """Print a text, whatever characters the terminal knows."""
    sys.stdout.buffer.write(text.encode("utf-8", "replace"))
    sys.stdout.buffer.flush()


def json_text(tree: Any) -> str:
    """A value as indented JSON and a line end."""
    import msgspec

    return msgspec.json.format(msgspec.json.encode(tree), indent=2).decode() + "\n"
