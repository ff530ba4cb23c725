"""An explanation as a person reads it: on the screen, as plain text, as Markdown."""

from collections.abc import Iterator

from textual.content import Content

from inspector.model.explanation import Explanation, Step
from inspector.tui.clean import clean
from inspector.tui.wording import Mark

_STATES = {
    "ok": Mark("✓", "ok", "$text-success"),
    "stopped": Mark("✗", "stopped here", "$text-error"),
    "not_reached": Mark("·", "not reached", "$foreground 55%"),
}
_WORD = 12  # columns of the longest word
_NAME = 13  # columns of most names of steps
_DIM = "$foreground 55%"


def content_of(found: Explanation, *, all_facts: bool = False) -> Content:
    """Verdict and steps. `all_facts`: of every step, not only of the one that stopped."""
    lines = [Content(clean(found.verdict)).stylize("bold"), Content("")]
    for step in found.steps:
        lines += _step_lines(step, facts=all_facts or step.state == "stopped")
    return Content("\n").join(lines)


def _step_lines(step: Step, *, facts: bool) -> Iterator[Content]:
    mark = _STATES[step.state]
    head = (f"{mark.glyph} {mark.word:<{_WORD}} ", mark.tone)
    text = (clean(step.text), _DIM if step.state == "not_reached" else "")
    name = (f"{clean(step.name):<{_NAME}} ", "bold")
    yield Content.assemble(head, name, text)
    if facts:
        for label, value in step.facts:
            yield Content.assemble(" " * (_WORD + 3), (f"{clean(label)}: ", _DIM), clean(value))


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
