"""Which module owns an address. Rules: spec/native.md 2.2 and 2.3."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from functools import cached_property

from inspector.model.address import MAX
from inspector.model.ids import ObjectId
from inspector.native.wire import RawFrame, RawModule, RawThread


class ModuleMap:
    """The modules of one request, found by address or by their number in the request."""

    def __init__(self, modules: Sequence[RawModule]) -> None:
        self.modules = modules
        self._order = sorted(range(len(modules)), key=lambda i: modules[i].image_addr)
        self._starts = [modules[i].image_addr for i in self._order]
        self.sizes = self._fill_sizes()  # bytes, in request order; None: never known
        self._owners: dict[int, int | None] = {}  # of the addresses asked before

    @cached_property
    def ids(self) -> list[ObjectId]:
        """What names the files of each module, in request order."""
        return [module.object_id for module in self.modules]

    def _fill_sizes(self) -> list[int | None]:
        """A missing or zero size reaches up to the next module, the last one's to infinity."""
        sizes = [None if m.image_size is None else int(m.image_size) for m in self.modules]
        for here, (index, start) in enumerate(zip(self._order, self._starts, strict=True)):
            if not sizes[index] and here + 1 < len(self._order):
                sizes[index] = self._starts[here + 1] - start
        return sizes

    def find(self, address: int) -> int | None:
        """Number of the module an absolute address falls into.

        The end counts as inside; the nearest module below is the only one considered.
        """
        place = bisect_right(self._starts, address) - 1
        if place < 0:
            return None
        index, start = self._order[place], self._starts[place]
        size = self.sizes[index] or 0
        if start + size > MAX or (size and address > start + size):
            return None
        return index

    def neighbours(self, address: int) -> tuple[int | None, int | None]:
        """Numbers of the modules that start nearest below (or at) and above an address."""
        place = bisect_right(self._starts, address)
        below = self._order[place - 1] if place else None
        return below, self._order[place] if place < len(self._order) else None

    def owner(self, frame: RawFrame) -> int | None:
        """Number of the module a frame belongs to, by its address mode."""
        return self.owner_of(frame.instruction_addr, frame.addr_mode.module)

    def owner_of(self, address: int, relative_to: int | None) -> int | None:
        """The same from the parts; `relative_to` None means an absolute address."""
        if relative_to is not None:
            return relative_to if relative_to < len(self.modules) else None
        try:
            return self._owners[address]
        except KeyError:
            found = self._owners[address] = self.find(address)
            return found

    def by_address(self) -> Sequence[int]:
        """Numbers of all modules, by load address; equal addresses in request order."""
        return self._order

    def used_by(self, threads: Iterable[RawThread]) -> list[int]:
        """Numbers of the modules that some raw frame falls into, ascending."""
        found = {self.owner(frame) for thread in threads for frame in thread.frames}
        return sorted(index for index in found if index is not None)
