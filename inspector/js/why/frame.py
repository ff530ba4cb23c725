"""The evidence for a frame of a script -> why it is as it is, and what to do."""

from inspector.js.why.missing import found, missing, nearest
from inspector.js.why.script import Stage, file_steps, other_build
from inspector.model.why.explanation import Action, Explanation
from inspector.model.why.judged import (
    NOTHING_TO_DO,
    Around,
    Judged,
    in_a_row,
    mend_request,
    passed,
    skipped,
    stopped,
    symbolicated_but,
)
from inspector.model.why.script_trace import MapLink, ScriptFrameTrace, ScriptTrace

_UNKNOWN = "<unknown>"


def explain(frame: ScriptFrameTrace, script: ScriptTrace, around: Around) -> Explanation:
    """Why a frame has the status it has."""
    stages: list[Stage] = [
        ("position", lambda: _position(frame, script)),
        *file_steps(script, around),
        ("token", lambda: _token(frame, script, around)),
        ("further maps", lambda: _chain(frame)),
        ("name", lambda: _name(frame)),
        ("source text", lambda: _text(frame, script, around)),
    ]
    place = f" at {frame.path}:{frame.at[0]}:{frame.at[1]}" if frame.at else ""
    verdict = f"It was symbolicated: {frame.function or _UNKNOWN}{place}."
    subject = f"frame {frame.index} of thread {frame.thread}"
    told = in_a_row(subject, stages, (verdict, NOTHING_TO_DO))
    if told.stopped is None or frame.status != "symbolicated":
        return told
    return symbolicated_but(told, frame.function or _UNKNOWN)


def _position(frame: ScriptFrameTrace, script: ScriptTrace) -> Judged:
    """Whether the frame says where it is."""
    if frame.line == 0:
        action = mend_request(
            f"{frame.place}.lineno", "Have the reporter send the line, counted from 1."
        )
        text = f"The frame has no line number in {script.path}, so there is nothing to look up."
        return stopped("position", text, action)
    if frame.column is None:
        text = f"Line {frame.line} of {script.path}; without a column its first one counts."
        return passed("position", text)
    if frame.column == 0:
        text = f"Line {frame.line} of {script.path}; column 0 counts as 1, the first one."
        return passed("position", text)
    return passed("position", f"Line {frame.line}, column {frame.column} of {script.path}.")


def _token(frame: ScriptFrameTrace, script: ScriptTrace, around: Around) -> Judged:
    """What the map has at the position."""
    if frame.chain:
        own = frame.chain[0]
        text = f"The map says that it is {_there(own)}."
        if frame.second:
            text += " The second reader of maps says so."
        if frame.column is None:
            text += " The frame has no column: in a minified script that is often a wrong place."
        return passed("token", text, (("source", own.source), ("at", f"{own.line}:{own.column}")))
    place = f"line {frame.line}, column {frame.column or 1}"
    text = f"{script.label} has nothing at {place}"
    if frame.in_script is False:
        text += f", and {script.name} as it was found has no line {frame.line}: it is another build"
        return stopped("token", f"{text}.", other_build(script))
    near = nearest(around, f"{frame.line}:{frame.column or 1}", "")
    if near is not None:
        return stopped("token", f"{text}, but {near.text}", near.action, near.facts)
    if frame.column is None:
        action = mend_request(f"{frame.place}.colno", "Have the reporter send the column as well.")
        return stopped("token", f"{text}, and the frame has no column.", action)
    if script.answered:
        text += ", though it answers other places of the script: code that a tool put in"
        return stopped("token", f"{text} has no original.", NOTHING_TO_DO)
    return stopped("token", f"{text}, nor right beside it.", other_build(script))


def _chain(frame: ScriptFrameTrace) -> Judged:
    """Whether further maps led on."""
    if not frame.chained:
        return skipped("further maps", "The request does not ask to follow maps of maps.")
    further = frame.chain[1:]
    if not further:
        return passed("further maps", f"{frame.source} has no map of its own.")
    told = "; ".join(f"{link.label}, which says that it is {_there(link)}" for link in further)
    facts = tuple((link.label, f"{link.source}:{link.line}:{link.column}") for link in frame.chain)
    return passed("further maps", f"It leads on to {told}.", facts)


def _there(link: MapLink) -> str:
    source = link.source or "a source without a name"
    return f"line {link.line}, column {link.column} of {source}"


def _name(frame: ScriptFrameTrace) -> Judged:
    """Whose word the name of the function is."""
    name = frame.function or _UNKNOWN
    texts = {
        "scope": f"{name} is the innermost function around, read from the minified script.",
        "token": f"{name} is the name that the map gives the place.",
        "caller": f"{name} is what its caller called it by.",
        "request": f"{name} is what the request calls it: no better name is known.",
        "": f"{name}: neither script, map, caller nor request name the function.",
    }
    words = (
        ("around", frame.scope),
        ("in the map", frame.token),
        ("at the call", frame.callsite),
        ("as sent", frame.raw_function),
    )
    return passed("name", texts[frame.named_by], tuple((k, v) for k, v in words if v))


def _text(frame: ScriptFrameTrace, script: ScriptTrace, around: Around) -> Judged:
    """Where its lines come from, which comes last."""
    name, line = "source text", frame.at[0] if frame.at else 0
    match frame.text:
        case "":
            return skipped(name, "The request does not ask for source text.")
        case "map":
            label = frame.chain[-1].label if frame.chain else script.label
            return passed(name, f"{label} carries the text.")
        case "no line":
            text = f"There is no source text: {frame.source} has no line {line}."
            return stopped(name, text, other_build(script))
        case "file" if frame.text_file is not None:
            return found(name, frame.text_file)
    of = f"There is no source text: {script.label} carries none of {frame.source}, "
    if frame.text_file is None:
        return stopped(name, f"{of}and it was not looked for.", _with_contents(script))
    judged = missing(name, frame.text_file, around, of=f"{of}and {frame.text_file.path} is missing")
    path = frame.text_file.path
    if nearest(around, "source", path) is None and not path.startswith("http"):
        return stopped(name, judged.step.text, _with_contents(script), judged.step.facts)
    return judged


def _with_contents(script: ScriptTrace) -> Action:
    text = f"Build {script.label} with `sourcesContent`, so that it carries the text."
    return Action(kind="rebuild", text=text)
