"""The evidence for a module -> why it is as it is, and what to do."""

from inspector.model.why.explanation import Explanation
from inspector.model.why.judged import (
    NOTHING_TO_DO,
    Around,
    Judged,
    in_a_row,
    passed,
    stopped,
)
from inspector.model.why.trace import ModuleTrace
from inspector.native.why.steps import Stage, asked_for, subject_of, table_steps


def explain(module: ModuleTrace, around: Around) -> Explanation:
    """Why a module has the status it has."""
    stages: list[Stage] = [("use", lambda: _use(module)), *table_steps(module, around)]
    best = asked_for(module).best
    verdict = f"Its frames are answered from {best.uri}." if best else "It was found."
    return in_a_row(subject_of(module), stages, (verdict, NOTHING_TO_DO))


def _use(module: ModuleTrace) -> Judged:
    """Whether some frame needs it; a module that none needs is not looked for."""
    if module.frames:
        frames = "1 frame falls" if module.frames == 1 else f"{module.frames} frames fall"
        return passed("use", f"{frames} into it.")
    text = "No frame falls into it, so its files were not looked for."
    return stopped("use", text, NOTHING_TO_DO)
