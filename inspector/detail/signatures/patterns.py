"""Patterns of signature rules: `*` stands for anything, all else for itself; no regular
expressions, so that no pattern is slow."""

from collections.abc import Iterable, Sequence


class Patterns:
    """A list of patterns; those without a star are found at once."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._exact: set[str] = set()
        self._loose: list[tuple[str, list[str], list[str]]] = []
        for pattern in patterns:
            module, mark, name = pattern.partition("!")
            if not mark or not module or not name:  # `operator!=` is a name
                module, name = "", pattern
            if not module and "*" not in name:
                self._exact.add(name)
            else:
                self._loose.append((pattern, module.lower().split("*"), name.split("*")))

    def find(self, name: str, module: str = "") -> str:
        """The first pattern that fits, as it was written; "" if none does."""
        if name in self._exact:
            return name
        for pattern, of_module, of_name in self._loose:
            if (of_module == [""] or fits(of_module, module.lower())) and fits(of_name, name):
                return pattern
        return ""


def fits(pieces: Sequence[str], text: str) -> bool:
    """Whether `text` is these pieces in this order with anything between them."""
    if len(pieces) == 1:
        return text == pieces[0]
    first, *middle, last = pieces
    if len(text) < len(first) + len(last):
        return False
    if not text.startswith(first) or not text.endswith(last):
        return False
    at, end = len(first), len(text) - len(last)
    for piece in middle:
        at = text.find(piece, at, end)
        if at < 0:
            return False
        at += len(piece)
    return True


class Trims:
    """A list of what goes from names: `*.cold` from the end, `static *` from the beginning."""

    def __init__(self, patterns: Iterable[str]) -> None:
        self._rules: list[tuple[str, str, list[str]]] = []  # pattern; its beginning or its end
        for pattern in patterns:
            if pattern.startswith("*"):
                self._rules.append((pattern, "", pattern[1:].split("*")))
            elif (start := pattern[:-1]) and "*" not in start:
                self._rules.append((pattern, start, []))

    def cut(self, name: str) -> tuple[str, str]:
        """What is left of a name, and the last rule that cut; a name never becomes empty."""
        rule = ""
        for _ in range(8):  # rules apply to what other rules left
            shorter, why = self._once(name)
            if not why:
                break
            name, rule = shorter, why
        return name, rule

    def _once(self, name: str) -> tuple[str, str]:
        for pattern, start, end in self._rules:
            if start:
                kept = name.removeprefix(start)
            else:
                at = name.find(end[0])
                kept = name[:at] if at > 0 and fits(end, name[at:]) else ""
            if kept and kept != name:
                return kept, pattern
        return name, ""
