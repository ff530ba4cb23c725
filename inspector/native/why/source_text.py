"""Why a frame has source text, or has none."""

from inspector.model.outcome import Why
from inspector.model.why.answers import mend, miss_text
from inspector.model.why.explanation import Action
from inspector.model.why.judged import Around, Judged, passed, skipped, stopped
from inspector.model.why.trace import Asked, FrameTrace, ModuleTrace, Transfer
from inspector.native.why import advice
from inspector.native.why.answers import table_of
from inspector.native.why.steps import widen

_NAME = "source text"
_UNTOLD = Transfer(origin="asked")


def source_text(frame: FrameTrace, module: ModuleTrace, around: Around) -> Judged:
    """The step of source text, which comes last."""
    search = module.search("source")
    best = search.best if search else None
    from_ = best.uri if best else "the file"
    match frame.text:
        case "":
            return skipped(_NAME, "The request does not ask for source text.")
        case "text":
            return _line_of(frame, from_)
        case "no object":
            return _no_object(module, around)
        case "no path":
            return skipped(_NAME, "Without a path and a line there is no text to look for.")
        case "unknown path":
            text = f"There is no source text: {from_} does not know {frame.path}."
            action = advice.get_file(module, around.sources, what="a source bundle of")
            return stopped(_NAME, text, action)
        case "no text":
            text = f"There is no source text: {from_} names {frame.path} without text or link."
            action = advice.get_file(module, around.sources, what="a source bundle of")
            return stopped(_NAME, text, action)
        case "link":
            return _linked(frame, module, around)
    return skipped(_NAME, "The answered frame falls into no module.")


def _line_of(frame: FrameTrace, from_: str) -> Judged:
    if frame.has_text:
        return passed(_NAME, f"The text comes from {from_}.")
    text = f"There is no source text: {from_} has {frame.path}, but no line {frame.line}."
    action = Action(kind="rebuild", text="Make the source bundle from the sources of this build.")
    return stopped(_NAME, text, action)


def _no_object(module: ModuleTrace, around: Around) -> Judged:
    text = "There is no source text: no source bundle of this build was found."
    search = module.search("source")
    for one in search.filtered if search else ():
        if (one.rule, one.file_type) == ("filetypes", "sourcebundle"):
            return stopped(_NAME, text, widen(module, one), table_of(search) if search else ())
    action = advice.get_file(module, around.sources, what="a source bundle of")
    return stopped(_NAME, text, action, table_of(search) if search else ())


def _linked(frame: FrameTrace, module: ModuleTrace, around: Around) -> Judged:
    link = frame.text_link
    if frame.text_miss is None:
        if frame.has_text:
            return passed(_NAME, f"The text was fetched from {link}.")
        text = f"There is no source text: {link} has no line {frame.line}."
        return stopped(_NAME, text, Action(kind="nothing_to_do", text="The file has changed."))
    if frame.text_miss.why is Why.NOT_FOUND:
        text = f"There is no source text: nothing is at {link} any more."
        action = advice.get_file(module, around.sources, what="a source bundle of")
        return stopped(_NAME, text, action)
    asked = Asked(source="sourcelink", uri=link, file_type="source", transfer=_UNTOLD)
    text = f"There is no source text: {link} was {miss_text(frame.text_miss)}."
    return stopped(_NAME, text, mend(asked, frame.text_miss, around))
