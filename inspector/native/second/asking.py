"""Addresses that nobody was asked about -> asked now: the disk first, then a child process."""

from collections.abc import Callable, Iterable, Mapping

from inspector.model.address import MAX
from inspector.model.outcome import Miss
from inspector.native.address import Cpu, lookup_address
from inspector.native.second.companions import Search
from inspector.native.second.kept import Beside, Chain
from inspector.native.second.table import REFERRING, Around, SecondTable
from inspector.native.wire import RawFrame, RawModule

Sought = Callable[[Cpu], list[int]]
"""The addresses that frames of a module may be looked up at, for a processor."""


def sought(frames: Iterable[RawFrame], module: RawModule, kind: Cpu) -> list[int]:
    """Every relative address that one of a module's frames may be looked up at.

    More than will be: as it is, as an instruction, and as the call before it. So one question
    does for a whole request, and explanations can tell what the neighbour would have been.
    """
    base, found = module.image_addr, set()
    for frame in frames:
        address: int = frame.instruction_addr
        if frame.addr_mode.module is not None:
            found.add(address)
            if not base or base + address > MAX:
                continue
            address += base
        elif not base:
            continue
        found.add(address - base)
        found.update(lookup_address(address, kind, caller=way) - base for way in (True, False))
    return sorted(rel for rel in found if rel >= 0)


async def ask(
    table: SecondTable,
    address: int,
    around: Around,
    others: Callable[[], Iterable[int]] = tuple,
) -> Miss | None:
    """Let the table know `address`; the miss when the object cannot be read.

    others  what is asked in the same breath, if anybody has to be asked

    Raises NotCached.
    """
    file, found, info = table.probe.file, table.probe.found, table.probe.info
    beside = await _beside(table, around)
    if found is None or info is None or beside is None or isinstance(beside, Miss):
        table.end()
        return beside if isinstance(beside, Miss) else None
    tables = around.access.tables
    said: Mapping[int, Chain] | Miss = tables.second_kept(found, info, beside)
    if not isinstance(said, Miss) and address not in said:
        table.learn(said)
        unknown = table.unknown([address, *others()])
        said = await tables.second(found, info, beside, unknown or [address], file.uri)
    if isinstance(said, Miss):
        table.end()
        return said
    table.learn(said)
    return None


async def _beside(table: SecondTable, around: Around) -> Beside | Miss | None:
    """The companions of an object; None if the second reader has nothing to add."""
    file, found, info = table.probe.file, table.probe.found, table.probe.info
    if found is None or info is None or info.format not in REFERRING or around.strict:
        return Beside()
    refers = await around.access.tables.references(found, info, file.uri)
    if isinstance(refers, Miss):
        return refers
    search = Search(table.probe, around.wanted, around.places, around.access, around.lookups)
    beside = await search.find(refers.needs)
    return beside if table.alone or refers.adds or beside != Beside() else None
