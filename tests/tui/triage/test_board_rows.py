"""Entries and choices -> rows."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.batch.folder import Entry
from inspector.batch.outcome import MissingModule, Outcome
from inspector.tui.triage.board_rows import (
    FLAT_COLUMNS,
    GROUP_COLUMNS,
    Choice,
    GroupRow,
    RequestRow,
    Sums,
    hits,
    identity,
    laid,
    sums_of,
    unfolding,
    worst_word,
)

GL, C = MissingModule("libgl", "G", 3), MissingModule("libc", "C", 1)


def entry(name: str, signature: str | None = None, stale: str = "", **fields: object) -> Entry:
    made = None if signature is None else Outcome(path="/r/" + name, signature=signature, **fields)  # type: ignore[arg-type]
    return Entry("/r/" + name, name, made, stale)


ENTRIES = (
    entry("a", "f", resolved=1, frames=4, worst="missing", missing=(GL, C)),
    entry("b", "f", resolved=4, frames=4, worst="found", stale="changed"),
    entry("c", "g", resolved=0, frames=2, worst="malformed", missing=(C,)),
    entry("d", "", state="broken", reason="/r/d: not JSON"),
    entry("e", stale="new"),
    entry("z", "a::b", frames=2, resolved=2, worst="found"),
)


def titles(choice: Choice) -> list[str]:
    return [identity(row).removeprefix("/r/") for row in laid(ENTRIES, choice).rows]


@pytest.mark.parametrize(
    ("choice", "rows"),
    [
        pytest.param(Choice(), ["=f", "=a::b", "=g", "broken", "new"], id="count"),
        pytest.param(Choice(reverse=True), ["=a::b", "=g", "broken", "new", "=f"], id="few"),
        pytest.param(Choice(sort=1), ["=g", "=f", "=a::b", "broken", "new"], id="resolved"),
        pytest.param(Choice(sort=2), ["=g", "=f", "=a::b", "broken", "new"], id="worst"),
        pytest.param(Choice(sort=3), ["=a::b", "=f", "=g", "broken", "new"], id="signature"),
        pytest.param(Choice(sort=4), ["=g", "=f", "=a::b", "broken", "new"], id="missing"),
        pytest.param(
            Choice(unfolded=frozenset({"=f"}), sort=1),
            ["=g", "=f", "a", "b", "=a::b", "broken", "new"], id="unfolded",
        ),
        pytest.param(Choice(flat=True), ["a", "b", "c", "d", "e", "z"], id="flat"),
        pytest.param(Choice(flat=True, reverse=True), ["z", "e", "d", "c", "b", "a"], id="z-to-a"),
        pytest.param(Choice(flat=True, sort=2), ["c", "a", "b", "z", "d", "e"], id="flat-worst"),
        pytest.param(Choice(filter="LIBC"), ["=f", "=g"], id="by-module"),
        pytest.param(Choice(filter="not json"), ["broken"], id="by-reason"),
        pytest.param(Choice(filter="changed"), ["=f"], id="by-state"),
        pytest.param(Choice(filter="nothing of that"), [], id="nothing"),
    ],
)  # fmt: skip
def test_rows(choice: Choice, rows: list[str]) -> None:
    assert titles(choice) == rows


def test_a_group_adds_its_requests_up() -> None:
    group = laid(ENTRIES, Choice()).rows[0]
    assert isinstance(group, GroupRow)
    sums = group.sums
    assert (sums.count, sums.resolved, sums.frames, sums.stale) == (2, 5, 8, 1)
    assert worst_word(group.sums.worst) == "missing"
    assert group.missing == "libgl"


def test_the_sums_are_of_the_folder_whatever_is_listed() -> None:
    made = laid(ENTRIES, Choice(filter="libc"))
    assert made.listed == 2
    assert made.sums == sums_of(ENTRIES)
    assert (made.sums.count, made.sums.new, made.sums.broken, made.sums.stale) == (6, 1, 1, 2)
    assert sums_of(()) == Sums()


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        pytest.param("A::", ["=a::b"], id="signature"),
        pytest.param("libgl", ["=f"], id="module"),
        pytest.param("json", ["/r/d"], id="reason"),
        pytest.param("found", ["/r/z", "/r/b"], id="requests-in-the-order-of-their-groups"),
        pytest.param("", [], id="nothing"),
    ],
)
def test_hits_are_groups_or_requests_below_them(wanted: str, found: list[str]) -> None:
    assert sorted(hits(laid(ENTRIES, Choice()), ENTRIES, wanted, Choice())) == sorted(found)


def test_what_the_filter_leaves_out_is_not_found() -> None:
    choice = Choice(filter="malformed")
    assert hits(laid(ENTRIES, choice), ENTRIES, "found", choice) == ()
    assert hits(laid(ENTRIES, choice), ENTRIES, "c", choice) == ("=g",)


def test_hits_of_the_flat_list_are_requests_in_its_order() -> None:
    choice = Choice(flat=True, reverse=True)
    assert hits(laid(ENTRIES, choice), ENTRIES, "found", choice) == ("/r/z", "/r/b")


def test_folding_twice_is_folding_once() -> None:
    unfolded = unfolding(Choice(), "=f", unfolded=True)
    assert unfolded.unfolded == {"=f"}
    assert unfolding(unfolding(unfolded, "=f", unfolded=False), "=f", unfolded=False) == Choice()


@given(
    st.lists(st.sampled_from(ENTRIES), unique=True),
    st.builds(
        Choice,
        flat=st.booleans(),
        sort=st.integers(0, min(len(FLAT_COLUMNS), len(GROUP_COLUMNS)) - 1),
        reverse=st.booleans(),
        filter=st.sampled_from(["", "f", "lib", "new"]),
    ),
)
def test_whatever_is_chosen_every_request_is_listed_once(
    entries: list[Entry], choice: Choice
) -> None:
    made = laid(entries, choice)
    keys = frozenset(identity(row) for row in made.rows if isinstance(row, GroupRow))
    whole = laid(entries, Choice(choice.flat, choice.sort, choice.reverse, choice.filter, keys))
    paths = [row.entry.path for row in whole.rows if isinstance(row, RequestRow)]
    assert len(paths) == len(set(paths)) == made.listed
    assert sum(row.sums.count for row in made.rows if isinstance(row, GroupRow)) == (
        0 if choice.flat else made.listed
    )
