"""What nonsense in a file raises in the readers, as the one error they may raise."""

import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from struct import error as StructError  # noqa: N812  it is no class name in `struct` itself

from inspector.objects.errors import BadObject

NONSENSE = (
    StructError,
    LookupError,
    ValueError,
    TypeError,
    OverflowError,
    RecursionError,
    MemoryError,
    AssertionError,
    ZeroDivisionError,
    EOFError,
    zlib.error,
)
"""Reading beyond an end, numbers that mean nothing, and the assertions of pyelftools."""


@contextmanager
def damage() -> Iterator[None]:
    """In the block, all of it becomes BadObject; a BadObject stays as it is."""
    from elftools.common.exceptions import DWARFError, ELFError

    try:
        yield
    except BadObject:
        raise
    except (*NONSENSE, DWARFError, ELFError) as error:
        raise BadObject(
            f"damaged: {str(error) or type(error).__name__}".partition("\n")[0]
        ) from None
