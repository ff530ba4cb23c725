"""Two reports -> one Comparison."""

from collections.abc import Sequence

from msgspec import Struct

from inspector.compare.frames import MEANINGS, Meaning
from inspector.compare.modules import ModulePair, compare_modules
from inspector.compare.threads import ThreadPair, compare_threads
from inspector.model.report import Report

_HARMLESS: frozenset[Meaning] = frozenset({"equal", "cosmetic"})
_OTHER: frozenset[Meaning] = frozenset({"changed", "only_a", "only_b"})
"""Meanings that no pair of two stacks of one crash has."""


class Comparison(Struct, frozen=True):
    """Two reports side by side: A, the one from before, and B."""

    a: str  # what A is called
    b: str
    threads: tuple[ThreadPair, ...]
    modules: tuple[ModulePair, ...]

    def frame_counts(self) -> dict[Meaning, int]:
        """How many frames there are of each meaning."""
        return _counts([pair.meaning for thread in self.threads for pair in thread.pairs])

    def module_counts(self) -> dict[Meaning, int]:
        """How many modules there are of each meaning."""
        return _counts([pair.meaning for pair in self.modules])

    @property
    def same_crash(self) -> bool:
        """Whether the crashed threads went through the same functions; without one, all did."""
        crashed = [t for t in self.threads if any(s and s.crashed for s in (t.a, t.b))]
        return all(
            thread.same_stack or all(pair.meaning not in _OTHER for pair in thread.pairs)
            for thread in crashed or self.threads
        )

    def has(self, grade: str) -> bool:
        """Whether there is a difference of a grade.

        grade  "worse", "changed" (anything more than cosmetic) or "any"
        """
        seen = {m for counts in (self.frame_counts(), self.module_counts()) for m in counts}
        match grade:
            case "worse":
                return "worse" in seen
            case "changed":
                return bool(seen - _HARMLESS)
        return bool(seen - {"equal"})


def compare(a: Report, b: Report) -> Comparison:
    """How B stands to A. Swapping them swaps better and worse, and nothing else."""
    return Comparison(
        a=a.name or "A",
        b=b.name or "B",
        threads=compare_threads(a.threads, b.threads),
        modules=compare_modules(a.modules, b.modules),
    )


def _counts(meanings: Sequence[Meaning]) -> dict[Meaning, int]:
    """Counts in the order of the meanings; those that do not occur are left out."""
    counts = dict.fromkeys(MEANINGS, 0)
    for meaning in meanings:
        counts[meaning] += 1
    return {meaning: count for meaning, count in counts.items() if count}
