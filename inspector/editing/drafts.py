"""The list of sources while a person changes it: a value, and a book of its earlier values."""

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from inspector.editing.fields import Field, with_text
from inspector.model.labels import free_name
from inspector.model.places.presets import SERVERS, Tree
from inspector.model.places.scraping import DEFAULT_SCRAPING, Scraping
from inspector.model.why.explanation import Action

Origin = Literal["request", "settings", "added"]


class Draft(Struct, frozen=True, kw_only=True):
    """One source. `key` stays when it is renamed or moved."""

    key: int
    tree: Tree
    origin: Origin
    place: str = ""  # for people: which file it stands in
    folder: str  # absolute; relative paths count from here
    enabled: bool = True

    @property
    def id(self) -> str:
        """What it is called; a preset without a name of its own, by the preset."""
        return str(self.tree.get("id") or self.tree.get("preset") or "")

    def __repr__(self) -> str:
        return f"Draft({self.id!r}, {self.origin}, enabled={self.enabled})"


class State(Struct, frozen=True, kw_only=True):
    """All that can be edited of one request. `drafts` in lookup order."""

    drafts: tuple[Draft, ...] = ()
    scraping: Scraping = DEFAULT_SCRAPING  # its headers do not count, the next ones do
    headers: Tree = {}  # of scraping: name -> secret, or a reference that the person wrote
    allow_scraping: bool = True  # JavaScript: the switch beside `scraping`
    steps: tuple[Action, ...] = ()  # next steps that were taken and that no field shows, in order

    def __repr__(self) -> str:
        return f"State({list(self.drafts)!r}, {self.scraping!r})"

    def find(self, key: int) -> Draft | None:
        """The draft with that key."""
        return next((draft for draft in self.drafts if draft.key == key), None)


def toggled(state: State, at: int) -> State:
    """The source switched on or off."""
    draft = state.drafts[at]
    return with_draft(state, at, replace(draft, enabled=not draft.enabled))


def moved(state: State, at: int, by: int) -> State:
    """The source at another place in the order, as far as there is one."""
    to = max(0, min(at + by, len(state.drafts) - 1))
    drafts = list(state.drafts)
    drafts.insert(to, drafts.pop(at))
    return replace(state, drafts=tuple(drafts))


def removed(state: State, at: int) -> State:
    """Without the source."""
    return replace(state, drafts=(*state.drafts[:at], *state.drafts[at + 1 :]))


def added(state: State, tree: Tree, folder: str, at: int | None = None) -> State:
    """With one more source, at the end or at a place; its id is made one of its own."""
    taken = [draft.id for draft in state.drafts]
    name = str(tree.get("id") or tree.get("preset") or tree.get("type") or "source")
    key = 1 + max((draft.key for draft in state.drafts), default=0)
    tree = {"id": free_name(name, taken), **{k: v for k, v in tree.items() if k != "id"}}
    draft = Draft(key=key, tree=tree, origin="added", folder=folder)
    at = len(state.drafts) if at is None else at
    return replace(state, drafts=(*state.drafts[:at], draft, *state.drafts[at:]))


def duplicated(state: State, at: int) -> State:
    """With a copy of the source right behind it, vouched for no more than the original."""
    draft = state.drafts[at]
    grown = added(state, draft.tree, draft.folder, at + 1)
    copy = replace(grown.drafts[at + 1], origin=draft.origin)
    return with_draft(grown, at + 1, copy)


def written(state: State, key: int, field: Field, text: str) -> State:
    """With another text in one field of the source with that key."""
    for at, draft in enumerate(state.drafts):
        if draft.key == key:
            tree = with_text(draft.tree, field, text)
            return with_draft(state, at, replace(draft, tree=tree))
    return state


def new_source(kind: str) -> Tree:
    """The tree to begin with for a type, or for a preset. Of a server all can be changed."""
    if kind in SERVERS:
        return {"id": kind, **SERVERS[kind]}
    fresh: dict[str, Tree] = {
        "filesystem": {"id": "local", "path": ""},
        "http": {"id": "server", "url": ""},
        "s3": {"id": "bucket", "bucket": "", "region": "us-east-1"},
        "gcs": {"id": "bucket", "bucket": ""},
        "sentry": {"id": "sentry", "url": "https://sentry.io/"},
    }
    return {"type": kind, **fresh[kind]} if kind in fresh else {"preset": kind}


def with_draft(state: State, at: int, draft: Draft) -> State:
    """With another draft at that place."""
    drafts = list(state.drafts)
    drafts[at] = draft
    return replace(state, drafts=tuple(drafts))


class Edits:
    """What a person changed in one request, step by step."""

    def __init__(self, state: State) -> None:
        self.first = self.saved = self.state = state
        self._past: list[State] = []
        self._step: object = None

    @property
    def changed(self) -> bool:
        """Whether a run would use something else than the request."""
        return self.state != self.first

    @property
    def unsaved(self) -> bool:
        """Whether quitting loses something."""
        return self.state != self.saved

    def change(self, state: State, step: object = None) -> None:
        """Another state. Changes of one `step`, such as typing into a field, are undone at once."""
        if state == self.state:
            return
        if step is None or step != self._step:
            self._past.append(self.state)
        self._step, self.state = step, state

    def undo(self) -> bool:
        """Take the last step back. False: there is none."""
        if not self._past:
            return False
        self.state, self._step = self._past.pop(), None
        return True

    def is_saved(self) -> None:
        """The state was written somewhere."""
        self.saved = self.state
