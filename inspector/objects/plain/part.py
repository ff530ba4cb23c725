"""A part of a file as bytes, mapped: nothing is read before it is looked at."""

import mmap
import os
from collections.abc import Iterator
from contextlib import contextmanager

from inspector.objects.errors import BadObject


@contextmanager
def mapped(path: str, offset: int = 0, size: int | None = None) -> Iterator[memoryview]:
    """`size` bytes of the file from `offset` on, usable inside the block only.

    None: all the rest. Raises BadObject when the file is shorter than that.
    """
    whole = os.stat(path).st_size
    size = whole - offset if size is None else size
    if offset < 0 or size < 0 or offset + size > whole:
        raise BadObject(f"reaches {offset + size - whole} bytes beyond the end of the file")
    if not size:
        yield memoryview(b"")
        return
    with open(path, "rb") as file:
        data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
    # Not closed: that fails while anything still looks into it. The last one to look ends it.
    yield memoryview(data)[offset : offset + size]
