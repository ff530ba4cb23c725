"""Modules with their state and features, and the candidates of one."""

from collections.abc import Sequence

from rich.cells import cell_len

from inspector.model.clean import clean
from inspector.model.report import Candidate, Module
from inspector.tui.widgets.row_list import Cell, RowList
from inspector.tui.words.badges import module_badge
from inspector.tui.words.names import cut, cut_start, fit
from inspector.tui.words.wording import NAMELESS, candidate_mark, module_mark, size_word

_BADGE_FROM = 100
"""Columns from which there is room for the reason beside a status."""

_LETTERS = (("debug", "D"), ("symbols", "Y"), ("unwind", "U"), ("sources", "S"))


class ModuleList(RowList):
    """One line a module; columns go from the right when room is short."""

    modules: tuple[Module, ...] = ()
    frames: dict[int, int] = {}  # noqa: RUF012  replaced, never changed
    _have_addresses = _have_ids = False

    def show(self, modules: tuple[Module, ...], frames: dict[int, int]) -> None:
        """Other modules; the cursor stays on the one it was on."""
        at = self.module
        row = next((n for n, m in enumerate(modules) if at and m.index == at.index), 0)
        self.modules, self.frames = modules, frames
        # Scripts have no addresses and seldom ids: their names get the room.
        self._have_addresses = any(module.address for module in modules)
        self._have_ids = any(module.debug_id for module in modules)
        self.set_rows(len(modules), row)

    @property
    def module(self) -> Module | None:
        return self.modules[self.cursor] if self.modules else None

    def move_to_module(self, index: int) -> None:
        """Put the cursor on a module, if it is listed."""
        self.move_to(next((n for n, m in enumerate(self.modules) if m.index == index), self.cursor))

    def cells(self, row: int, width: int) -> Sequence[Cell]:
        module = self.modules[row]
        mark = module_mark(module.status)
        count = self.frames.get(module.index, 0)
        cells: list[Cell] = [
            (self.pointer(row), "accent"),
            (f" {mark.glyph} ", mark.tone),
        ]
        badge = module_badge(module) if width >= _BADGE_FROM else ""
        word = f"{mark.word}, {badge}" if badge not in ("", mark.word) else mark.word
        column = 22 if width >= _BADGE_FROM or not self._have_addresses else 15
        right = [
            (f" {cut(clean(word), column):<{column}}", mark.tone),
            (f" {features(module.features)}", "dim"),
        ]
        right += [(f" {count or '-':>6} fr", "dim")] if width >= 60 else []
        if width >= 76 and self._have_addresses:
            right.append((f"  {load_range(module):<24}", "dim"))
        if width >= 116 and self._have_ids:
            right.append((f"  {fit(clean(module.debug_id), 36)}", "dim"))
        room = max(8, width - 4 - sum(cell_len(text) for text, _ in right))
        name = clean(module.name) or NAMELESS
        return [*cells, (fit(name, room), "strong" if count else ""), *right]


class CandidateList(RowList):
    """Every place that was asked for one module, and its answer."""

    candidates: tuple[Candidate, ...] = ()

    def show(self, module: Module | None) -> None:
        """The candidates of another module, or of none."""
        self.candidates = module.candidates if module else ()
        if module is None or module.status == "raw":
            self.nothing = "not asked yet"
        else:
            state = module_mark(module.status).word
            self.nothing = f"{state}: no place was asked (3 shows the sources)"
        self.set_rows(len(self.candidates), 0)

    def cells(self, row: int, width: int) -> Sequence[Cell]:
        candidate = self.candidates[row]
        mark = candidate_mark(candidate.download)
        source = cut(clean(candidate.source), min(20, width // 4))
        answer = mark.word + (f": {clean(candidate.details)}" if candidate.details else "")
        if candidate.debug and candidate.debug != "ok":
            answer += f", read: {clean(candidate.debug)}"
        letters = features(candidate.features) if candidate.download == "ok" else "    "
        answer = cut(answer, max(10, width * 2 // 5))
        room = max(1, width - 4 - cell_len(source) - 2 - cell_len(answer) - 6)
        location = fit(cut_start(clean(candidate.location), room), room)
        return [
            (self.pointer(row), "accent"),
            (f" {mark.glyph} ", mark.tone),
            (f"{source}  ", "dim"),
            (location, ""),
            (f" {letters} ", "dim"),
            (answer, mark.tone),
        ]


def features(names: Sequence[str]) -> str:
    """ "DYUS": debug information, symbol table, unwind information, sources; "-" for absent."""
    return "".join(letter if name in names else "-" for name, letter in _LETTERS)


def load_range(module: Module) -> str:
    """ "7f1c40000000 +24 MB"; empty for an image without absolute addresses."""
    if not module.address:
        return ""
    size = f" +{size_word(module.size)}" if module.size else ""
    return f"{module.address:012x}{size}"
