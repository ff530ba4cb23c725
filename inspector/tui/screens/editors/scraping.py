"""W6: allowed origins with what each says about a URL, and the request's URLs by origin."""

from typing import TYPE_CHECKING

from msgspec.structs import replace
from textual import on, work
from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.widgets import Input, Label, Static

from inspector.editing.drafts import State
from inspector.editing.fields import HELP, NEW_HEADER, Field, with_text
from inspector.editing.origins import address_note, groups_of, judge, to_allow, urls_of, warnings_of
from inspector.editing.trial import Fetched
from inspector.model.clean import clean
from inspector.model.places.presets import Tree
from inspector.tui.actions import bindings
from inspector.tui.screens.editors.editor import EditorScreen
from inspector.tui.view import View
from inspector.tui.widgets.editors.form import Form, FormRow
from inspector.tui.widgets.editors.origin_lists import GroupList, OriginList, parts_of
from inspector.tui.widgets.row_list import RowList
from inspector.tui.words.wording import size_word

if TYPE_CHECKING:
    from textual.timer import Timer

DEBOUNCE = 0.15
"""Seconds after the last key before a URL is judged."""

_SWITCHES = (
    Field(key="enabled", label="enabled", kind="flag", required=True),
    Field(key="verify_ssl", label="verify TLS", kind="flag", required=True),
)
_ALLOW = Field(key="allow_scraping", label="allow (JS)", kind="flag", required=True)
_LINKS = "The file is asked for anyway; the request's headers go only where a rule allows."


class ScrapingScreen(EditorScreen):
    """Patterns and switches above, the tester between, the request's own URLs below."""

    NAME = "scraping"
    HELP = "What may be fetched from the web. One pattern that matches is enough."
    BINDINGS = bindings("scraping")
    PANES = ("origins", "origin-new", "switches", "tester", "groups")

    def __init__(self) -> None:
        super().__init__()
        self._origins = OriginList(id="origins")
        self._origins.nothing = "empty: nothing is allowed"
        self._new = Input(placeholder="add origin, then Enter", id="origin-new", compact=True)
        self._switches = Form(id="switches")
        self._url = Input(placeholder="https://host/path", id="tester", compact=True)
        self._judged = Static("", id="verdict-line", markup=False)
        self._groups = GroupList(id="groups")
        self._groups.nothing = "no frame has a URL"
        self._waiting: Timer | None = None
        self._edited: int | None = None  # the pattern that is in the box, if it is an old one
        self.fetched = ""
        self.told: list[str] = []  # the lines below the tester

    def body(self) -> ComposeResult:
        with Vertical(classes="editor-panes"):
            with Horizontal(id="origin-top"):
                with Vertical(id="origin-side"):
                    yield self._origins
                    yield self._new
                yield self._switches
            with Vertical(id="test-box") as box:
                box.border_title = "Test a URL"
                with Horizontal(id="tester-line"):
                    yield Label("URL", id="tester-label")
                    yield self._url
                yield self._judged
            yield self._groups
            yield self.bought

    def focus_first(self) -> None:
        self._origins.focus()

    def draw(self, view: View, old: View | None) -> None:
        if old is None or old.asked is not view.asked:
            self.fetched, self._url.value = "", ""
            self.focus_first()
        super().draw(view, old)

    def fill(self) -> None:
        """Everything that the edits are shown by."""
        bench, urls = self.bench, self._urls()
        state = bench.state
        tree = switches_tree(state)
        kind = self.drawn.report.kind if self.drawn else ""
        self._switches.show("scraping", _fields(tree, js=kind == "js"), tree, {})
        self._switches.border_title = "Scraping"
        count = len(state.scraping.allowed_origins)
        self._origins.border_title = Content(f"Allowed origins {count} · {bench.word}")
        groups = groups_of(urls, state.scraping, allow_scraping=state.allow_scraping)
        blocked = sum(group.blocked for group in groups)
        self._groups.border_title = Content(
            f"This request: {len(urls)} frames with a URL, {len(groups)} origins, {blocked} blocked"
        )
        self._groups.show(tuple(groups))
        web = [group for group in groups if "://" in group.origin]
        if not self._url.value and web:
            self._url.value = clean(next((g for g in web if not g.allowed), web[0]).example)
        self.judge()
        self.tell_bought()
        self.refresh_bindings()

    def _urls(self) -> list[str]:
        report = self.drawn.report if self.drawn else None
        return urls_of(self.bench.opened, report)

    # The tester

    def test(self, url: str) -> None:
        """Put a URL into the tester, and the cursor there."""
        if url:
            self._url.value = clean(url)
        self._url.focus()

    @on(Input.Changed, "#tester")
    def _typed(self) -> None:
        if self._waiting is not None:
            self._waiting.stop()
        self.fetched = ""
        self._waiting = self.set_timer(DEBOUNCE, self.judge)

    def judge(self) -> None:
        """What every pattern says about the URL in the box."""
        state, url = self.bench.state, self._url.value.strip()
        patterns = state.scraping.allowed_origins
        if not url:
            self._origins.show(patterns, ())
            self._write([], good=None)
            return
        verdict = judge(url, state.scraping, allow_scraping=state.allow_scraping)
        self._origins.show(patterns, verdict.verdicts)
        self._write([verdict.headline, *self._more(url)], good=verdict.allowed)

    def _more(self, url: str) -> list[str]:
        lines = [address_note(url)]
        number = self._origins.number
        verdicts = self._origins.verdicts
        if number is not None and number < len(verdicts):
            one = verdicts[number]
            read = parts_of(one, 60).strip()
            lines.append(f"Rule {number + 1} is read as {read}: {one.reason}.")
            lines += [f"! {warning}" for warning in warnings_of(one.pattern)]
        if self.drawn is not None and self.drawn.report.kind == "native":
            lines.append(_LINKS)
        lines.append(self.fetched)
        return [line for line in lines if line]

    def _write(self, lines: list[str], *, good: bool | None) -> None:
        self.told = lines
        style = "" if good is None else "bold $text-success" if good else "bold $text-error"
        told = [Content(clean(line)) for line in lines]
        self._judged.update(Content("\n").join([t.stylize(style) for t in told[:1]] + told[1:]))

    @on(RowList.Moved, "#origins")
    def _moved(self) -> None:
        self.judge()

    @on(RowList.Chosen, "#groups")
    def _chosen(self) -> None:
        if self._groups.group is not None:
            self._url.value = clean(self._groups.group.example)
            self.judge()

    @on(Input.Submitted, "#tester")
    def _tested(self) -> None:
        self.judge()

    def action_tester(self) -> None:
        self._url.focus()

    # Changing

    @on(FormRow.Written)
    def _written(self, message: FormRow.Written) -> None:
        tree = with_text(switches_tree(self.bench.state), message.field, message.text)
        self.bench.change(with_switches(self.bench.state, tree), ("switch", message.field.key))
        self.fill()

    @on(RowList.Chosen, "#origins")
    def _edit(self) -> None:
        number = self._origins.number
        if number is not None:
            self._edited = number
            self._new.value = clean(self.bench.state.scraping.allowed_origins[number])
            self._new.focus()

    def action_add(self) -> None:
        self._edited, self._new.value = None, ""
        self._new.focus()

    @on(Input.Submitted, "#origin-new")
    def _added(self) -> None:
        pattern, number = self._new.value.strip(), self._edited
        self._edited, self._new.value = None, ""
        if not pattern:
            self._origins.focus()
            return
        patterns = list(self.bench.state.scraping.allowed_origins)
        if number is None:
            patterns.append(pattern)
        else:
            patterns[number] = pattern
        self._set(patterns)
        self._origins.go_to(len(patterns) - 1 if number is None else number)

    def action_remove(self) -> None:
        number = self._origins.number
        if number is not None:
            patterns = list(self.bench.state.scraping.allowed_origins)
            gone = patterns.pop(number)
            self._set(patterns)
            self.inspector.say(f"{gone} is out of the list: u brings it back")

    def action_allow(self) -> None:
        """Patterns for the origins of all frames that are blocked."""
        state = self.bench.state
        more = to_allow(self._urls(), state.scraping)
        if not more:
            self.inspector.say("No origin of a frame is blocked by the list")
            return
        self._set([*state.scraping.allowed_origins, *more])
        self.inspector.say("Allowed: " + ", ".join(more))

    def _set(self, patterns: list[str]) -> None:
        state = self.bench.state
        scraping = replace(state.scraping, allowed_origins=tuple(patterns))
        self.change(replace(state, scraping=scraping))

    # Trying

    def action_try_it(self) -> None:
        url = self._url.value.strip()
        if url:
            self.fetched = "Fetching ... (Esc stops it)"
            self.judge()
            self._try(url)

    @work(group="trial", exclusive=True, exit_on_error=False)
    async def _try(self, url: str) -> None:
        from inspector.editing.trial import fetch_url

        bench = self.bench
        try:
            answer = await fetch_url(bench.opened, url, bench.state, bench.settings, bench.environ)
            self.fetched = fetched_text(answer)
        finally:
            if self.fetched.startswith("Fetching"):
                self.fetched = "Fetch stopped"
            self.judge()


