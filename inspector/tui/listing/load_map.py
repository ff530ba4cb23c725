"""Modules by address: what lies where, what is between, and where lost addresses fall. Pure."""

from bisect import bisect_right
from collections import deque
from collections.abc import Sequence
from itertools import accumulate

from msgspec import Struct

from inspector.model.report import Frame, Module, Report


class ModuleSpan(Struct, frozen=True):
    """A module in memory."""

    module: Module
    overlap: int = 0  # bytes of it that a module before covers too
    owns: bool = False  # the selected frame's address lies in it


class Gap(Struct, frozen=True):
    """Memory between two modules."""

    start: int
    size: int  # bytes


class Lost(Struct, frozen=True):
    """Frames at one address that no module owns."""

    address: int
    frames: tuple[tuple[int, int], ...]  # position of the thread, number of the raw frame
    above: tuple[str, int] | None  # the module below, and bytes from its end; None: none
    below: tuple[str, int] | None  # the module above, and bytes to its start
    selected: bool = False


Span = ModuleSpan | Gap | Lost


def load_map(report: Report, selected: Frame | None) -> tuple[Span, ...]:
    """Every module with an address, gaps, and lost addresses, lowest first."""
    modules = sorted((m for m in report.modules if m.address), key=lambda m: (m.address, m.index))
    lost = deque(_lost(report, modules, selected))
    spans: list[Span] = []
    reached = 0  # end of all modules so far
    for module in modules:
        if 0 < reached < module.address:
            spans.append(Gap(reached, module.address - reached))
        while lost and lost[0].address < module.address:
            spans.append(lost.popleft())
        end = _end(module)
        overlap = max(0, min(reached, end) - module.address)
        spans.append(ModuleSpan(module, overlap, _owns(module, selected)))
        reached = max(reached, end)
    return (*spans, *lost)


def where(spans: Sequence[Span]) -> int:
    """The row to begin at: what the selected frame lies in, else the first."""
    for row, span in enumerate(spans):
        if (isinstance(span, ModuleSpan) and span.owns) or (
            isinstance(span, Lost) and span.selected
        ):
            return row
    return 0


def _owns(module: Module, selected: Frame | None) -> bool:
    return selected is not None and selected.module == module.index


def _lost(report: Report, modules: Sequence[Module], selected: Frame | None) -> list[Lost]:
    """Addresses without a module, each once, lowest first. `modules` by address."""
    at: dict[int, dict[tuple[int, int], None]] = {}
    for position, thread in enumerate(report.threads):
        for frame in thread.frames:
            if frame.module is None and frame.address is not None:
                at.setdefault(frame.address, {})[position, frame.index] = None
    chosen = selected.address if selected is not None and selected.module is None else None
    starts = [module.address for module in modules]
    furthest = list(accumulate(modules, _further))
    lost = []
    for address, frames in sorted(at.items()):
        count = bisect_right(starts, address)
        above = (furthest[count - 1].name, address - _end(furthest[count - 1])) if count else None
        after = modules[count] if count < len(modules) else None
        below = (after.name, after.address - address) if after else None
        lost.append(Lost(address, tuple(frames), above, below, selected=address == chosen))
    return lost


def _further(one: Module, other: Module) -> Module:
    return max(one, other, key=_end)


def _end(module: Module) -> int:
    return module.address + (module.size or 0)
