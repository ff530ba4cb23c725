"""The triage board as values: entries of a folder and what a person chose -> rows, in order."""

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from inspector.batch.folder import Entry
from inspector.batch.outcome import WORST, badness

GROUP_COLUMNS = ("count", "resolved", "worst", "signature", "missing")
FLAT_COLUMNS = ("request", "resolved", "worst", "signature", "missing")
_LARGE_FIRST = frozenset({"count", "worst"})  # all others begin with the smallest

NEW, BROKEN = "new", "broken"
"""Groups of requests without a signature. Those with one are "=" and the signature."""


class Choice(Struct, frozen=True):
    """What a person chose to see, and how."""

    flat: bool = False  # one row a request; else one row a signature
    sort: int = 0  # the column, counted in GROUP_COLUMNS or FLAT_COLUMNS
    reverse: bool = False
    filter: str = ""
    unfolded: frozenset[str] = frozenset()  # keys of groups

    @property
    def columns(self) -> tuple[str, ...]:
        return FLAT_COLUMNS if self.flat else GROUP_COLUMNS

    @property
    def column(self) -> str:
        """The one that the rows are sorted by."""
        return self.columns[self.sort]

    @property
    def descending(self) -> bool:
        return (self.column in _LARGE_FIRST) is not self.reverse


class Sums(Struct, frozen=True):
    """Several requests in numbers. `worst` ranks as `badness` does, -1 for none."""

    count: int = 0
    resolved: int = 0
    frames: int = 0
    stale: int = 0  # rows that do not hold, those never made included
    new: int = 0
    broken: int = 0
    worst: int = -1


class GroupRow(Struct, frozen=True):
    """The requests with one signature."""

    key: str
    sums: Sums
    missing: str  # the module that costs most frames; "" for none
    unfolded: bool = False


class RequestRow(Struct, frozen=True):
    """One request, in the flat list or below its group."""

    entry: Entry
    below: bool = False


Row = GroupRow | RequestRow


class Laid(Struct, frozen=True):
    """What the board lists, and the sums of the whole folder."""

    rows: tuple[Row, ...] = ()
    listed: int = 0  # requests that the filter leaves
    sums: Sums = Sums()


def laid(entries: Sequence[Entry], choice: Choice) -> Laid:
    """The rows of a board. A pass or two over all entries: for a thread when they are many."""
    kept = _kept(entries, choice)
    rows: list[Row] = []
    if choice.flat:
        rows.extend(RequestRow(entry) for entry in _sorted(kept, choice))
    else:
        groups = _groups(kept, choice)
        members = _members(kept)
        for group in groups:
            rows.append(group)
            if group.unfolded:
                below = _sorted(members[group.key], choice)
                rows.extend(RequestRow(entry, below=True) for entry in below)
    return Laid(tuple(rows), len(kept), sums_of(entries))


def key_of(entry: Entry) -> str:
    """The group that a request is of."""
    outcome = entry.outcome
    if outcome is None:
        return NEW
    return BROKEN if outcome.state == "broken" else "=" + outcome.signature


def identity(row: Row) -> str:
    """What a row is known by when others come and go: no group is named like a path."""
    return row.key if isinstance(row, GroupRow) else row.entry.path


def worst_word(rank: int) -> str:
    """The module status of a rank; "" for none."""
    return WORST[rank] if rank >= 0 else ""


def top_missing(entry: Entry) -> str:
    """The module that costs a request most frames; "" for none."""
    outcome = entry.outcome
    return outcome.missing[0].name if outcome is not None and outcome.missing else ""


def sums_of(entries: Iterable[Entry]) -> Sums:
    """Requests added up."""
    count = good = frames = stale = new = broken = 0
    worst = -1
    for entry in entries:
        count += 1
        stale += bool(entry.stale)
        outcome = entry.outcome
        if outcome is None:
            new += 1
        elif outcome.state == "broken":
            broken += 1
        else:
            good, frames = good + outcome.resolved, frames + outcome.frames
            worst = max(worst, badness(outcome.worst))
    return Sums(count, good, frames, stale, new, broken, worst)


