"""A next step, taken: an action of an explanation -> the request and the settings changed by it.

    changed = apply(explanation.next, opened, settings)
    if changed is not None:
        engine = Engine(changed.settings)
        if changed.again:
            engine.forget(changed.opened, [module])
        result = await engine.symbolicate(changed.opened)

Nothing is saved and nothing is run here. What only a person can do (find a file, mend what sends
the request) and what only a face can do (open a screen) comes back as None.
"""

import re
from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from msgspec import Struct, structs

from inspector.model.labels import free_name
from inspector.model.places.sources import Source
from inspector.opening import scraping_of, sources_of
from inspector.settings import Settings

if TYPE_CHECKING:
    from inspector.js.wire import JsRequest
    from inspector.model.why.explanation import Action
    from inspector.opening import Opened

T = TypeVar("T", bound=Source)

_FRAME = r"stacktraces\[(\d+)\]\.frames\[(\d+)\]\.adjust_instruction_addr"


class Changed(Struct, frozen=True, kw_only=True):
    """What to run next. `again`: what is missing of the module in question is forgotten first."""

    opened: "Opened"
    settings: Settings
    again: bool = False


def apply(
    action: "Action", opened: "Opened", settings: Settings, given: Mapping[str, str] | None = None
) -> Changed | None:
    """The request and settings after a step; None if the step is not one of those.

    given  what the person filled in, by the names of the action's arguments: `path` or `url` of
           a source that is to be added

    Raises ValueError for a source that cannot be.
    """
    said = {**action.arguments, **(given or {})}
    change = _CHANGES.get(action.kind)
    return None if change is None else change(said, opened, settings)


def _with_sources(
    opened: "Opened",
    settings: Settings,
    change: Callable[[tuple[Source, ...]], tuple[Source, ...]],
) -> Changed:
    """The sources changed where they stand: in the request, or else in the settings."""
    body: Any = opened.body
    if body.sources is None:
        kept = structs.replace(settings, sources=change(settings.sources))
        return Changed(opened=opened, settings=kept)
    body = structs.replace(body, sources=change(tuple(body.sources)))
    return _asked_with(body, opened, settings)


def _asked_with(body: Any, opened: "Opened", settings: Settings) -> Changed:
    """The request with another body."""
    return Changed(opened=structs.replace(opened, body=body), settings=settings)


def _edited(
    said: Mapping[str, str], opened: "Opened", settings: Settings, **fields: Any
) -> Changed:
    """One source with other fields."""

    def change(sources: tuple[Source, ...]) -> tuple[Source, ...]:
        return tuple(
            structs.replace(one, **fields) if one.id == said["source"] else one for one in sources
        )

    return _with_sources(opened, settings, change)


def _source(said: Mapping[str, str], opened: "Opened", settings: Settings) -> Any:
    """The source that an action names. Raises ValueError."""
    found = next((one for one in sources_of(opened, settings) if one.id == said["source"]), None)
    if found is None:
        raise ValueError(f"there is no source {said['source']!r}")
    return found


def _added(opened: "Opened", settings: Settings, tree: dict[str, Any]) -> Changed:
    """One more source, at the end; the person vouches for it."""
    known = {one.id for one in sources_of(opened, settings)}
    name = free_name(str(tree["id"]), known)
    try:
        source: Any = msgspec.convert({**tree, "id": name}, Source)
    except msgspec.ValidationError as error:
        raise ValueError(str(error)) from None
    changed = _with_sources(opened, settings, lambda sources: (*sources, source))
    vouched = changed.opened.vouched | {name}
    return structs.replace(changed, opened=structs.replace(changed.opened, vouched=vouched))


def _add_source(said: Mapping[str, str], opened: "Opened", settings: Settings) -> Changed | None:
    if not said.get("path") and not said.get("url"):
        return None  # the person has to say where
    tree: dict[str, Any] = {"id": said.get("id") or "added", "type": said["type"]}
    tree |= {key: said[key] for key in ("path", "url", "url_prefix") if said.get(key)}
    if said.get("layout"):
        tree["layout"] = {"type": said["layout"], "casing": said.get("casing", "default")}
    return _added(opened, settings, tree)


def _add_preset(said: Mapping[str, str], opened: "Opened", settings: Settings) -> Changed:
    from inspector.model.places.presets import expand

    changed = Changed(opened=opened, settings=settings)
    for tree in expand({"preset": said["preset"]}):
        changed = _added(changed.opened, changed.settings, tree)
    return changed


def _fix_casing(said: Mapping[str, str], opened: "Opened", settings: Settings) -> Changed:
    layout = _source(said, opened, settings).layout
    layout = msgspec.convert({"type": layout.type, "casing": said["casing"]}, type(layout))
    return _edited(said, opened, settings, layout=layout)


def _fix_layout(said: Mapping[str, str], opened: "Opened", settings: Settings) -> Changed:
    layout = _source(said, opened, settings).layout
    tree = {"type": said["layout"], "casing": said.get("casing", "default")}
    return _edited(said, opened, settings, layout=msgspec.convert(tree, type(layout)))


def _fix_path(said: Mapping[str, str], opened: "Opened", settings: Settings) -> Changed:
    return _edited(said, opened, settings, path=said["path"])


def _fix_url_prefix(said: Mapping[str, str], opened: "Opened", settings: Settings) -> Changed:
    fields = {key: said[key] for key in ("url_prefix", "path") if said.get(key)}
    return _edited(said, opened, settings, **fields)


