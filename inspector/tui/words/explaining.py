"""An explanation as a person reads it: on the screen, as plain text, as Markdown."""

from collections.abc import Iterator
from textwrap import wrap

from textual.content import Content

from inspector.model.clean import clean
from inspector.model.why.explanation import Explanation, Step
from inspector.tui.words.wording import Mark

_STATES = {
    "ok": Mark("✓", "ok", "$text-success"),
    "stopped": Mark("✗", "stopped here", "$text-error"),
    "not_reached": Mark("·", "not reached", "$foreground 55%"),
}
_WORD = 12  # columns of the longest word
_NAME = 13  # columns of most names of steps
_DIM = "$foreground 55%"


def content_of(found: Explanation, width: int, *, all_facts: bool = False) -> Content:
    """Verdict and steps, in lines of at most `width` characters.

    all_facts  of every step, not only of the one that stopped
    """
    lines = [Content(clean(found.verdict)).stylize("bold"), Content("")]
    for step in found.steps:
        lines += _step_lines(step, width, facts=all_facts or step.state == "stopped")
    return Content("\n").join(lines)


def _step_lines(step: Step, width: int, *, facts: bool) -> Iterator[Content]:
    mark = _STATES[step.state]
    head = (f"{mark.glyph} {mark.word:<{_WORD}} ", mark.tone)
    name = (f"{clean(step.name):<{_NAME}} ", "bold")
    indent = " " * (_WORD + 3 + _NAME + 1)
    tone = _DIM if step.state == "not_reached" else ""
    first, *others = wrap(clean(step.text), max(20, width - len(indent))) or [""]
    yield Content.assemble(head, name, (first, tone))
    for line in others:
        yield Content.assemble(indent, (line, tone))
    for label, value in step.facts if facts else ():
        indent = " " * (_WORD + 3)
        for line in wrap(f"{clean(label)}: {clean(value)}", max(20, width - len(indent))):
            yield Content.assemble(indent, (line, _DIM))


def plain(found: Explanation) -> str:
    """The whole explanation as text, ready to be pasted."""
    lines = [f"{clean(found.subject)}: {clean(found.verdict)}", ""]
    for step in found.steps:
        lines.append(
            f"  {_STATES[step.state].word:<{_WORD}}  {clean(step.name)}: {clean(step.text)}"
        )
        lines += [f"  {'':<{_WORD}}    {clean(k)}: {clean(v)}" for k, v in step.facts]
    if found.next is not None:
        lines += ["", f"Next: {clean(found.next.text)}"]
    return "\n".join(lines) + "\n"


def markdown(found: Explanation) -> str:
    """The same for a ticket; nothing in it can end a line or start markup."""
    lines = [f"**{escaped(found.subject)}**: {escaped(found.verdict)}", ""]
    for number, step in enumerate(found.steps, 1):
        word = _STATES[step.state].word
        lines.append(f"{number}. **{escaped(step.name)}** ({word}): {escaped(step.text)}")
        lines += [f"   - {escaped(label)}: {escaped(value)}" for label, value in step.facts]
    if found.next is not None:
        lines += ["", f"Next: {escaped(found.next.text)}"]
    return "\n".join(lines) + "\n"


def escaped(text: str) -> str:
    """Clean text that Markdown shows as it is."""
    return "".join("\\" + char if char in r"\`*_{}[]<>#|!~&" else char for char in clean(text))