def fetched_text(fetched: Fetched) -> str:
    """How one fetch went, in a line."""
    if fetched.outcome == "refused":
        return f"Not fetched: {fetched.details}"
    status = "" if fetched.status is None else f" {fetched.status}"
    took = f"{fetched.seconds * 1000:.0f} ms"
    if fetched.outcome == "ok":
        return f"Fetched:{status}, {size_word(fetched.size)}, {took}"
    why = f": {fetched.details}" if fetched.details else ""
    return f"Not fetched:{status} {fetched.outcome.replace('_', ' ')}{why}, {took}"


def switches_tree(state: State) -> Tree:
    """The switches and headers as a form edits them."""
    return {
        "enabled": state.scraping.enabled,
        "verify_ssl": state.scraping.verify_ssl,
        "allow_scraping": state.allow_scraping,
        "headers": state.headers,
    }


def with_switches(state: State, tree: Tree) -> State:
    """The state with what a form says."""
    scraping = replace(state.scraping, enabled=tree["enabled"], verify_ssl=tree["verify_ssl"])
    return replace(
        state,
        scraping=scraping,
        allow_scraping=tree["allow_scraping"],
        headers=tree.get("headers", {}),
    )


def _fields(tree: Tree, *, js: bool) -> tuple[Field, ...]:
    headers = (
        Field(key=f"headers.{name}", label=name, kind="secret", help=HELP["headers"])
        for name in tree["headers"]
    )
    return (*_SWITCHES, *((_ALLOW,) if js else ()), *headers, NEW_HEADER)
