"""One object's answers: those of `symbolic`, and what the second reader was asked about."""

from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from inspector.native.second.merge import lacks, merged

if TYPE_CHECKING:
    from inspector.model.ids import ObjectId
    from inspector.native.access import Access
    from inspector.native.finding.lookup import Lookup, Place, Probe
    from inspector.objects.symcache import Location, SymCache

    Chain = tuple[Location, ...]

REFERRING = frozenset({"elf", "macho", "wasm", "pe"})
"""Formats with DWARF: their files refer to others, and `symbolic` leaves some of it out."""

_END = 1 << 32
"""Relative addresses are below, as in a symcache."""


class Around(Struct, frozen=True):
    """Where the files are looked for that an object refers to."""

    wanted: "ObjectId"
    places: "Sequence[Place]"
    access: "Access"
    lookups: "list[Lookup]"  # gets what was asked
    strict: bool  # they are an addition of ours: not one is looked for


class SecondTable:
    """Knows what was asked. What the first reader leaves out must be asked before it is known.

    probe  the object
    first  its symcache; None: the second reader answers alone

    Requests may share it: what one had asked only adds to what others know.
    """

    __slots__ = ("_ended", "_first", "_known", "_windows", "arch", "probe")

    def __init__(self, probe: "Probe", arch: str, first: "SymCache | None" = None) -> None:
        self.arch, self.probe = arch, probe
        self._first, self._windows = first, probe.info is not None and probe.info.format == "pe"
        self._known: dict[int, Chain] = {}
        self._ended = False

    @property
    def alone(self) -> bool:
        """Whether no other reader answers for the object."""
        return self._first is None

    def lookup(self, rel: int) -> "Chain | None":
        """The inline chain at a relative address, innermost first. None: nobody was asked."""
        chain: Chain = ()
        if self._first is not None:
            chain = self._first.lookup(rel)
            if not lacks(chain, windows=self._windows):
                return chain
        if self._ended or not 0 <= rel < _END:
            return merged(chain, self._known.get(rel, ()))
        more = self._known.get(rel)
        return None if more is None else merged(chain, more)

    def added(self, rel: int) -> tuple[str, ...]:
        """What is known at an address through the second reader only; () if nothing is.

        "all": the first reader has nothing there, or is not asked; else some of "inlined
        functions", "name" and "line".
        """
        first = self._first.lookup(rel) if self._first is not None else ()
        both = self.lookup(rel) or ()
        if len(first) != len(both):
            return ("all",) if not first else ("inlined functions",)
        pairs = list(zip(first, both, strict=True))
        named = any(one.symbol != other.symbol for one, other in pairs)
        placed = any((one.line, one.path) != (other.line, other.path) for one, other in pairs)
        return ("name",) * named + ("line",) * placed

    def unknown(self, addresses: Iterable[int]) -> list[int]:
        """Those that somebody has to be asked about, ascending."""
        return sorted({int(rel) for rel in addresses if self.lookup(rel) is None})

    def learn(self, answers: "Mapping[int, Chain]") -> None:
        """What the second reader said; an empty chain: nothing."""
        self._known.update(answers)

    def end(self) -> None:
        """Nobody can say more than what is known now."""
        self._ended = True
