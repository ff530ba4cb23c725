"""What was tried, in order, with a way back: frozen values, for whoever offers undo."""

from typing import Generic, TypeVar

from msgspec import Struct

T = TypeVar("T")

_KEPT = 20


class History(Struct, Generic[T], frozen=True):
    """The state now, those before it (oldest first), and those that were undone (next first)."""

    now: T
    past: tuple[T, ...] = ()
    undone: tuple[T, ...] = ()

    def did(self, state: T, *, kept: int = _KEPT) -> "History[T]":
        """After a new state; what was undone is gone, and the oldest beyond `kept`."""
        return History(state, (*self.past, self.now)[-kept:])

    def undo(self) -> "History[T]":
        """Back to the state before; the same history when there is none."""
        if not self.past:
            return self
        return History(self.past[-1], self.past[:-1], (self.now, *self.undone))

    def redo(self) -> "History[T]":
        """Forward to what was undone last; the same history when nothing was."""
        if not self.undone:
            return self
        return History(self.undone[0], (*self.past, self.now), self.undone[1:])
