"""Everything about one row as lines of text: what `d` shows."""

from collections.abc import Iterator, Sequence

from inspector.model.report import Module
from inspector.tui.widgets.crash.facts import Fact, candidate_line
from inspector.tui.widgets.module_list import load_range
from inspector.tui.words.wording import module_mark

_LABEL = 12


def described(facts: Sequence[Fact]) -> str:
    """One line a fact, values whole; not cleaned."""
    return "\n".join(f"{label:<{_LABEL}}{value}".rstrip() for label, value in facts)


def module_facts(module: Module, frames: int) -> Iterator[Fact]:
    """Everything known about a module; `frames`: how many lie in it."""
    yield "status", module_mark(module.status).word
    yield "frames", str(frames)
    for label, value in (
        ("name", module.name),
        ("code file", module.code_file),
        ("debug file", module.debug_file),
        ("debug id", module.debug_id),
        ("code id", module.code_id),
        ("type", module.type),
        ("arch", module.arch),
        ("loaded at", load_range(module)),
        ("features", ", ".join(module.features)),
    ):
        if value:
            yield label, value
    label = "asked"
    for candidate in module.candidates:
        yield label, candidate_line(candidate)
        label = ""
