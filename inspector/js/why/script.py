"""The evidence for a script -> why it is as it is, and what to do."""

from collections.abc import Callable

from inspector.js.why.missing import found, malformed, missing, nearest
from inspector.model.labels import count_of
from inspector.model.why.explanation import Action, Explanation
from inspector.model.why.judged import (
    NOTHING_TO_DO,
    Around,
    Judged,
    in_a_row,
    mend_request,
    passed,
    stopped,
)
from inspector.model.why.script_trace import ScriptTrace

Stage = tuple[str, Callable[[], Judged]]


def explain(script: ScriptTrace, around: Around) -> Explanation:
    """Why a script has the status it has."""
    stages: list[Stage] = [
        ("use", lambda: _use(script)),
        *file_steps(script, around),
        ("positions", lambda: _positions(script, around)),
    ]
    verdict = f"Its frames are answered from {script.label}."
    return in_a_row(subject_of(script), stages, (verdict, NOTHING_TO_DO))


def subject_of(script: ScriptTrace) -> str:
    """What a script is called."""
    return f"script {script.index}: {script.name}"


def file_steps(script: ScriptTrace, around: Around) -> list[Stage]:
    """From the path of a script to its map, in the order of a run."""
    return [
        ("script", lambda: _file(script, around)),
        ("reference", lambda: _reference(script, around)),
        ("map", lambda: _map(script, around)),
    ]


def _use(script: ScriptTrace) -> Judged:
    if script.file is not None:
        inside = "is" if script.frames == 1 else "are"
        return passed("use", f"{count_of(script.frames, 'frame')} {inside} in it.")
    text = "None of its frames has a line number, so its files were not looked for."
    return stopped("use", text, mend_request("stacktraces", "Have the reporter send line numbers."))


def _file(script: ScriptTrace, around: Around) -> Judged:
    file = script.file
    if file is None:
        return _use(script)
    if not file.has_text:
        return missing("script", file, around)
    judged = found("script", file)
    if not script.unreadable_id:
        return judged
    text = f"{judged.step.text} The request's debug id {script.unreadable_id!r} names nothing."
    return passed("script", text, judged.step.facts)


def _reference(script: ScriptTrace, around: Around) -> Judged:
    """What leads from the script to its map."""
    where = script.referred
    match script.reference:
        case "header":
            return passed("reference", f"A header names the map: {where}, that is {script.label}.")
        case "comment":
            text = f"The comment at its end names the map: {where}, that is {script.label}."
            return passed("reference", text, _ids(script))
        case "embedded":
            return passed("reference", "The map is in the script itself, as a data URL.")
        case "debug_id":
            return _by_id(script, around)
    if script.reference_miss is not None:
        return _broken(script, "")
    text = f"{script.name} does not say where its map is: it has no header, comment or debug id."
    near = nearest(around, "reference", script.path)
    if near is not None:
        return stopped("reference", f"{text} {near.text}", near.action, near.facts)
    action = Action(
        kind="rebuild",
        text=f"Build with source maps: {script.name} must end in `//# sourceMappingURL=...`, "
        "or be served with a `SourceMap` header.",
    )
    return stopped("reference", text, action)


def _by_id(script: ScriptTrace, around: Around) -> Judged:
    wanted = script.debug_id or script.own_debug_id
    who = "the request" if script.debug_id else "the script"
    if script.reference_miss is not None and script.map_fault:
        return _broken(script, f" The debug id {wanted} of {who} led to no map either.")
    text = f"It names no map, but {who} tells the debug id {wanted}."
    near = nearest(around, "reference", script.path) if script.map_fault else None
    if near is not None and nearest(around, "source_map", "") is None:
        return stopped("reference", f"{text} {near.text}", near.action, near.facts)
    return passed("reference", text, _ids(script))


def _broken(script: ScriptTrace, more: str) -> Judged:
    """A data URL of no use."""
    why = script.reference_miss.details if script.reference_miss else ""
    text = f"The map in the comment of {script.name} is of no use: {why or 'invalid'}.{more}"
    action = Action(
        kind="rebuild",
        text=f"Build {script.name} again: its `sourceMappingURL=data:` must be whole base64.",
    )
    return stopped("reference", text, action)


def _ids(script: ScriptTrace) -> tuple[tuple[str, str], ...]:
    both = (("debug id of the request", script.debug_id), ("of the script", script.own_debug_id))
    return tuple((label, value) for label, value in both if value)


def _map(script: ScriptTrace, around: Around) -> Judged:
    if script.map_fault == "malformed":
        return malformed("map", script.map, script.map_details, script.label)
    if script.map is None:
        return passed("map", "The map in the script was read.")
    if script.map_fault:
        judged = missing("map", script.map, around)
        differ = script.debug_id and script.own_debug_id not in ("", script.debug_id)
        if not differ:
            return judged
        text = (
            f"{judged.step.text} The script that was found has another debug id: "
            f"{script.own_debug_id}, and {script.debug_id} is wanted."
        )
        return stopped("map", text, judged.next, judged.step.facts)
    return found("map", script.map)


def _positions(script: ScriptTrace, around: Around) -> Judged:
    """How many of the positions the map answers."""
    text = f"The map answers {script.answered} of {count_of(script.positions, 'position')}"
    if script.answered == script.positions:
        return passed("positions", f"{text}.")
    near = next((one for one in around.near if one.about[:1].isdigit()), None)
    if near is not None:
        return stopped("positions", f"{text}: {near.text}", near.action, near.facts)
    if script.answered:
        text += "; code that a tool put in has no original"
        return stopped("positions", f"{text}.", NOTHING_TO_DO)
    return stopped("positions", f"{text}.", other_build(script))


def other_build(script: ScriptTrace) -> Action:
    """What to do about a map that does not fit its script."""
    text = f"Use the script and the map of the build that ran: {script.label} is of another one."
    arguments = {"name": script.name, "debug_id": script.debug_id, "code_id": ""}
    return Action(kind="find_file", text=text, arguments=arguments)
