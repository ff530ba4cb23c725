"""What the child process is asked about one frame: its code, and what the debug file says."""

from collections import OrderedDict
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from msgspec import Struct

from inspector.detail.code import code_at
from inspector.detail.disassembly import Listing, disassemble
from inspector.detail.dwarf.variables import Variables, unit_facts, variables_at
from inspector.detail.facts import Facts, code_facts

if TYPE_CHECKING:
    from inspector.objects.dwarf.reader import Dwarf

_MOST_OPEN = 4


class CodeDetail(Struct, frozen=True, kw_only=True):
    """What the file with the code says."""

    listing: Listing
    facts: Facts = ()


class DebugDetail(Struct, frozen=True, kw_only=True):
    """What the debug file says."""

    variables: Variables
    facts: Facts = ()


def read_code(path: str, offset: int, size: int, address: int, entry: int | None) -> CodeDetail:
    """The instructions round a relative address. Raises BadObject."""
    code = code_at(path, offset, size, address)
    return CodeDetail(
        listing=disassemble(code, address, entry),
        facts=code_facts(path, offset, size, code, address),
    )


class Debug:
    """Keeps the files it read last open: a person looks at frames of one file one by one."""

    def __init__(self) -> None:
        self._open: OrderedDict[tuple[str, int, int, int, str], Dwarf] = OrderedDict()

    def __call__(
        self,
        path: str,
        offset: int,
        size: int,
        address: int,
        registers: Mapping[str, int],
        image_address: int,
        companions: Mapping[str, Any] | None = None,
    ) -> DebugDetail:
        """The variables at a relative address. Raises BadObject.

        companions  the files that go with the debug file: objects/second.py, as plain values
        """
        from inspector.objects.dwarf.damage import damage

        dwarf = self._dwarf(path, offset, size, companions or {})
        with damage():
            unit = dwarf.unit_at(address)
            return DebugDetail(
                variables=variables_at(dwarf, address, registers, image_address),
                facts=unit_facts(unit) if unit is not None else (),
            )

    def _dwarf(self, path: str, offset: int, size: int, companions: Mapping[str, Any]) -> "Dwarf":
        import os

        import msgspec

        from inspector.objects.dwarf.answers import open_dwarf
        from inspector.objects.second import Companions

        beside = msgspec.convert(companions, Companions)
        key = (path, offset, size, os.stat(path).st_mtime_ns, repr(beside))
        if key not in self._open:
            self._open[key] = open_dwarf(path, offset, size, beside)
            while len(self._open) > _MOST_OPEN:
                self._open.popitem(last=False)
        self._open.move_to_end(key)
        return self._open[key]
