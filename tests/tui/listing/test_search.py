"""Finding frames."""

import pytest
from msgspec.structs import replace

from inspector.tui.listing.rows import Place, Spot
from inspector.tui.listing.search import destination, find, next_hit
from inspector.tui.view import opened
from tests.tui.scripted import crash

ANSWER = crash()[1]
VIEW = opened(ANSWER)


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        pytest.param("POLL", [Spot(0, Place(0))], id="function-any-case"),
        pytest.param("cache<int[", [Spot(1, Place(1, 1))], id="inlined"),
        pytest.param("main.cpp", [Spot(1, Place(10))], id="file"),
        pytest.param("nvidia", [Spot(1, Place(9))], id="module"),
        pytest.param("futex", [Spot(n, Place(0)) for n in range(2, 6)], id="other-threads"),
        pytest.param("no such thing", [], id="nothing"),
        pytest.param("", [], id="empty"),
    ],
)
def test_find(text: str, hits: list[Spot]) -> None:
    assert list(find(ANSWER.threads, text).hits) == hits


def test_stepping_goes_round_both_ways() -> None:
    found = find(ANSWER.threads, "futex")
    order = []
    thread, place = 1, Place(3)
    for step in (1, 1, 1, 1, 1, -1, -1):
        hit = found.hits[next_hit(found, thread, place, step)]
        thread, place = hit.thread, hit.place
        order.append(thread)
    assert order == [2, 3, 4, 5, 2, 5, 4]


@pytest.mark.parametrize(
    ("text", "hit"),
    [
        pytest.param("10", Spot(1, Place(10)), id="number"),
        pytest.param("1", Spot(1, Place(1, 1)), id="number-of-a-chain"),
        pytest.param("0x55D0C41A02B1", Spot(1, Place(2)), id="address"),
        pytest.param(" libgtk ", Spot(1, Place(3)), id="module"),
        pytest.param("99", None, id="no-such-number"),
        pytest.param("0xzz", None, id="no-address"),
        pytest.param("", None, id="empty"),
    ],
)
def test_destination(text: str, hit: Spot | None) -> None:
    assert destination(VIEW, text) == hit


def test_a_number_is_of_the_shown_thread() -> None:
    assert destination(replace(VIEW, thread=0), "10") is None
