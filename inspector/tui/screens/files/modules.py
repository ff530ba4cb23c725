"""W4: the modules, whether their files were found, and every place that was asked for one."""

import asyncio
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from textual import on, work
from textual.app import ComposeResult
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import Input

from inspector.model.clean import clean
from inspector.model.report import Module
from inspector.tui.actions import bindings
from inspector.tui.screens.request import RequestScreen
from inspector.tui.view import View, revealed
from inspector.tui.widgets.module_list import CandidateList, ModuleList
from inspector.tui.widgets.plan_list import PlanList
from inspector.tui.widgets.row_list import RowList
from inspector.tui.words.describing import described, module_facts

if TYPE_CHECKING:
    from inspector.model.why.plan import ModulePlan


class Listed(Struct, frozen=True):
    """Which modules are listed."""

    modules: tuple[Module, ...]
    used: int
    missing: int


class ModulesScreen(RequestScreen):
    """Modules above, candidates of the one under the cursor below."""

    NAME = "modules"
    HELP = "Which files were found for each module, where was asked, and what came back."
    BINDINGS = bindings("modules")

    def __init__(self) -> None:
        super().__init__()
        self._list = ModuleList(id="modules")
        self._candidates = CandidateList(id="candidates")
        self._plan = PlanList(id="plan")
        self._planned: tuple[object, tuple[ModulePlan, ...]] = (None, ())  # for which question
        self._filter = Input(placeholder="name, id prefix, or 0x address", id="module-filter")

    def body(self) -> ComposeResult:
        with Vertical(id="module-panes"):
            yield self._filter
            yield self._list
            yield self._candidates
            yield self._plan

    def draw(self, view: View, old: View | None) -> None:
        if old is None or old.report is not view.report or old.looks != view.looks:
            self._fill(view)
        if old is None or old.asked is not view.asked:
            self.focus_first()

    def _fill(self, view: View) -> None:
        listed = select(view, self._filter.value, unused=view.looks.unused)
        words = (f"Modules {len(view.report.modules)}", f"{listed.used} used")
        self._list.border_title = Content(" · ".join((*words, f"{listed.missing} without file")))
        self._list.nothing = (
            "nothing matches: Esc ends the filter" if self._filter.value else "no modules"
        )
        self._list.show(listed.modules, used_by(view))
        self._about()

    def _about(self) -> None:
        module = self._list.module
        self._candidates.show(module)
        name = clean(module.name) if module else ""
        self._candidates.border_title = Content(f"Candidates for {name}" if name else "Candidates")
        if self.has_class("-planning"):
            self._make_plan()

    @work(exclusive=True, group="plan", exit_on_error=False)
    async def _make_plan(self) -> None:
        """Show what a run asks for the module; worked out beside the loop, once a question."""
        from inspector.questions.why import plan

        session, module = self.inspector.session, self._list.module
        if session is None or module is None:
            self._plan.show(None, "no module")
            return
        if self._planned[0] != session.question:
            opened, settings = session.question
            made = await asyncio.to_thread(plan, opened, settings or self.inspector.settings)
            self._planned = (session.question, made)
        one = next((p for p in self._planned[1] if p.index == module.index), None)
        used = "" if one is None or one.used else ", but no frame needs it"
        self._plan.show(one, "nothing is asked: there are no sources (3)")
        count = f"{self._plan.asked} asked, {self._plan.count - self._plan.asked} not"
        self._plan.border_title = Content(f"Plan for {clean(module.name)} · {count}{used}")

    def focus_first(self) -> None:
        self._list.focus()

    @on(RowList.Moved, "#modules")
    def _moved(self) -> None:
        self._about()

    @on(RowList.Chosen, "#modules")
    def _chosen(self) -> None:
        """Back to the stack, at the first frame that lies in the module."""
        module, view = self._list.module, self.drawn
        if module is None or view is None:
            return
        place = view.first_frame_in(module.index)
        if place is None:
            self.inspector.say("No frame lies in this module")
            return
        self.inspector.show(revealed(view.at_thread(place[0]), place[1]))
        self.inspector.action_view("stack")

    @on(Input.Changed, "#module-filter")
    def _filtered(self) -> None:
        if self.drawn is not None:
            self._fill(self.drawn)

    @on(Input.Submitted, "#module-filter")
    def _to_list(self) -> None:
        self._list.focus()

    def action_filter(self) -> None:
        self.add_class("-filtering")
        self._filter.focus()

    def action_leave(self) -> None:
        """Escape: the plan, then the filter, then back to the stack."""
        if self.has_class("-planning"):
            self.action_plan()
            return
        if not self.has_class("-filtering"):
            self.inspector.action_view("stack")
            return
        self._filter.value = ""
        self.remove_class("-filtering")
        self._list.focus()

    def action_plan(self) -> None:
        """The plan instead of the candidates, or the other way round."""
        self.toggle_class("-planning")
        if self.has_class("-planning"):
            self._make_plan()
            self._plan.focus()
        else:
            self._list.focus()

    @on(RowList.Chosen, "#plan")
    def action_copy_curl(self) -> None:
        entry = self._plan.entry
        if entry is None or not entry.curl or entry.rule:
            self.inspector.say("No command line asks this")
        else:
            self.inspector.copy("a curl line", clean(entry.curl))

    def action_unused(self) -> None:
        if self.drawn is not None:
            looks = replace(self.drawn.looks, unused=not self.drawn.looks.unused)
            self.inspector.show(replace(self.drawn, looks=looks))

    def to_retry(self) -> tuple[int, ...]:
        module = self._list.module
        return () if module is None else (module.index,)

    def action_load_map(self) -> None:
        from inspector.tui.screens.files.load_map import LoadMapScreen

        if self.drawn is not None:
            self.app.push_screen(LoadMapScreen(self.drawn), self._to_module)

    def action_missing(self) -> None:
        from inspector.tui.screens.files.missing import MissingScreen

        if self.drawn is not None:
            self.app.push_screen(MissingScreen(self.drawn.report), self._to_module)

    def _to_module(self, index: int | None) -> None:
        if index is not None and self.drawn is not None:
            if index not in used_by(self.drawn):
                looks = replace(self.drawn.looks, unused=True)
                self.inspector.show(replace(self.drawn, looks=looks))
            self._list.move_to_module(index)

    def action_why_module(self) -> None:
        from inspector.tui.screens.crash.why import why_module

        why_module(self.inspector, self._list.module.index if self._list.module else None)

    def action_describe_module(self) -> None:
        module, view = self._list.module, self.drawn
        if module is not None and view is not None:
            frames = used_by(view).get(module.index, 0)
            text = described(list(module_facts(module, frames)))
            self.inspector.tell_person(f"Module {clean(module.name)}", text)

    def action_copy_id(self) -> None:
        module = self._list.module
        if module is not None and module.debug_id:
            self.inspector.copy("debug id", clean(module.debug_id))


