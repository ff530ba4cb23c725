"""What holds for every request: orders that do not matter, and bodies that survive a round trip.

Numbers are small on purpose: addresses then often meet edges, gaps and each other.
"""

import json
from random import Random
from typing import Any

import msgspec
from hypothesis import given
from hypothesis import strategies as st

from inspector.model.outcome import Miss, Why
from inspector.native import report
from inspector.native.wire import NativeResponse, decode, encode, from_tree
from inspector.objects.symcache import Location
from tests.native.fakes import DEBUG, SYMBOLS, FakeTable, World, place, written


def chain(rel: int) -> tuple[Location, ...]:
    """Nothing, a function, or one with another inlined; the program's entry at 6."""
    if rel == 6:
        return (place(0, "_start", 6),)
    return ((), (place(rel, "plain", rel),), (place(rel, "inner"), place(9, "outer", 1)))[rel % 3]


TABLE = FakeTable({rel: chain(rel) for rel in range(16)})
WORLD = World(
    {"aa/00": "good", "aa/01": "symbols", "aa/02": "malformed", "aa/03": Miss(Why.TIMEOUT, "1s")},
    {"good": DEBUG, "symbols": SYMBOLS, "malformed": Miss(Why.MALFORMED)},
    {"good": TABLE, "symbols": TABLE},
)

FRAME = st.fixed_dictionaries(
    {"instruction_addr": st.integers(0, 70)},
    optional={
        "addr_mode": st.sampled_from(["abs", "rel:0", "rel:1", "rel:9"]),
        "adjust_instruction_addr": st.booleans(),
        "trust": st.sampled_from(["scan", "cfi"]),
        "function": st.sampled_from(["_start", "main"]),
        "package": st.just("sent"),
    },
)
THREAD = st.fixed_dictionaries(
    {"frames": st.lists(FRAME, max_size=6)},
    optional={"registers": st.fixed_dictionaries({"rip": st.integers(0, 70)})},
)
MODULE = st.fixed_dictionaries(
    {"type": st.just("elf"), "code_id": st.sampled_from(["aa00", "aa01", "aa02", "aa03", "aa04"])},
    optional={"image_size": st.integers(0, 16), "code_file": st.just("/lib/x")},
)


@st.composite
def requests(draw: st.DrawFn) -> dict[str, Any]:
    """A body with modules at different addresses."""
    starts = draw(st.lists(st.integers(0, 60), unique=True, max_size=4))
    return {
        "modules": [draw(MODULE) | {"image_addr": start} for start in starts],
        "stacktraces": draw(st.lists(THREAD, max_size=3)),
        "signal": draw(st.sampled_from([None, 11])),
        "options": {"dif_candidates": True},
    }


def answered(body: dict[str, Any]) -> dict[str, Any]:
    """The response as JSON values."""
    response: dict[str, Any] = json.loads(encode(WORLD.run(body).response))
    return response


def caller_first(body: dict[str, Any]) -> dict[str, Any]:
    threads = [thread | {"frames": thread["frames"][::-1]} for thread in body["stacktraces"]]
    options = body["options"] | {"frame_order": "caller_first"}
    return body | {"stacktraces": threads, "options": options}


@given(requests())
def test_caller_first_is_callee_first_reversed(body: dict[str, Any]) -> None:
    expected = answered(body)
    for thread in expected["stacktraces"]:
        thread["frames"].reverse()
    assert answered(caller_first(body)) == expected


@given(requests())
def test_a_face_shows_the_same_for_both_orders(body: dict[str, Any]) -> None:
    def shown(tree: dict[str, Any]) -> tuple[object, object]:
        request, answer = from_tree(tree), WORLD.run(tree)
        before = report.preview(request, "name")
        return before, report.report(request, answer.response, answer.candidates(), "name")

    assert shown(caller_first(body)) == shown(body)


@given(requests(), st.randoms())
def test_the_order_of_modules_does_not_matter(body: dict[str, Any], random: Random) -> None:
    order = list(range(len(body["modules"])))
    random.shuffle(order)
    shuffled = body | {"modules": [body["modules"][old] for old in order]}
    shuffled["stacktraces"] = [
        thread | {"frames": [_renumbered(frame, order) for frame in thread["frames"]]}
        for thread in body["stacktraces"]
    ]
    expected = answered(body)
    expected["modules"] = [expected["modules"][old] for old in order]
    for thread in expected["stacktraces"]:
        thread["frames"] = [_renumbered(frame, order) for frame in thread["frames"]]
    assert answered(shuffled) == expected


def _renumbered(frame: dict[str, Any], order: list[int]) -> dict[str, Any]:
    """A frame that counts from a module, after the modules changed their places."""
    mode, _, number = frame.get("addr_mode", "abs").partition(":")
    if mode == "abs" or int(number) not in order:
        return frame
    return frame | {"addr_mode": f"rel:{order.index(int(number))}"}


@given(requests())
def test_threads_do_not_know_of_each_other(body: dict[str, Any]) -> None:
    alone = [answered(body | {"stacktraces": [t]})["stacktraces"][0] for t in body["stacktraces"]]
    assert answered(body)["stacktraces"] == alone


@given(requests())
def test_every_frame_is_answered_dropped_or_expanded_in_place(body: dict[str, Any]) -> None:
    for sent, thread in zip(body["stacktraces"], answered(body)["stacktraces"], strict=True):
        indexes = [frame["original_index"] for frame in thread["frames"]]
        assert indexes == sorted(indexes)
        assert set(indexes) <= set(range(len(sent["frames"])))
        failed = [f["original_index"] for f in thread["frames"] if f["status"] != "symbolicated"]
        assert len(set(failed)) == len(failed)


@given(requests())
def test_a_request_survives_a_round_trip(body: dict[str, Any]) -> None:
    request = from_tree(body)
    assert decode(written(request)) == request


@given(requests())
def test_a_response_survives_a_round_trip(body: dict[str, Any]) -> None:
    response = WORLD.run(body).response
    assert msgspec.json.decode(encode(response), type=NativeResponse) == response


@given(requests())
def test_a_response_is_a_request(body: dict[str, Any]) -> None:
    """Every field of an answered frame and of a module may be sent."""
    response = answered(body)
    again = from_tree(response)
    assert [len(t.frames) for t in again.stacktraces] == [
        len(t["frames"]) for t in response["stacktraces"]
    ]
    assert len(again.modules) == len(response["modules"])
