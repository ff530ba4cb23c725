"""Two reports of one request -> what a change bought: frames gained, lost, changed; modules."""

from collections.abc import Mapping

from msgspec import Struct

from inspector.model.report import Frame, Module, Report


class FrameChange(Struct, frozen=True, kw_only=True):
    """One raw frame, and the rows it was and is now: its inline chain, callee first."""

    thread: int  # index in the request
    index: int  # of the raw frame within the thread, callee first
    before: tuple[Frame, ...] = ()
    after: tuple[Frame, ...] = ()


class ModuleChange(Struct, frozen=True, kw_only=True):
    """One module whose state, features or candidates are not what they were."""

    index: int  # in the request
    before: Module
    after: Module

    @property
    def is_visible(self) -> bool:
        """Whether more changed than who was asked and what they answered."""
        return (self.before.status, self.before.features) != (
            self.after.status,
            self.after.features,
        )


class Delta(Struct, frozen=True, kw_only=True):
    """What is not the same, in the order of the report."""

    gained: tuple[FrameChange, ...] = ()  # symbolicated now
    lost: tuple[FrameChange, ...] = ()  # not any more
    changed: tuple[FrameChange, ...] = ()  # neither, and yet something else than before
    modules: tuple[ModuleChange, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.gained or self.lost or self.changed or self.modules)


def delta(before: Report, after: Report) -> Delta:
    """What `after` has that `before` had not, and the other way round; `before` may be raw."""
    gained: list[FrameChange] = []
    lost: list[FrameChange] = []
    changed: list[FrameChange] = []
    old, new = _rows(before), _rows(after)
    for place in sorted(old.keys() | new.keys()):
        was, is_ = old.get(place, ()), new.get(place, ())
        if was == is_:
            continue
        change = FrameChange(thread=place[0], index=place[1], before=was, after=is_)
        had, has = _is_resolved(was), _is_resolved(is_)
        (changed if had == has else gained if has else lost).append(change)
    return Delta(
        gained=tuple(gained),
        lost=tuple(lost),
        changed=tuple(changed),
        modules=_modules(before, after),
    )


def summary(found: Delta) -> str:
    """One line: "3 frames gained, 1 changed; 2 modules changed"; "nothing changed"."""
    counts = (
        (len(found.gained), "gained"),
        (len(found.lost), "lost"),
        (len(found.changed), "changed"),
    )
    frames = ", ".join(
        f"{count} {how}" if n else f"{_counted(count, 'frame')} {how}"
        for n, (count, how) in enumerate(pair for pair in counts if pair[0])
    )
    modules = sum(change.is_visible for change in found.modules)
    told = [frames] if frames else []
    if modules:
        told.append(f"{_counted(modules, 'module')} changed")
    return "; ".join(told) or "nothing changed"


def _counted(count: int, what: str) -> str:
    return f"{count} {what}" if count == 1 else f"{count} {what}s"


def _rows(report: Report) -> Mapping[tuple[int, int], tuple[Frame, ...]]:
    """The rows of each raw frame."""
    rows: dict[tuple[int, int], tuple[Frame, ...]] = {}
    for thread in report.threads:
        for frame in thread.frames:
            place = (thread.index, frame.index)
            rows[place] = (*rows.get(place, ()), frame)
    return rows


def _is_resolved(rows: tuple[Frame, ...]) -> bool:
    return any(frame.status == "symbolicated" for frame in rows)


def _modules(before: Report, after: Report) -> tuple[ModuleChange, ...]:
    old = {module.index: module for module in before.modules}
    return tuple(
        ModuleChange(index=module.index, before=old[module.index], after=module)
        for module in after.modules
        if module.index in old and old[module.index] != module
    )
