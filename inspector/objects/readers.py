"""Which readers answer: those of `symbolic`, or the second ones."""

import os


def is_portable() -> bool:
    """Whether the second readers answer: when they are asked for, or there is no `symbolic`."""
    if os.environ.get("INSPECTOR_READER") == "portable":
        return True
    from importlib.machinery import PathFinder

    return PathFinder.find_spec("symbolic") is None
