"""What a crash is known by: the names of a few frames, chosen by rules, as builds leave them.

In the manner of crash statistics: from the innermost frame outward, or from the last sentinel,
frames that say nothing are skipped, frames that say too little alone are followed by the next,
and the first other frame is the end.
"""

import re
from collections.abc import Callable, Iterator
from functools import cache, lru_cache

from inspector.detail.signatures.naming import no_name, normalised, normalised_file
from inspector.detail.signatures.patterns import Patterns, Trims
from inspector.detail.signatures.rule_lists import built_in
from inspector.model.labels import last_component
from inspector.model.report import Frame, Report, crashed_thread
from inspector.model.signature import (
    NO_SIGNATURE_RULES,
    Signature,
    SignatureRules,
    Step,
    Use,
)

_MOST_FRAMES = 200  # of a thread that are looked at
_MOST_NAMES = 8  # in a signature
_SENTINEL_WITHIN = 40  # frames: one further down is of another story
_LONGEST = 300  # characters
_UNKNOWN = "no function known: the next frame is added"

_VERSIONED = r"(?i)(\.so|\.dylib)[.\d]*$|[-.]\d[\d.]*(?=\.(so|dylib|dll|exe)\b)"


def signature(report: Report, rules: SignatureRules = NO_SIGNATURE_RULES) -> Signature:
    """The signature of the crashed thread, with what became of each frame."""
    chosen = crashed_thread(report)
    if chosen is None:
        return Signature(text="")
    asked = _rules(rules)
    frames = report.threads[chosen].frames[:_MOST_FRAMES]
    modules = {module.index: module.name for module in report.modules}

    @cache  # names take time, and most frames are below the end
    def named(number: int) -> _Named:
        return _Named(frames[number], modules, asked, script=report.kind == "js")

    steps = list(_steps(len(frames), named, asked))
    names = [step.name for step in steps if step.use in ("used", "prefix")]
    if not names and steps:  # all that there is was skipped: better than nothing
        first = next((n for n, step in enumerate(steps) if step.use != "above"), 0)
        names = [steps[first].name]
        rule = f"nothing is left otherwise; {steps[first].rule}"
        steps[first] = Step(frame=first, name=steps[first].name, use="used", rule=rule)
    return Signature(text=" | ".join(names)[:_LONGEST], thread=chosen, steps=tuple(steps))


class _Rules:
    """A person's rules, then the built-in ones."""

    def __init__(self, own: SignatureRules) -> None:
        known = built_in() if own.defaults else NO_SIGNATURE_RULES
        self.sentinel = Patterns((*own.sentinel, *known.sentinel))
        # A person's word in one list wins over the built-in word in another.
        self.own_skip, self.own_prefix = Patterns(own.skip), Patterns(own.prefix)
        self.skip, self.prefix = Patterns(known.skip), Patterns(known.prefix)
        self.trims = Trims((*own.trim, *known.trim))

    def judge(self, name: str, module: str) -> tuple[Use, str]:
        """What becomes of a frame with a name, and the rule."""
        for skip, prefix in ((self.own_skip, self.own_prefix), (self.skip, self.prefix)):
            if pattern := skip.find(name, module):
                return "skip", f"skip {pattern}"
            if pattern := prefix.find(name, module):
                return "prefix", f"prefix {pattern}"
        return "used", "no rule names it: the signature ends here"


@lru_cache(maxsize=2)
def _rules(own: SignatureRules) -> _Rules:
    """Made once: a batch or a board asks for every request."""
    return _Rules(own)


class _Named:
    """A frame as the signature spells it."""

    def __init__(
        self, frame: Frame, modules: dict[int, str], rules: _Rules, *, script: bool
    ) -> None:
        self.module = modules.get(frame.module, "") if frame.module is not None else ""
        said = frame.function or frame.raw_function
        minified = script and frame.status != "symbolicated"
        cut, self.trim = "", ""
        if not no_name(said.strip(), script=minified):
            cut, first = rules.trims.cut(said.strip())
            cut, second = rules.trims.cut(normalised(cut))
            self.trim = second or first
        self.known = bool(cut) and not no_name(cut)
        self.name = cut if self.known else self._place(frame, script=script)

    def _place(self, frame: Frame, *, script: bool) -> str:
        """What stands for a name that nobody knows."""
        if script:
            return normalised_file(frame.file or frame.path) or "?"
        module = self.module or last_component(frame.package)
        return f"{re.sub(_VERSIONED, lambda m: m[1] or '', module)}!?" if module else "?"


def _steps(count: int, named: Callable[[int], _Named], rules: _Rules) -> Iterator[Step]:
    start, why = _start(count, named, rules)
    last, taken, ended = "", 0, False
    for number in range(count):
        one = named(number)
        if number < start:
            yield Step(frame=number, name=one.name, use="above", rule=why)
            continue
        if ended:
            yield Step(frame=number, name=one.name, use="below", rule="after the end")
            return
        use, rule = _judged(one, last, rules)
        if use in ("used", "prefix"):
            last, taken = one.name, taken + 1
        ended = use == "used" or taken == _MOST_NAMES
        trim = f" · trim {one.trim}" if one.trim else ""
        yield Step(frame=number, name=one.name, use=use, rule=rule + trim)


def _judged(one: _Named, last: str, rules: _Rules) -> tuple[Use, str]:
    if one.known:
        use, rule = rules.judge(one.name, one.module)
    else:
        use, rule = "prefix", _UNKNOWN
    if use in ("used", "prefix") and one.name == last:
        return "repeated", "the name before it once more"
    return use, rule


def _start(count: int, named: Callable[[int], _Named], rules: _Rules) -> tuple[int, str]:
    """Where the signature begins, and the rule for what is left out before it."""
    for number in range(min(count, _SENTINEL_WITHIN) - 1, 0, -1):
        one = named(number)
        if one.known and (pattern := rules.sentinel.find(one.name, one.module)):
            return number, f"sentinel {pattern}"
    return 0, ""
