"""Relative address -> inline chain, through `symbolic`. The hot path: one call for each frame.

`convert` builds the table once for each object, in the child process; `SymCache` reads it, mapped,
in the app itself. Rules: spec/native.md 2.4.5, 2.7.
"""

from typing import Any

from msgspec import Struct

from inspector.objects.errors import BadObject

_END = 1 << 32
"""Tables hold 32-bit addresses; nothing is found above."""


class Location(Struct, frozen=True, gc=False):
    """One function at an address: the real one, or one inlined into it."""

    symbol: str  # as the debug file spells it, possibly mangled; may be empty
    sym_addr: int  # entry of the function, relative; only true of the last of a chain
    line: int  # 0: unknown
    lang: str  # "" when unknown
    path: str  # joined and cleaned as spec/native.md 2.7 says; "" when there is none


def convert(path: str, offset: int, size: int, out_path: str) -> None:
    """Write the symcache of the object in that part of `path` to `out_path`.

    Raises BadObject when its debug information cannot be read; nothing is written then.
    """
    from inspector.objects.identify import open_object

    with open_object(path, offset, size) as found:
        table: Any = found.make_symcache()  # `symbolic` is typed in parts
        with open(out_path, "wb") as out:
            table.dump_into(out)


class SymCache:
    """An open table. The file stays mapped as long as this lives."""

    __slots__ = ("_table", "arch")

    def __init__(self, table: Any) -> None:
        self._table = table
        self.arch: str = table.arch

    @classmethod
    def open(cls, path: str) -> "SymCache":
        """Map the file that `convert` wrote. Raises BadObject when it is none, or unreadable."""
        from symbolic.exceptions import SymbolicError
        from symbolic.symcache import SymCache as Table

        mapped: Any = Table  # `symbolic` is typed in parts
        try:
            return cls(mapped.open(path))
        except SymbolicError as error:
            raise BadObject(str(error).partition("\n")[0] or type(error).__name__) from None

    def lookup(self, rel: int) -> tuple[Location, ...]:
        """What runs at `rel`, innermost first; the last is the function itself. Empty: nothing."""
        if not 0 <= rel < _END:
            return ()
        return tuple(
            Location(
                found.symbol,
                found.sym_addr,
                found.line,
                "" if found.lang == "unknown" else found.lang,
                found.full_path or "",
            )
            for found in self._table.lookup(rel)
        )
