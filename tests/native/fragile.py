"""A parser that one file ends. Runs in a child process."""

import os
from typing import Any

from inspector.objects import scan as real


def scan(root: str, locations: list[str], scratch: str) -> list[Any]:
    """As the real one, unless a file is called `deadly`."""
    if "deadly" in locations:
        os.abort()
    return real.scan(root, locations, scratch)
