"""A body of the wrong shape -> what is wrong with it, beyond the first mistake.

Reading stops where a value does not fit. To learn of the next one, that value is mended, so that
reading gets past it; nothing of the mended body is ever used. The good path pays nothing.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from typing import Any

from inspector.model.body import BadBody

MOST = 3
"""Problems looked for."""

_TRIES = 16
"""Readings at most: a body of 55 MB takes a second for each."""

_STEP = r"([^.\[\]]+)|\[(\d+)\]|\[\.\.\.\]"
_STAND_INS: tuple[Any, ...] = ("0x0", 0, [], {})
"""Values for what cannot be left out; each kind of field takes one of them."""

Step = str | int
Path = tuple[Step, ...]


def problems(tree: Any, read: Callable[[Any], object], first: BadBody) -> tuple[BadBody, ...]:
    """What `read` finds wrong with a body, at most three, each with its path in `tree`.

    read   raises BadBody for the first mistake
    first  what it raised for `tree`

    A mistake in a part that had to be left out, to get past another one in it, is not found.
    """
    found = [first]
    mended = _Mended(tree, read)
    while len(found) < MOST and (more := mended.next_after(steps_of(found[-1].path))) is not None:
        found.append(more)
    return tuple(found)


def steps_of(path: str) -> Path:
    """The keys and numbers of a JSON path; it ends before a part that is not named."""
    steps: list[Step] = []
    for match in re.finditer(_STEP, path):
        key, number = match.groups()
        if key is None and number is None:
            break
        steps.append(key if key is not None else int(number))
    return tuple(steps)


class _Mended:
    """A body that is mended bit by bit, and where its parts are in the original."""

    def __init__(self, tree: Any, read: Callable[[Any], object]) -> None:
        self._tree, self._read, self._left = tree, read, _TRIES
        self._gone: dict[Path, list[int]] = {}  # original list -> original numbers left out

    def next_after(self, at: Path) -> BadBody | None:
        """The mistake that is found once the one at `at` is mended; None if none is."""
        known = at
        while at:
            for tree, gone in self._ways(at):
                error = self._error(tree, gone)
                if error is None:
                    return None
                there = steps_of(error.path)
                if there not in (known, at, at[:-1]):
                    self._tree, self._gone = tree, gone
                    return error
                if self._left == 0:
                    return None
            at = at[:-1]
        return None

    def _ways(self, at: Path) -> Iterator[tuple[Any, dict[Path, list[int]]]]:
        """The body without the value, then with others in its place."""
        here = self._now(at)
        if isinstance(at[-1], int):
            numbers = sorted([*self._gone.get(at[:-1], ()), at[-1]])
            yield changed(self._tree, here), {**self._gone, at[:-1]: numbers}
        else:
            yield changed(self._tree, here), self._gone
        for value in _STAND_INS:
            yield changed(self._tree, here, (value,)), self._gone

    def _error(self, tree: Any, gone: dict[Path, list[int]]) -> BadBody | None:
        """What is wrong with a body, at its place in the original."""
        self._left -= 1
        try:
            self._read(tree)
        except BadBody as error:
            return BadBody(error.reason, _original(error.path, gone))
        return None

    def _now(self, at: Path) -> Path:
        """A place of the original in the body as it is mended."""
        return tuple(
            step - sum(gone < step for gone in self._gone.get(at[:n], ()))
            if isinstance(step, int)
            else step
            for n, step in enumerate(at)
        )


def _original(path: str, gone: dict[Path, list[int]]) -> str:
    """A path in a mended body, as it is in the original."""
    steps: list[Step] = []
    written, end = "", 0
    for match in re.finditer(_STEP, path):
        key, number = match.groups()
        if number is not None:
            at = int(number)
            for earlier in gone.get(tuple(steps), ()):
                at += earlier <= at
            steps.append(at)
            written += path[end : match.start()] + f"[{at}]"
        else:
            steps.append(key or "...")
            written += path[end : match.end()]
        end = match.end()
    return written + path[end:]


def changed(tree: Any, at: Sequence[Step], instead: tuple[Any, ...] = ()) -> Any:
    """A tree without the value at a place, or with another one there; the rest is shared."""
    step, rest = at[0], at[1:]
    if isinstance(tree, list) and isinstance(step, int) and 0 <= step < len(tree):
        middle = [changed(tree[step], rest, instead)] if rest else list(instead)
        return [*tree[:step], *middle, *tree[step + 1 :]]
    if isinstance(tree, dict) and step in tree:
        if rest:
            return {**tree, step: changed(tree[step], rest, instead)}
        if instead:
            return {**tree, step: instead[0]}
        return {key: value for key, value in tree.items() if key != step}
    return tree
