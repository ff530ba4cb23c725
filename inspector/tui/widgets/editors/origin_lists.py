"""Allowed origins with what they say about one URL, and the request's URLs by origin."""

from collections.abc import Sequence

from rich.cells import cell_len

from inspector.editing.origins import Group, warnings_of
from inspector.model.clean import clean
from inspector.model.labels import count_of
from inspector.model.places.scraping import Verdict
from inspector.tui.widgets.row_list import Cell, RowList
from inspector.tui.words.names import cut, fit
from inspector.tui.words.wording import Mark

_ALLOWED = Mark("✓", "allowed", "good")
_BLOCKED = Mark("✗", "blocked", "bad")
_MIXED = Mark("~", "partly", "weak")


class OriginList(RowList):
    """A line a pattern, and one more for each thing to know about it."""

    patterns: tuple[str, ...] = ()
    verdicts: tuple[Verdict, ...] = ()  # of the URL in the tester; empty: there is none
    lines: tuple[tuple[int, str], ...] = ()  # number of the pattern, warning or ""

    def show(self, patterns: tuple[str, ...], verdicts: tuple[Verdict, ...]) -> None:
        """Other patterns, or another URL that they judge."""
        at = self.number
        self.patterns, self.verdicts = patterns, verdicts
        self.lines = tuple(
            (number, line)
            for number, pattern in enumerate(patterns)
            for line in ("", *warnings_of(pattern))
        )
        row = next((n for n, (number, _) in enumerate(self.lines) if number == at), 0)
        self.set_rows(len(self.lines), row)

    @property
    def number(self) -> int | None:
        """The pattern under the cursor, also when that is on one of its warnings."""
        return self.lines[self.cursor][0] if self.cursor < len(self.lines) else None

    def go_to(self, number: int) -> None:
        """Put the cursor on a pattern."""
        self.move_to(next((n for n, (one, _) in enumerate(self.lines) if one == number), 0))

    def cells(self, row: int, width: int) -> Sequence[Cell]:
        number, warning = self.lines[row]
        if warning:
            return [(self.pointer(row), "accent"), (f"     ! {cut(warning, width - 8)}", "weak")]
        verdict = self.verdicts[number] if number < len(self.verdicts) else None
        cells: list[Cell] = [(self.pointer(row), "accent"), (f"{number + 1:>3} ", "dim")]
        right: list[Cell] = []
        if verdict is not None and width >= 90:
            right.append((f" {parts_of(verdict, 30)}", "dim"))
        if verdict is not None:
            word = "✓ matches" if verdict.matched else "✗ " + clean(verdict.reason)
            tone = "good" if verdict.matched else "dim"
            right.append((f" {fit(word, max(10, width * 2 // 5))}", tone))
        room = max(10, width - 5 - sum(cell_len(text) for text, _ in right))
        return [*cells, (fit(clean(self.patterns[number]), room), ""), *right]


def parts_of(verdict: Verdict, width: int) -> str:
    """How a pattern was read: scheme, host, port, path."""
    port = f":{verdict.port}" if verdict.port else ""
    words = {"*": "any"}
    scheme, host = words.get(verdict.scheme, verdict.scheme), words.get(verdict.host, verdict.host)
    path = words.get(verdict.path, verdict.path)
    return fit(clean(f"{scheme} {host}{port} {path}"), width)


class GroupList(RowList):
    """One origin a line: whether it is fetched, how many frames, why not."""

    groups: tuple[Group, ...] = ()

    def show(self, groups: tuple[Group, ...]) -> None:
        """Other groups, or other verdicts."""
        self.groups = groups
        self.set_rows(len(groups), self.cursor)

    @property
    def group(self) -> Group | None:
        return self.groups[self.cursor] if self.cursor < len(self.groups) else None

    def cells(self, row: int, width: int) -> Sequence[Cell]:
        group = self.groups[row]
        mark = _ALLOWED if group.allowed else _MIXED if group.blocked < group.frames else _BLOCKED
        longest = max(cell_len(clean(one.origin)) for one in self.groups)
        room = max(10, min(longest, width // 2 - 4, 44))
        origin = fit(clean(group.origin), room)
        reason = cut(clean(group.reason), max(0, width - 28 - room))
        return [
            (self.pointer(row), "accent"),
            (f" {mark.glyph} {mark.word:<8}", mark.tone),
            (f"{count_of(group.frames, 'frame'):>12}  ", "dim"),
            (origin, ""),
            (f"  {reason}", "dim"),
        ]
