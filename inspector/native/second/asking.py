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


async def ask(table: SecondTable, addresses: Iterable[int], around: Around) -> Miss | None:
    """Let the table know all of `addresses`; the miss when the object cannot be read.

    Raises NotCached.
    """
    unknown = table.unknown(addresses)
    said = await _answers(table, unknown, around)
    if isinstance(said, Miss):
        table.learn(dict.fromkeys(unknown, ()))
        return said
    table.learn({rel: said.get(rel, ()) for rel in unknown})
    return None


async def _answers(
    table: SecondTable, addresses: list[int], around: Around
) -> Mapping[int, Chain] | Miss:
    file, found, info = table.probe.file, table.probe.found, table.probe.info
    if found is None or info is None:
        return {}
    tables, beside = around.access.tables, Beside()
    if info.format in REFERRING and not around.strict:
        refers = await tables.references(found, info, file.uri)
        if isinstance(refers, Miss):
            return refers
        search = Search(table.probe, around.wanted, around.places, around.access, around.lookups)
        beside = await search.find(refers.needs)
        if not table.alone and not refers.adds and beside == Beside():
            return {}
    return await tables.second(found, info, beside, addresses, file.uri)
