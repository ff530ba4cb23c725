"""The sources in lookup order, and what one of them would be asked for a module."""

from collections.abc import Mapping, Sequence
from typing import Any

from rich.cells import cell_len

from inspector.editing.checks import Problems
from inspector.editing.drafts import Draft
from inspector.editing.preview import Asked
from inspector.model.clean import clean
from inspector.tui.widgets.row_list import Cell, RowList
from inspector.tui.words.names import cut, cut_start, fit
from inspector.tui.words.wording import Mark, candidate_mark

_ON = Mark("✓", "on", "good")
_OFF = Mark("-", "off", "dim")
_WRONG = Mark("✗", "mend", "bad")


class SourceList(RowList):
    """One line a source: place in the order, on or off, id, type, where it comes from."""

    drafts: tuple[Draft, ...] = ()
    problems: Mapping[int, Problems] = {}
    tests: Mapping[int, str] = {}

    def show(
        self,
        drafts: tuple[Draft, ...],
        problems: Mapping[int, Problems],
        tests: Mapping[int, str],
        cursor: int | None = None,
    ) -> None:
        """Other sources; the cursor stays on the one it was on, unless it is told where to go."""
        at = self.draft
        row = next((n for n, d in enumerate(drafts) if at and d.key == at.key), self.cursor)
        self.drafts, self.problems, self.tests = drafts, problems, tests
        self.set_rows(len(drafts), row if cursor is None else cursor)

    @property
    def draft(self) -> Draft | None:
        return self.drafts[self.cursor] if self.cursor < len(self.drafts) else None

    def cells(self, row: int, width: int) -> Sequence[Cell]:
        draft = self.drafts[row]
        mark = source_mark(draft, self.problems)
        kind = str(draft.tree.get("type") or "preset")
        right: list[Cell] = [(f" {fit(clean(kind), 10)}", "dim")] if width >= 32 else []
        if width >= 44:
            right.append((f" {fit(draft.origin, 8)}", "dim"))
        said = clean(self.tests.get(draft.key, ""))
        if said and width >= 60:
            right.append((f" {fit(said, width - 50)}", "accent"))
        room = max(6, width - 11 - sum(cell_len(text) for text, _ in right))
        name = clean(draft.id) or "without an id"
        return [
            (self.pointer(row), "accent"),
            (f"{row + 1:>2} ", "dim"),
            (f"{mark.glyph} {mark.word:<5}", mark.tone),
            (fit(name, room), "strong" if draft.enabled else "dim"),
            *right,
        ]


def source_mark(draft: Draft, problems: Mapping[int, Problems]) -> Mark:
    """Whether a run asks a source."""
    if not draft.enabled:
        return _OFF
    return _WRONG if draft.key in problems else _ON


class AskedList(RowList):
    """The exact places, in the order they are asked; what a rule forbids is dim, with the rule."""

    asked: tuple[Asked, ...] = ()
    answers: Mapping[str, Any] = {}

    def show(self, asked: tuple[Asked, ...], answers: Mapping[str, Any], nothing: str) -> None:
        """Other places; `nothing`: why there are none."""
        self.asked, self.answers, self.nothing = asked, answers, nothing
        self.set_rows(len(asked), min(self.cursor, max(0, len(asked) - 1)))

    def cells(self, row: int, width: int) -> Sequence[Cell]:
        one = self.asked[row]
        head: list[Cell] = [(self.pointer(row), "accent")]
        if one.skipped:
            rule = cut(clean(one.rule), max(20, width // 2))
            room = max(0, width - 17 - cell_len(rule) - 2)
            place = fit(cut_start(clean(one.location), room), room) if one.location else ""
            return [*head, (" - ", "dim"), (fit(one.file_type, 12), "dim"),
                    (f" {rule}", "weak"), (f"  {place}", "dim")]  # fmt: skip
        known = self.answers.get(one.location)
        mark = candidate_mark(known.download) if known else Mark("·", "", "accent")
        answer = f" {mark.word}" if known else ""
        room = max(8, width - 17 - cell_len(answer))
        return [
            *head,
            (f" {mark.glyph} ", mark.tone),
            (fit(one.file_type, 12), "dim"),
            (f" {fit(cut_start(clean(one.location), room), room)}", ""),
            (answer, mark.tone),
        ]
