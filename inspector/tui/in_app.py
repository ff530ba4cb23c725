"""Which frames are ours: the request's own word first, else a list of system places."""

import re
from collections.abc import Callable, Iterable

from msgspec import Struct

from inspector.model.report import Frame, Report

_SYSTEM = re.compile(
    r"""
      /usr/(?!local/) | /lib(32|64)?/ | /System/ | /Library/(Apple|Developer)/
    | /(system|apex|vendor)/ | \[(vdso|vsyscall) | linux-(vdso|gate)
    | [a-z]:\\windows\\ | node: | internal/ | native(\s|$)
    """,
    re.VERBOSE | re.IGNORECASE,
)
_SYSTEM_NAME = re.compile(
    r"""
    (?: lib(c|m|pthread|stdc\+\+|gcc_s|dl|rt|c\+\+(abi)?|system_\w+|dyld\w*)([-.\d].*)?
      | ld-linux.* | ld-musl.* | dyld
      | (ntdll|kernel32|kernelbase|ucrtbase|vcruntime\d+|user32)\.dll
    )""",
    re.VERBOSE | re.IGNORECASE,
)


class Ours(Struct, frozen=True):
    """The answer for one request: the test, and in words who decided it."""

    test: Callable[[Frame], bool]
    decided_by: str


def ours(report: Report) -> Ours:
    """How to tell our frames. `in_app` counts as soon as one frame of the request has it."""
    frames = (frame for thread in report.threads for frame in thread.frames)
    if any(frame.in_app is not None for frame in frames):
        return Ours(lambda frame: frame.in_app is True, "in_app of the request")
    return Ours(_Guess(report.kind == "js"), "built-in system list")


def splits(test: Callable[[Frame], bool], frames: Iterable[Frame]) -> bool:
    """Whether the test tells frames apart at all; else hiding the others makes no sense."""
    seen = {test(frame) for frame in frames}
    return len(seen) == 2


class _Guess:
    """The built-in list. Answers are kept per path: a stack has many frames of few modules."""

    def __init__(self, js: bool) -> None:
        self._js = js
        self._known: dict[str, bool] = {}

    def __call__(self, frame: Frame) -> bool:
        place = (frame.path or frame.file) if self._js else frame.package
        if not place:
            return False
        if (known := self._known.get(place)) is None:
            known = self._known[place] = not is_system(place)
        return known


def is_system(path: str) -> bool:
    """Whether a module path or script URL belongs to the system or to somebody's package."""
    if "node_modules/" in path or _SYSTEM.match(path):
        return True
    name = path.replace("\\", "/").rpartition("/")[2]
    return _SYSTEM_NAME.fullmatch(name) is not None