def _widen_filters(said: Mapping[str, str], opened: "Opened", settings: Settings) -> Changed:
    filters, name = _source(said, opened, settings).filters, said["filter"]
    if name == "requires_checksum":
        filters = structs.replace(filters, requires_checksum=False)
    else:
        filters = structs.replace(filters, **{name: (*getattr(filters, name), said["value"])})
    return _edited(said, opened, settings, filters=filters)


def _allow_origin(said: Mapping[str, str], opened: "Opened", settings: Settings) -> Changed:
    body: Any = opened.body
    before = scraping_of(opened, settings)
    scraping = structs.replace(before, allowed_origins=(*before.allowed_origins, said["origin"]))
    body = structs.replace(body, scraping=scraping)
    return _asked_with(body, opened, settings)


def _enable_scraping(_said: Mapping[str, str], opened: "Opened", settings: Settings) -> Changed:
    body: Any = opened.body
    scraping = structs.replace(scraping_of(opened, settings), enabled=True)
    body = structs.replace(body, scraping=scraping)
    if hasattr(body, "allow_scraping"):
        body = structs.replace(body, allow_scraping=True)
    return _asked_with(body, opened, settings)


def _exclude(said: Mapping[str, str], opened: "Opened", settings: Settings) -> Changed:
    excluded = opened.excluded | {(said["source"], said["location"])}
    return Changed(opened=structs.replace(opened, excluded=excluded), settings=settings)


def _trust(_said: Mapping[str, str], opened: "Opened", settings: Settings) -> Changed:
    return Changed(opened=structs.replace(opened, trusted=True), settings=settings)


def _go_online(_said: Mapping[str, str], opened: "Opened", settings: Settings) -> Changed:
    return Changed(opened=opened, settings=structs.replace(settings, offline=False))


def _leave_strict(_said: Mapping[str, str], opened: "Opened", settings: Settings) -> Changed:
    relaxed = structs.replace(settings, strict=False)
    return Changed(opened=structs.replace(opened, strict=False), settings=relaxed)


def _raise_timeout(said: Mapping[str, str], opened: "Opened", settings: Settings) -> Changed:
    from inspector.settings import Seconds

    more = {said["setting"]: Seconds(float(said["seconds"]))}
    return _retry(said, opened, structs.replace(settings, **more))


def _raise_limit(said: Mapping[str, str], opened: "Opened", settings: Settings) -> Changed:
    from inspector.settings import Bytes

    more = {said["setting"]: Bytes(int(said["value"]))}
    return _retry(said, opened, structs.replace(settings, **more))


def _retry(_said: Mapping[str, str], opened: "Opened", settings: Settings) -> Changed:
    return Changed(opened=opened, settings=settings, again=True)


def _turn_on_sources(_said: Mapping[str, str], opened: "Opened", settings: Settings) -> Changed:
    body: Any = opened.body
    options = structs.replace(body.options, apply_source_context=True)
    body = structs.replace(body, options=options)
    return _asked_with(body, opened, settings)


def _mend_request(said: Mapping[str, str], opened: "Opened", settings: Settings) -> Changed | None:
    """A frame's address taken as it is, or another dist; the rest only the reporter knows."""
    if opened.kind == "js":
        from inspector.editing.remedy_scripts import mended

        script = mended(_script(opened), said)
        return None if script is None else _asked_with(script, opened, settings)
    match = re.fullmatch(_FRAME, said.get("path", ""))
    if match is None or said.get("value") != "false":
        return None
    body: Any = opened.body
    threads = list(body.stacktraces)
    thread = threads[int(match[1])]
    frames = list(thread.frames)
    at = int(match[2])
    frames[at] = structs.replace(frames[at], adjust_instruction_addr=False)
    threads[int(match[1])] = structs.replace(thread, frames=tuple(frames))
    body = structs.replace(body, stacktraces=tuple(threads))
    return _asked_with(body, opened, settings)


def _shift_column(said: Mapping[str, str], opened: "Opened", settings: Settings) -> Changed:
    from inspector.editing.remedy_scripts import shifted

    return _asked_with(shifted(_script(opened), said, "colno"), opened, settings)


def _shift_line(said: Mapping[str, str], opened: "Opened", settings: Settings) -> Changed:
    from inspector.editing.remedy_scripts import shifted

    return _asked_with(shifted(_script(opened), said, "lineno"), opened, settings)


def _script(opened: "Opened") -> "JsRequest":
    """The body of a JavaScript request."""
    body: JsRequest = opened.body  # type: ignore[assignment]  # by its kind
    return body


_CHANGES: Mapping[str, Callable[[Mapping[str, str], "Opened", Settings], Changed | None]] = {
    "add_source": _add_source,
    "add_preset": _add_preset,
    "fix_casing": _fix_casing,
    "fix_layout": _fix_layout,
    "fix_path": _fix_path,
    "fix_url_prefix": _fix_url_prefix,
    "widen_filters": _widen_filters,
    "allow_origin": _allow_origin,
    "enable_scraping": _enable_scraping,
    "exclude_candidate": _exclude,
    "trust_request": _trust,
    "go_online": _go_online,
    "leave_strict": _leave_strict,
    "raise_timeout": _raise_timeout,
    "raise_limit": _raise_limit,
    "retry": _retry,
    "turn_on_sources": _turn_on_sources,
    "mend_request": _mend_request,
    "shift_column": _shift_column,
    "shift_line": _shift_line,
}
