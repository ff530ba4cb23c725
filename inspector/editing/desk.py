"""From an opened request to what can be edited of it, and back to one that can be run."""

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec.structs import replace

from inspector.editing.checks import Checking, Problems, problems_of, read_source
from inspector.editing.drafts import Draft, State
from inspector.model.places.presets import Tree
from inspector.model.places.scraping import Scraping
from inspector.model.places.sources import FilesystemSource, SentrySource, Source
from inspector.native.finding.lookup import Place
from inspector.opening import is_silent
from inspector.settings.secrets import resolve_secrets
from inspector.settings.sources import BadSource

if TYPE_CHECKING:
    from inspector.editing.configured import Configured
    from inspector.opening import Opened


def state_of(opened: "Opened", asked_else: "Configured") -> State:
    """What a request asks, ready to be edited."""
    body = opened.body
    trees: list[Tree] = []
    if body.sources is not None:
        trees = [tree_of(source) for source in body.sources]
    service = getattr(body, "source", None)
    if service is not None:
        trees.insert(0, tree_of(service))
    drafts = [
        Draft(key=key, tree=tree, origin="request", place="request", folder=opened.folder)
        for key, tree in enumerate(trees)
    ]
    if body.sources is None:
        drafts += [
            Draft(
                key=key,
                tree=tree,
                origin="settings",
                place=asked_else.place,
                folder=asked_else.folder,
            )
            for key, tree in enumerate(asked_else.trees, len(drafts))
        ]
    allow = getattr(body, "allow_scraping", True)
    scraping, headers = body.scraping, dict(body.scraping.headers)
    if is_silent(opened) and asked_else.scraping is not None:
        scraping, headers = asked_else.scraping, dict(asked_else.headers)
    return State(
        drafts=tuple(drafts),
        scraping=scraping,
        headers=headers,
        allow_scraping=allow,
    )


def tree_of(source: Source) -> Tree:
    """A source as a request spells it, without what is as it would be anyway."""
    tree: Tree = msgspec.json.decode(msgspec.json.encode(source))  # lists, as files have them
    defaults = {f.name: f.default for f in msgspec.structs.fields(type(source)) if not f.required}
    kept = {
        key: value
        for key, value in tree.items()
        if key not in defaults or getattr(source, key) != defaults[key]
    }
    for part in ("layout", "filters"):
        if part in kept:
            inner = {f.name: f.default for f in msgspec.structs.fields(type(getattr(source, part)))}
            value = getattr(source, part)
            kept[part] = {
                k: v for k, v in kept[part].items() if getattr(value, k) != inner[k] or k == "type"
            }
    return kept


def problems(state: State, environ: Mapping[str, str]) -> dict[int, Problems]:
    """Key of a draft -> what is wrong with it; drafts without a mistake are not there."""
    found: dict[int, Problems] = {}
    for draft in state.drafts:
        taken = [other.id for other in state.drafts if other.key != draft.key]
        wrong = problems_of(draft.tree, Checking(draft.folder, environ), taken)
        if wrong:
            found[draft.key] = wrong
    return found


def usable(state: State, environ: Mapping[str, str]) -> list[tuple[Draft, list[Source]]]:
    """The drafts that a run asks, each with its sources: switched on, and without a mistake."""
    wrong = problems(state, environ)
    ready: list[tuple[Draft, list[Source]]] = []
    for draft in state.drafts:
        if not draft.enabled or draft.key in wrong:
            continue
        try:
            ready.append((draft, sources_of(draft, environ)))
        except BadSource:  # the keyring, which is only asked for a run
            continue
    return ready


def applied(opened: "Opened", first: State, state: State, environ: Mapping[str, str]) -> "Opened":
    """The request as edited. What the person added or configured, the person vouches for.

    first  as it was read: sources that are still the same stay what they are
    """
    changes: dict[str, Any] = {"scraping": scraping_of(state, environ)}
    if opened.kind == "js":
        changes["allow_scraping"] = state.allow_scraping
    if state.drafts == first.drafts:
        return replace(opened, body=replace(opened.body, **changes))
    ready = usable(state, environ)
    sources = [source for _, some in ready for source in some]
    # A name that the request uses as well stands for nobody.
    foreign = {s.id for draft, some in ready if draft.origin == "request" for s in some}
    vouched = {s.id for draft, some in ready if draft.origin != "request" for s in some}
    if opened.kind == "js":
        changes["source"] = next((s for s in sources if isinstance(s, SentrySource)), None)
        changes["sources"] = tuple(s for s in sources if isinstance(s, FilesystemSource))
    else:
        changes["sources"] = tuple(sources)
    return replace(
        opened, body=replace(opened.body, **changes), vouched=frozenset(vouched - foreign)
    )


def scraping_of(state: State, environ: Mapping[str, str]) -> Scraping:
    """What is sent along when scraping; a header that leads nowhere is left out."""
    headers: dict[str, str] = {}
    for name, value in state.headers.items():
        found: Tree = {"headers": {name: value}}
        if not resolve_secrets(found, os.getcwd(), environ):
            headers[name] = found["headers"][name]
    return replace(state.scraping, headers=headers)


def places_of(opened: "Opened", draft: Draft, environ: Mapping[str, str]) -> Sequence[Place]:
    """Where one draft would be asked. Raises BadSource."""
    trusted = opened.trusted or draft.origin != "request"
    return [
        Place(source, trusted=trusted, folder=draft.folder, scope=opened.scope)
        for source in sources_of(draft, environ)
    ]


def sources_of(draft: Draft, environ: Mapping[str, str]) -> list[Source]:
    """What the engine asks for one draft, secrets looked up. Raises BadSource."""
    sources = read_source(draft.tree, Checking(draft.folder, environ))
    if draft.origin == "request":
        # A path of the request stays as it is spelt, `~` included: it counts from its folder.
        return [
            replace(one, path=draft.tree["path"]) if isinstance(one, FilesystemSource) else one
            for one in sources
        ]
    return sources
