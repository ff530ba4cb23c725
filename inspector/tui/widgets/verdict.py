"""The first line of a request's screens: what crashed, and how much of it is known."""

from collections.abc import Sequence

from textual.content import Content
from textual.widgets import Static

from inspector.model.clean import clean
from inspector.model.report import Report, Thread
from inspector.model.signature import NO_SIGNATURE_RULES, SignatureRules
from inspector.tui.listing.threads import title
from inspector.tui.view import View
from inspector.tui.words.names import cut
from inspector.tui.words.wording import crash_words

_LOST = ("missing", "malformed", "timeout", "fetching_failed", "unsupported", "other")


_TONES = {
    "good": "$text-success", "weak": "$text-warning", "bad": "$text-error",
    "dim": "$foreground 55%", "accent": "$text-accent",
}  # fmt: skip


class Verdict(Static):
    """One line: what on the left, how much on the right; the right side never goes."""

    def __init__(self) -> None:
        super().__init__(id="verdict", markup=False)
        self._view: View | None = None
        self._tally, self._known_by = Tally(), ""

    def show(self, view: View, rules: SignatureRules = NO_SIGNATURE_RULES) -> None:
        """The verdict on `view`; nothing is counted again when only the cursor moved."""
        old, self._view = self._view, view
        if old is None or old.report is not view.report or old.run.state != view.run.state:
            self._write()
            if view.report.done:  # the screen comes first
                self.call_after_refresh(self._find_signature, view.report, rules)

    def _find_signature(self, report: Report, rules: SignatureRules) -> None:
        from inspector.detail.cause import hints
        from inspector.detail.signatures.signature import signature

        found = [f"{hint.kind}?" for hint in hints(report)[:1]]
        self._known_by = " · ".join(
            part for part in (signature(report, rules).text, *found) if part
        )
        self._write()

    def on_resize(self) -> None:
        self._write()

    def _write(self) -> None:
        if self._view is None:
            return
        (right, tone), left = (
            score(self._view, *self._tally.count(self._view.report.threads)),
            what(self._view.report, self._known_by if self._view.report.done else ""),
        )
        right = cut(right, self.size.width)
        left = cut(clean(left), max(0, self.size.width - len(right) - 2))
        gap = " " * (self.size.width - Content(left).cell_length - len(right))
        line = Content.assemble((left, "bold"), gap, (right, _TONES[tone]))
        self.update(line, layout=False)


class Tally:
    """Counts frames, each thread again only when it is another value than last time."""

    def __init__(self) -> None:
        self._known: dict[int, tuple[Thread, int, int]] = {}

    def count(self, threads: Sequence[Thread]) -> tuple[int, int]:
        """(raw frames symbolicated, raw frames)."""
        good = total = 0
        for at, thread in enumerate(threads):
            known = self._known.get(at)
            if known is None or known[0] is not thread:
                resolved = {f.index for f in thread.frames if f.status == "symbolicated"}
                known = (thread, len(resolved), len({f.index for f in thread.frames}))
                self._known[at] = known
            good += known[1]
            total += known[2]
        return good, total


def what(report: Report, signature: str = "") -> str:
    """File, signal, system, crashed thread, signature; not cleaned."""
    crashed = next((t for t in report.threads if t.crashed), None)
    parts = (
        report.name,
        crash_words(report),
        f"thread {title(crashed)} crashed" if crashed else "",
        signature,
    )
    return " · ".join(part for part in parts if part)


def score(view: View, good: int, all_: int) -> tuple[str, str]:
    """How much is known, and its tone: ("~ 96/112 frames · 3 modules without file", "weak").

    good, all_   raw frames symbolicated, raw frames
    """
    lost = sum(module.status in _LOST for module in view.report.modules)
    modules = f" · {lost} module{'s' if lost != 1 else ''} without file" if lost else ""
    match view.run.state:
        case "idle":
            return f"· {all_} frames, not run yet", "dim"
        case "running":
            return f"{good}/{all_} frames so far{modules}", "accent"
        case "cancelled":
            return f"! partial {good}/{all_} frames, cancelled{modules}", "weak"
        case "failed":
            return f"✗ run failed, {good}/{all_} frames{modules}", "bad"
    if not all_:
        return f"no frames{modules}", "weak" if lost else "dim"
    if good == all_ and not lost:
        return f"✓ {good}/{all_} frames", "good"
    return f"{'~' if good else '✗'} {good}/{all_} frames{modules}", "weak"
