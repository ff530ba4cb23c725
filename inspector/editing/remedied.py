"""Next steps of explanations as edits: what an editor shows changes there, the rest is a step."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from msgspec.structs import replace

from inspector.editing import remedy
from inspector.editing.desk import tree_of
from inspector.editing.drafts import Draft, State, added, with_draft
from inspector.model.why.explanation import Action
from inspector.opening import scraping_of, sources_of

if TYPE_CHECKING:
    from inspector.model.places.sources import Source
    from inspector.opening import Opened
    from inspector.settings import Settings


def remedied(
    state: State,
    action: Action,
    opened: "Opened",
    settings: "Settings",
    given: Mapping[str, str] | None = None,
) -> State | None:
    """The edits with one more next step in them; None if only a person or a face can take it.

    opened, settings  as the edits make them; `given` as `remedy.apply` takes it

    The same state comes back for a step that only asks again. Raises ValueError for a source that
    cannot be.
    """
    changed = remedy.apply(action, opened, settings, given)
    if changed is None:
        return None
    before, after = sources_of(opened, settings), sources_of(changed.opened, changed.settings)
    edited = _with_sources(state, before, after, opened.folder) if before != after else state
    if edited is None:
        return replace(state, steps=(*state.steps, action))
    edited = _with_scraping(edited, changed.opened, changed.settings)
    if edited == state and (changed.opened, changed.settings) != (opened, settings):
        return replace(state, steps=(*state.steps, action))
    return edited


def with_steps(
    opened: "Opened", settings: "Settings", steps: tuple[Action, ...]
) -> "tuple[Opened, Settings]":
    """Request and settings with the steps taken. One whose source is gone by now does nothing."""
    for action in steps:
        try:
            changed = remedy.apply(action, opened, settings)
        except ValueError:
            continue
        if changed is not None:
            opened, settings = changed.opened, changed.settings
    return opened, settings


def _with_sources(
    state: State, before: "Sequence[Source]", after: "Sequence[Source]", folder: str
) -> State | None:
    """The drafts changed as the sources were; None if one of them is no draft by itself."""
    old = {source.id: source for source in before}
    for source in after:
        was = old.get(source.id)
        if was is None:
            state = added(state, tree_of(source), folder)
        elif was != source:
            at = next((n for n, d in enumerate(state.drafts) if d.id == source.id), None)
            if at is None:
                return None
            changed = _changed(state.drafts[at], tree_of(was), tree_of(source))
            state = with_draft(state, at, changed)
    return state


def _changed(draft: Draft, old: dict[str, Any], new: dict[str, Any]) -> Draft:
    """The draft with those fields that differ; others may hold references to secrets."""
    fields = {key: value for key, value in new.items() if old.get(key) != value}
    kept = {key: value for key, value in draft.tree.items() if key in new or key not in old}
    return replace(draft, tree={**kept, **fields})


def _with_scraping(state: State, changed: "Opened", settings: "Settings") -> State:
    body: Any = changed.body
    now = scraping_of(changed, settings)
    scraping = replace(state.scraping, enabled=now.enabled, allowed_origins=now.allowed_origins)
    allow = getattr(body, "allow_scraping", state.allow_scraping)
    return replace(state, scraping=scraping, allow_scraping=allow)
