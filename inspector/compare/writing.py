"""A comparison -> text, Markdown, or values for JSON.

What to do with hostile characters is the caller's `clean`, as with reports.
"""

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from inspector.compare.comparison import Comparison
from inspector.compare.frames import Meaning
from inspector.compare.modules import ModulePair
from inspector.compare.threads import Pair, ThreadPair
from inspector.model.labels import frame_name, location
from inspector.model.labels import thread_title as title
from inspector.model.report import Frame, Thread

Clean = Callable[[str], str]

MARKS: dict[Meaning, str] = {
    "equal": "=",
    "cosmetic": "≈",
    "moved": "~",
    "changed": "*",
    "better": "+",
    "worse": "-",
    "only_a": "<",
    "only_b": ">",
}
WORDS: dict[Meaning, str] = {
    "equal": "equal",
    "cosmetic": "cosmetic",
    "moved": "moved",
    "changed": "changed",
    "better": "better",
    "worse": "worse",
    "only_a": "A only",
    "only_b": "B only",
}


def text(comparison: Comparison, clean: Clean, *, equal: bool = False) -> str:
    """The comparison for a terminal: what differs, and with `equal` the rest too."""
    lines = [f"A {clean(comparison.a)}", f"B {clean(comparison.b)}", summary(comparison)]
    for thread in comparison.threads:
        rows = list(_frame_lines(thread, clean, equal=equal))
        if rows:
            lines += ["", clean(thread_title(thread)), *rows]
    modules = list(_module_lines(comparison, clean, equal=equal))
    if modules:
        lines += ["", "Modules", *modules]
    return "\n".join(lines) + "\n"


def markdown(comparison: Comparison, clean: Clean, *, equal: bool = False) -> str:
    """The same in a fenced block, marked so that viewers colour it as a diff."""
    body = text(comparison, clean, equal=equal)
    fence = "```"
    while fence in body:
        fence += "`"
    return f"{fence}diff\n{body}{fence}\n"


def tree(comparison: Comparison) -> dict[str, Any]:
    """The comparison as plain values: every frame and module with its meaning."""
    return {
        "a": comparison.a,
        "b": comparison.b,
        "same_crash": comparison.same_crash,
        "frames": comparison.frame_counts(),
        "modules": comparison.module_counts(),
        "threads": [
            {
                "a": _thread_tree(thread.a),
                "b": _thread_tree(thread.b),
                "frames": [_pair_tree(pair) for pair in thread.pairs],
            }
            for thread in comparison.threads
        ],
        "module_differences": [
            {"meaning": pair.meaning, "name": module_name(pair), "note": pair.note}
            for pair in comparison.modules
            if pair.meaning != "equal"
        ],
    }


def summary(comparison: Comparison) -> str:
    """One line: the same crash or not, how many frames of each meaning, modules."""
    same = "yes" if comparison.same_crash else "no"
    frames = _counted(comparison.frame_counts())
    changed = sum(n for m, n in comparison.module_counts().items() if m != "equal")
    return f"same crash: {same} · frames {frames} · modules that differ {changed}"


def thread_title(thread: ThreadPair) -> str:
    """What a pair of threads is called: by A, and by B where it has another name."""
    titles = [title(t) if t else "none" for t in (thread.a, thread.b)]
    return titles[0] if titles[0] == titles[1] else f"{titles[0]} / {titles[1]}"


def frame_line(pair: Pair, clean: Clean) -> str:
    """One row: mark, what A has, what B has if that reads otherwise, and a note."""
    mine, theirs = _frame(pair.a, clean), _frame(pair.b, clean)
    shown = mine if mine == theirs or pair.b is None else theirs if pair.a is None else ""
    body = shown or f"{mine}  |  {theirs}"
    note = f"  ({clean(pair.note)})" if pair.note else ""
    return f"{MARKS[pair.meaning]} {body}{note}"


def module_name(pair: ModulePair) -> str:
    """The name of a module, or its id where it has none."""
    module = pair.a or pair.b
    return (module.name or module.debug_id or "unnamed") if module else ""


def _counted(counts: Mapping[Meaning, int]) -> str:
    return ", ".join(f"{number} {WORDS[m]}" for m, number in counts.items()) or "none"


def _frame_lines(thread: ThreadPair, clean: Clean, *, equal: bool) -> Iterator[str]:
    for pair in thread.pairs:
        if equal or pair.meaning != "equal":
            yield frame_line(pair, clean)


def _module_lines(comparison: Comparison, clean: Clean, *, equal: bool) -> Iterator[str]:
    for pair in comparison.modules:
        if equal or pair.meaning != "equal":
            note = f"  ({clean(pair.note)})" if pair.note else ""
            yield f"{MARKS[pair.meaning]} {clean(module_name(pair))}{note}"


def _frame(frame: Frame | None, clean: Clean) -> str:
    if frame is None:
        return "(absent)"
    place = location(frame)
    where = f" at {clean(place)}" if place else ""
    inlined = " [inlined]" if frame.depth else ""
    return f"{clean(frame_name(frame))}{where}{inlined}"


def _thread_tree(thread: Thread | None) -> dict[str, Any] | None:
    if thread is None:
        return None
    return {"index": thread.index, "id": thread.id, "name": thread.name}


def _pair_tree(pair: Pair) -> dict[str, Any]:
    return {
        "meaning": pair.meaning,
        "note": pair.note,
        "a": _frame_tree(pair.a),
        "b": _frame_tree(pair.b),
    }


def _frame_tree(frame: Frame | None) -> dict[str, Any] | None:
    if frame is None:
        return None
    return {
        "original_index": frame.index,
        "status": frame.status,
        "package": frame.package,
        "function": frame.function,
        "path": frame.path or frame.file,
        "line": frame.line,
        "column": frame.column,
    }
