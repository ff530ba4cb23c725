"""Which frames are ours: the request's own word first, then a person's rules, then a list.

A rule is a pattern. Without a slash it is a glob for the name of the module, or of the script:
`libgame*`. With one it is the beginning of a path, or a glob for all of it if it has a
wildcard: `/opt/game/`, `**/third_party/**`. Both the module's path and the source file's count.
"""

import re
from collections.abc import Callable, Iterable
from functools import lru_cache

from msgspec import Struct

from inspector.model.places.globs import check_glob, glob_regex
from inspector.model.report import Frame, Report

# Plain texts: a pattern is compiled when it is first needed.
_SYSTEM = (
    ("Linux", r"/usr/(?!local/)|/lib(32|64)?/|\[(vdso|vsyscall)|linux-(vdso|gate)"),
    ("Apple", r"/System/|/Library/(Apple|Developer)/"),
    ("Android", r"/(system|apex|vendor)/"),
    ("Windows", r"[a-z]:[\\/]windows[\\/]"),
    ("Node", r"node:|internal/"),
    ("JavaScript", r"native(\s|$)|.*node_modules/"),
)
_SYSTEM_NAMES = (
    ("Linux", r"lib(c|m|pthread|stdc\+\+|gcc_s|dl|rt|c\+\+(abi)?)([-.\d].*)?|ld-(linux|musl).*"),
    ("Apple", r"lib(system_\w+|dyld\w*)([-.\d].*)?|dyld"),
    ("Windows", r"(ntdll|kernel32|kernelbase|ucrtbase|vcruntime\d+|user32)\.dll"),
)


class InAppRules(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a person wrote down. `exclude` is asked first; what neither names, the list decides."""

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    defaults: bool = True  # False: what no rule names is not ours

    def __post_init__(self) -> None:
        for pattern in (*self.include, *self.exclude):
            if not pattern:
                raise ValueError("a pattern must not be empty")
            check_glob(pattern)


NO_RULES = InAppRules()


class Verdict(Struct, frozen=True):
    """Whether a frame is ours, and by which rule, for people."""

    ours: bool
    rule: str


class Ours(Struct, frozen=True):
    """The answer for one request: the test, and in words who decided it."""

    judge: Callable[[Frame], Verdict]
    decided_by: str

    def test(self, frame: Frame) -> bool:
        return self.judge(frame).ours


def ours(report: Report, rules: InAppRules = NO_RULES) -> Ours:
    """How to tell our frames. `in_app` counts as soon as one frame of the request has it."""
    if any(frame.in_app is not None for thread in report.threads for frame in thread.frames):
        return Ours(_as_said, "in_app of the request")
    if rules == NO_RULES:
        return Ours(_Guess(report.kind == "js", rules), "built-in system list")
    return Ours(_Guess(report.kind == "js", rules), "[in_app] of the settings")


def splits(test: Callable[[Frame], bool], frames: Iterable[Frame]) -> bool:
    """Whether the test tells frames apart at all; else hiding the others makes no sense."""
    seen = {test(frame) for frame in frames}
    return len(seen) == 2


def _as_said(frame: Frame) -> Verdict:
    return _SAID[frame.in_app]


_SAID = {
    True: Verdict(True, "in_app of the request"),
    False: Verdict(False, "in_app of the request"),
    None: Verdict(False, "the request says nothing of this frame"),
}


class _Guess:
    """Rules and list. Answers are kept per place: a stack has many frames of few modules."""

    def __init__(self, js: bool, rules: InAppRules) -> None:
        self._js, self._rules = js, rules
        self._by_file = any("/" in p or "\\" in p for p in (*rules.include, *rules.exclude))
        self._known: dict[tuple[str, str], Verdict] = {}

    def __call__(self, frame: Frame) -> Verdict:
        file = frame.path or frame.file
        place = file if self._js else frame.package
        key = (place, file if self._by_file else "")
        if (known := self._known.get(key)) is None:
            known = self._known[key] = self._judged(place, file)
        return known

    def _judged(self, place: str, file: str) -> Verdict:
        for pattern in self._rules.exclude:
            if matches(pattern, place, file):
                return Verdict(False, f"exclude {pattern}")
        for pattern in self._rules.include:
            if matches(pattern, place, file):
                return Verdict(True, f"include {pattern}")
        if not self._rules.defaults:
            return Verdict(False, "no rule names it")
        if not place:
            return Verdict(False, "neither module nor script is known")
        if system := system_of(place):
            return Verdict(False, f"built-in list: {system}")
        return Verdict(True, "not in the built-in list of system places")


def matches(pattern: str, place: str, file: str = "") -> bool:
    """Whether a rule names a module or script at `place`, or a source `file`."""
    pattern = pattern.replace("\\", "/")
    paths = [path.replace("\\", "/") for path in (place, file) if path]
    if "/" not in pattern:
        name = paths[0].rpartition("/")[2] if place else ""
        return bool(name) and glob_regex(pattern).fullmatch(name) is not None
    if any(char in pattern for char in "*?["):
        return any(glob_regex(pattern).fullmatch(path) for path in paths)
    folder = pattern.removesuffix("/")
    return any(path == folder or path.startswith(folder + "/") for path in paths)


def system_of(path: str) -> str:
    """The system or packager a module path or script URL belongs to; "" if to none we know."""
    for platform, pattern in _SYSTEM:
        if _compiled(pattern).match(path):
            return platform
    name = path.replace("\\", "/").rpartition("/")[2]
    for platform, pattern in _SYSTEM_NAMES:
        if _compiled(pattern).fullmatch(name):
            return platform
    return ""


@lru_cache(maxsize=32)
def _compiled(pattern: str) -> "re.Pattern[str]":
    return re.compile(pattern, re.IGNORECASE)