def holds(entry: Entry, wanted: str) -> bool:
    """Whether what is shown of a request holds `wanted`, which is casefolded already."""
    if wanted in entry.name.casefold() or wanted in entry.stale:
        return True
    outcome = entry.outcome
    if outcome is None:
        return False
    texts = (outcome.signature, outcome.worst, outcome.state, outcome.reason)
    return any(wanted in text.casefold() for text in texts) or any(
        wanted in module.name.casefold() for module in outcome.missing
    )


def hits(laid: Laid, entries: Sequence[Entry], wanted: str, choice: Choice) -> tuple[str, ...]:
    """Identities of rows that hold `wanted`, in the order of the board, also of folded ones.

    A group holds what its signature and its module hold; its requests are asked one by one
    only when it does not.
    """
    wanted = wanted.casefold()
    if not wanted:
        return ()
    if choice.flat:
        listed = (row.entry for row in laid.rows if isinstance(row, RequestRow))
        return tuple(entry.path for entry in listed if holds(entry, wanted))
    members = _members(_kept(entries, choice))
    found: list[str] = []
    for row in laid.rows:
        if not isinstance(row, GroupRow):
            continue
        named = row.key.startswith("=") and wanted in row.key[1:].casefold()
        if named or wanted in row.missing.casefold():
            found.append(row.key)
            continue
        below = (entry for entry in members[row.key] if holds(entry, wanted))
        found.extend(entry.path for entry in _sorted(list(below), choice))
    return tuple(found)


def _kept(entries: Sequence[Entry], choice: Choice) -> list[Entry]:
    wanted = choice.filter.casefold()
    return [entry for entry in entries if holds(entry, wanted)] if wanted else list(entries)


def _members(entries: Iterable[Entry]) -> dict[str, list[Entry]]:
    members: dict[str, list[Entry]] = {}
    for entry in entries:
        members.setdefault(key_of(entry), []).append(entry)
    return members


def _groups(entries: Iterable[Entry], choice: Choice) -> list[GroupRow]:
    made = [
        GroupRow(key, sums_of(below), _most_missing(below), key in choice.unfolded)
        for key, below in _members(entries).items()
    ]
    made.sort(key=lambda group: group.key)  # those that are alike stand in one order, always
    made.sort(key=_GROUP_KEYS[choice.column], reverse=choice.descending)
    return made


def _most_missing(entries: Iterable[Entry]) -> str:
    lost: dict[str, int] = {}
    for entry in entries:
        for module in entry.outcome.missing if entry.outcome is not None else ():
            lost[module.name] = lost.get(module.name, 0) + module.frames
    return min(lost, key=lambda name: (-lost[name], name), default="")


def _sorted(entries: list[Entry], choice: Choice) -> list[Entry]:
    """By the column; what is alike by name. Below groups the count of a request is always one."""
    by_name = sorted(entries, key=lambda entry: entry.name)
    if choice.column == "count":
        return by_name
    return sorted(by_name, key=_ENTRY_KEYS[choice.column], reverse=choice.descending)


def _share(good: int, frames: int) -> float:
    return good / frames if frames else 2.0  # nothing to resolve: behind all


_GROUP_KEYS: dict[str, Callable[[GroupRow], Any]] = {
    "count": lambda group: group.sums.count,
    "resolved": lambda group: _share(group.sums.resolved, group.sums.frames),
    "worst": lambda group: group.sums.worst,
    "signature": lambda group: group.key.casefold(),
    "missing": lambda group: (not group.missing, group.missing.casefold()),
}
_ENTRY_KEYS: dict[str, Callable[[Entry], Any]] = {
    "request": lambda entry: entry.name,
    "resolved": lambda e: _share(e.outcome.resolved, e.outcome.frames) if e.outcome else 3.0,
    "worst": lambda entry: badness(entry.outcome.worst) if entry.outcome else -2,
    "signature": lambda entry: entry.outcome.signature.casefold() if entry.outcome else "",
    "missing": lambda entry: (not top_missing(entry), top_missing(entry).casefold()),
}


def unfolding(choice: Choice, key: str, *, unfolded: bool) -> Choice:
    """The same, a group unfolded or folded."""
    keys = choice.unfolded | {key} if unfolded else choice.unfolded - {key}
    return replace(choice, unfolded=keys)
