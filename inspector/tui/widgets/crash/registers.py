"""Registers of a thread: those that point into a module said so, the others in columns."""

from bisect import bisect_right
from collections.abc import Sequence

from inspector.model.clean import clean
from inspector.model.report import Frame, Module, Thread

_GAP = 2


def register_words(
    thread: Thread, modules: Sequence[Module], frames: Sequence[Frame]
) -> tuple[list[str], list[str]]:
    """("rip  000055d0c41a02b1  app +0x2b1  Scene::render()" and the like, those without a note).

    frames   of the thread: one at the same address names the function
    """
    digits = 8 if all(value < 1 << 32 for _, value in thread.registers) else 16
    widest = max((len(name) for name, _ in thread.registers), default=0)
    owners = _Owners(modules)
    functions = {f.address: f.function for f in reversed(frames) if f.function}
    noted, bare = [], []
    for name, value in thread.registers:
        word = f"{clean(name):<{min(widest, 8)}} {value:0{digits}x}"
        if note := owners.note(value):
            function = functions.get(value, "")
            noted.append("  ".join((word, note, *([function] if function else []))))
        else:
            bare.append(word)
    return noted, bare


def in_columns(words: Sequence[str], width: int) -> list[str]:
    """As many columns as fit, filled line by line."""
    if not words:
        return []
    widest = max(map(len, words))
    count = max(1, (width + _GAP) // (widest + _GAP))
    lines = (words[start : start + count] for start in range(0, len(words), count))
    return [(" " * _GAP).join(f"{word:<{widest}}" for word in line).rstrip() for line in lines]


class _Owners:
    """Which module owns an address: thirty registers are asked of ten thousand modules."""

    def __init__(self, modules: Sequence[Module]) -> None:
        known = [m for m in modules if m.address and m.size]
        self._modules = sorted(known, key=lambda module: module.address)
        self._starts = [module.address for module in self._modules]

    def note(self, value: int) -> str:
        """ "app +0x2b1"; "" when no module holds it."""
        at = bisect_right(self._starts, value) - 1
        if at < 0:
            return ""
        module = self._modules[at]
        inside = value - module.address < (module.size or 0)
        return f"{module.name or 'module'} +0x{value - module.address:x}" if inside else ""
