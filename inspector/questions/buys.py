"""Which file buys the most: the modules whose files are missing, by what their frames are worth.

    ledger = Ledger()
    for report in reports:         # as many as there are: only sums are kept
        ledger.add(report)
    for buy in ledger.ranked(10):
        print(buy.weight, buy.name, buy.presets)

A frame that was not resolved and that another file could resolve weighs

    1 in general
    x 4 in the thread that crashed; without one, in the thread that a reader looks at first
    x 3 if it is one of the 3 innermost frames of its thread, x 2 if one of the next 7

so the top of a crashed stack weighs twelve times as much as the end of another thread. A frame
counts for its module if the module's file was not found or could not be used, or was found without
debug information; of a file that has it, no other one would do better.
"""

from typing import TYPE_CHECKING

from msgspec import Struct

from inspector.model.report import Frame, Module, Report, Thread, crashed_thread

if TYPE_CHECKING:
    from collections.abc import Iterator

    from inspector.model.why.trace import ModuleTrace

_CRASHED = 4
_TOP = ((3, 3), (10, 2))  # frames further out than these weigh 1
_FINE = frozenset({"symbolicated", "raw"})


class Buy(Struct, frozen=True, kw_only=True):
    """One file to get. `weight`, `frames` and `requests` are what its absence costs."""

    name: str  # of the module; of a script, its path
    type: str
    status: str  # wire debug_status of the module, as it was met last
    debug_id: str = ""
    code_id: str = ""
    debug_file: str = ""  # what the file with the debug information is usually called
    presets: tuple[str, ...] = ()  # public servers that are likely to have it
    advice: str = ""  # whose files nobody serves, and how to come by them
    weight: int = 0
    frames: int = 0
    requests: int = 0
    index: int = 0  # place of the module in the request that was added last


class _Sum:
    def __init__(self) -> None:
        self.weight = self.frames = self.requests = 0
        self.module = Module(index=0)


class Ledger:
    """Sums over reports, by the name, ids and type of a module."""

    def __init__(self) -> None:
        self._sums: dict[tuple[str, str, str, str], _Sum] = {}

    def add(self, report: Report) -> None:
        """Count the frames of one answer."""
        seen: set[int] = set()
        for module, weight in _losses(report):
            name = _name(module)
            one = self._sums.setdefault(
                (name, module.debug_id, module.code_id, module.type), _Sum()
            )
            one.weight += weight
            one.frames += 1
            one.requests += module.index not in seen
            one.module = module
            seen.add(module.index)

    def ranked(self, most: int | None = None) -> list[Buy]:
        """The files, the one that buys the most first; None: all of them."""
        found = sorted(
            self._sums.items(), key=lambda item: (-item[1].weight, -item[1].frames, item[0])
        )
        return [_buy(one) for _, one in found[:most]]


def _losses(report: Report) -> "Iterator[tuple[Module, int]]":
    """The module and the weight of every raw frame that another file could resolve."""
    first = crashed_thread(report)
    scripts = {module.code_file: module for module in report.modules}
    for number, thread in enumerate(report.threads):
        by_thread = _CRASHED if thread.crashed or number == first else 1
        for place, frame in enumerate(_raw_frames(thread)):
            module = _module_of(report, frame, scripts)
            if frame.status in _FINE or module is None or not _could_be_better(module):
                continue
            by_place = next((factor for below, factor in _TOP if place < below), 1)
            yield module, by_thread * by_place


def _raw_frames(thread: Thread) -> "Iterator[Frame]":
    """One row of each raw frame, callee first."""
    last = -1
    for frame in thread.frames:
        if frame.index != last:
            yield frame
        last = frame.index


def _module_of(report: Report, frame: Frame, scripts: dict[str, Module]) -> Module | None:
    if report.kind == "js":
        return scripts.get(frame.path) if "/" in frame.path else None
    at = frame.module
    return report.modules[at] if at is not None and at < len(report.modules) else None


def _could_be_better(module: Module) -> bool:
    if module.type == "sourcemap":
        return module.status not in ("found", "unused", "raw")
    return module.status not in ("unused", "raw") and "debug" not in module.features


def _name(module: Module) -> str:
    return (module.code_file if module.type == "sourcemap" else "") or module.name


def _buy(one: _Sum) -> Buy:
    from inspector.native.why.advice import file_to_look_for, likely_presets, without_server

    module = one.module
    script = module.type == "sourcemap"
    asked = _as_traced(module)
    return Buy(
        name=_name(module),
        type=module.type,
        status=module.status,
        debug_id=module.debug_id,
        code_id=module.code_id,
        debug_file="" if script else file_to_look_for(asked),
        presets=() if script else likely_presets(asked),
        advice="" if script else without_server(asked),
        weight=one.weight,
        frames=one.frames,
        requests=one.requests,
        index=module.index,
    )


def _as_traced(module: Module) -> "ModuleTrace":
    """What advice goes by. A report has no checksums: where one is needed, it is taken as given."""
    from inspector.model.why.trace import ModuleTrace

    return ModuleTrace(
        index=module.index,
        name=module.name,
        type=module.type,
        status=module.status,
        code_id=module.code_id,
        debug_id=module.debug_id,
        code_file=module.code_file,
        debug_file=module.debug_file,
        checksum="unknown",
    )