def used_by(view: View) -> dict[int, int]:
    """How many frames lie in each module, by index."""
    counts: dict[int, int] = {}
    scripts = {module.code_file: module.index for module in view.report.modules}
    js = view.report.kind == "js"
    for thread in (view.asked if js else view.report).threads:
        for frame in thread.frames:
            module = scripts.get(frame.path) if js else frame.module
            if module is not None:
                counts[module] = counts.get(module, 0) + 1
    return counts


def select(view: View, wanted: str, *, unused: bool) -> Listed:
    """The modules to list: those in use first, filtered by name, id prefix or address."""
    used = used_by(view)
    modules = view.report.modules
    kept = [m for m in modules if (unused or m.index in used) and matches(m, wanted)]
    if not used and not unused:
        kept = [m for m in modules if matches(m, wanted)]
    kept.sort(key=lambda module: module.index not in used)
    missing = sum(m.status not in ("raw", "unused", "found") for m in modules)
    return Listed(tuple(kept), len(used), missing)


def matches(module: Module, wanted: str) -> bool:
    """Whether a filter text names this module. An image at address 0 has no address range."""
    wanted = wanted.strip().lower()
    if not wanted:
        return True
    if wanted.startswith("0x"):
        try:
            inside = int(wanted, 16) - module.address
        except ValueError:
            return False
        return module.address > 0 and 0 <= inside < (module.size or 1)
    ids = (module.debug_id.lower().replace("-", ""), module.code_id.lower())
    return any(i.startswith(wanted.replace("-", "")) for i in ids) or wanted in module.name.lower()
