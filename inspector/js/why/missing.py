"""A file that was found or was not -> the step of it: where it was asked for, and what to do."""

from inspector.js.why import advice
from inspector.model.outcome import Miss
from inspector.model.why.answers import answer_text, miss_text
from inspector.model.why.explanation import Action
from inspector.model.why.judged import (
    NOTHING_TO_DO,
    Around,
    Facts,
    Judged,
    NearMiss,
    passed,
    stopped,
)
from inspector.model.why.script_trace import FileTrace

_WHERE = {
    "release_file": "a file of the release",
    "bundle": "an artifact bundle",
    "local_build": "a local build",
    "web": "the web",
    "": "",
}
_SHOWN = 20  # places at most; the rest are counted
_REFUSED = {
    "disabled": "scraping is off",
    "scheme": "only http and https URLs are fetched",
    "origin": "its origin is not among the allowed ones",
    "private_host": "its host is a private one, and nobody vouches for the request",
}
_FAILED = {
    "not_found": "the web does not have it",
    "permission_denied": "the web server does not let us in",
    "timeout": "the web server took too long",
    "download_error": "it could not be downloaded",
    "other": "what the web has there is of no use",
}


def found(name: str, file: FileTrace) -> Judged:
    """The step of a file that is there."""
    what, how = advice.WORDS[file.role], file.resolved_with
    by = f", by {how}" if how not in ("", "unknown", "scraping") else ""
    place = f" ({file.origin})" if file.origin and file.origin != file.path else ""
    text = f"The {what}{_called(file)} was found in {_WHERE[file.found_by]}{by}{place}."
    return passed(name, text, places(file))


def missing(name: str, file: FileTrace, around: Around, *, of: str = "") -> Judged:
    """The step of a file that is not there. `of`: what is said first, "" the usual."""
    near = nearest(around, file.role, file.path)
    start = of or f"The {advice.WORDS[file.role]}{_called(file)} was not found"
    if file.found_by == "local_build" or (file.found_by and file.fault == "malformed"):
        return _unreadable(name, file, start)
    if near is not None:
        text = f"{start}: {near.text}"
        return stopped(name, text, near.action, places(file) + near.facts)
    if file.role == "minified_source" and advice.is_no_file(file.path):
        text = f"{file.path or 'The frame'} is no file: it is code of the engine or of `eval`."
        return stopped(name, text, NOTHING_TO_DO, places(file))
    if advice.is_extension(file.path):
        text = f"{start}: it is a part of a browser extension, and not of your program."
        return stopped(name, text, NOTHING_TO_DO, places(file))
    if file.refused == "no_url" and not file.asked:
        text = f"{start}: it is no URL, so it can only be in a bundle or in a local build."
        return stopped(name, text, advice.get_file(file, around), places(file))
    text = f"{start}: {_reason(file)}."
    return stopped(name, text, advice.get_file(file, around), places(file))


def malformed(name: str, file: FileTrace | None, details: str, label: str) -> Judged:
    """The step of a map that is there and cannot be read."""
    origin = (file.origin or file.path) if file else f"the comment of {label}"
    text = f"The source map {origin} cannot be read: {details or 'it is no source map'}."
    where = file.found_by if file else "embedded"
    todo = {
        "web": f"Deploy a whole source map at {label}: what is there now is none.",
        "bundle": f"Upload {label} again: the one in the bundle is no source map.",
        "release_file": f"Upload {label} again: the uploaded one is no source map.",
        "local_build": f"Build {origin} again: it is no source map.",
        "embedded": f"Build {label} again: the map in its comment is broken.",
    }
    action = Action(kind="rebuild", text=todo.get(where, todo["web"]))
    return stopped(name, text, action, places(file) if file else ())


def nearest(around: Around, role: str, path: str) -> NearMiss | None:
    """What is there instead of a file, the surest first."""
    about = {"source": path}.get(role, role)
    return next((one for one in around.near if one.about == about), None)


def _unreadable(name: str, file: FileTrace, start: str) -> Judged:
    place = file.origin or file.path
    text = f"{start}: it is at {place}, and cannot be read: {file.details or 'it is no text'}."
    action = Action(kind="rebuild", text=f"Put a whole file at {place}: {file.details}.")
    return stopped(name, text, action, places(file))


def _called(file: FileTrace) -> str:
    if file.path:
        return f" {file.path}"
    return f" with the debug id {file.debug_id}" if file.debug_id else ""


def _reason(file: FileTrace) -> str:
    """Why nobody had it, the last place last."""
    parts = []
    if file.api is not None and file.api.miss is not None:
        parts.append(f"the lookup at {file.api.source!r} failed ({_status(file)})")
    elif file.api is not None and not file.api.listed:
        parts.append(f"{file.api.source!r} lists nothing for it")
    elif file.api is not None:
        parts.append(f"what {file.api.source!r} lists does not have it")
    parts += [f"{_part(*one)} {miss_text(one[2])}" for one in file.unreadable]
    gone = [one for one in file.asked if one.miss is not None]
    if file.found_by == "release_file" and gone:
        parts.append(f"{gone[-1].uri} {answer_text(gone[-1])}")
    elif count := sum(one.source != "web-scraping" for one in gone):
        parts.append(f"{count} {'place' if count == 1 else 'places'} in local builds had nothing")
    if file.refused in _REFUSED:
        parts.append(_REFUSED[file.refused])
    elif web := next((one for one in gone if one.source == "web-scraping"), None):
        parts.append(f"{_FAILED[file.attempt]} ({answer_text(web)})")
    elif file.attempt in _FAILED:
        parts.append(f"{_FAILED[file.attempt]} ({file.details or 'what is there is empty'})")
    elif not file.path:
        parts.append("nothing says where it is, and no bundle or local build has that id")
    return "; ".join(parts) or "there is nowhere to look for it"


def _part(bundle: str, member: str, _why: Miss) -> str:
    return f"{member} of {bundle}" if member else bundle


def _status(file: FileTrace) -> str:
    return miss_text(file.api.miss) if file.api and file.api.miss else ""


def places(file: FileTrace) -> Facts:
    """Everything that was asked, with its answers: evidence for a step."""
    rows: list[tuple[str, str]] = []
    if file.debug_id:
        rows.append(("debug id", file.debug_id))
    if len(file.spellings) > 1:
        rows.append(("also as", ", ".join(file.spellings[1:])))
    if (api := file.api) is not None:
        said = miss_text(api.miss) if api.miss else f"{len(api.listed)} listed"
        rows.append((api.source, f"{api.uri}: {said}"))
        rows += [("listed", f"{kind} {where}") for kind, where in api.listed]
    rows += [("bundle", f"{_part(*one)}: {miss_text(one[2])}") for one in file.unreadable]
    rows += [(one.source, f"{one.uri}: {answer_text(one)}") for one in file.asked]
    if file.refused in _REFUSED:
        rows.append(("web", f"not asked: {_REFUSED[file.refused]}"))
    rows += [("allowed origin", f"{pattern}: {why}") for pattern, why in file.origins]
    if len(rows) > _SHOWN:
        rows[_SHOWN:] = [("", f"and {len(rows) - _SHOWN} more")]
    return tuple(rows)
