"""What else is wrong with a body, beyond the first mistake."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.js import wire as js
from inspector.model.body import BadBody
from inspector.model.mistakes.problems import MOST, changed, problems, steps_of
from inspector.native import wire as native


def found(body: Any, wire: Any = native) -> list[str]:
    """All that is told of a body, which must be wrong."""
    with pytest.raises(BadBody) as first:
        wire.from_tree(body)
    return [str(problem) for problem in problems(body, wire.from_tree, first.value)]


FRAME = {"instruction_addr": "0x1"}
BODIES = [
    pytest.param(
        native,
        {"stacktraces": [{"frames": [FRAME, {"instruction_addr": "zz", "trust": "odd"}]}]},
        [
            "stacktraces[0].frames[1].instruction_addr: invalid digit in address 'zz'",
            "stacktraces[0].frames[1].trust: invalid enum value 'odd'",
        ],
        id="two-in-a-frame",
    ),
    pytest.param(
        native,
        {"modules": [{}, {"type": "elf"}, {"type": 1}, {}, {"image_addr": 1}]},
        [
            "modules[0]: object missing required field `type`",
            "modules[2].type: expected `str`, got `int`",
            "modules[3]: object missing required field `type`",
        ],
        id="numbers-are-those-of-the-file",
    ),
    pytest.param(
        native,
        {"threads": [{"frames": []}, {"frames": 1}], "signal": -1},
        ["signal: expected `int` >= 0", "threads[1].frames: expected `array`, got `int`"],
        id="threads-by-their-name",
    ),
    pytest.param(
        native,
        {"stacktraces": [{"frames": [], "registers": {"a.b": "q", "c": "r"}}], "signal": ""},
        [
            "stacktraces[0].registers[...]: invalid digit in address 'q'",
            "signal: expected `int | null`, got `str`",
        ],
        id="first-in-a-part-without-a-path",
    ),
    pytest.param(native, [], ["expected an object, got an array"], id="no-object"),
    pytest.param(
        native,
        {"sources": [{"type": "nope"}, {"type": "http", "id": "a"}], "options": 5},
        ["sources[0].type: invalid value 'nope'", "sources[1]: object missing required field `url`",
         "options: expected `object`, got `int`"],
        id="sources",
    ),
    pytest.param(
        js,
        {"stacktraces": [{"frames": [{"abs_path": 3, "lineno": "x"}]}], "modules": 5},
        [
            "stacktraces[0].frames[0].abs_path: expected `str`, got `int`",
            "stacktraces[0].frames[0].lineno: expected `int`, got `str`",
            "modules: expected `array`, got `int`",
        ],
        id="javascript",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("wire", "body", "told"), BODIES)
def test_problems(wire: Any, body: Any, told: list[str]) -> None:
    before = json.dumps(body)
    assert found(body, wire)[: len(told)] == told
    assert json.dumps(body) == before


GOOD = {"type": "elf"}
MODULES = st.sampled_from([GOOD, {"type": 1}, {}, {"type": "pe", "image_size": ""}])


@given(st.lists(MODULES, min_size=1, max_size=12))
def test_the_first_three_in_their_order_each_once(modules: list[dict[str, Any]]) -> None:
    wrong = [n for n, one in enumerate(modules) if one != GOOD]
    if not wrong:
        return
    told = found({"modules": modules})
    assert [line.partition(":")[0].partition(".")[0] for line in told] == [
        f"modules[{n}]" for n in wrong[:MOST]
    ]


def test_a_reader_that_never_gets_past_a_place_is_asked_a_few_times() -> None:
    asked = []

    def read(tree: Any) -> None:
        asked.append(tree)
        raise BadBody("always", "a.b.c.d")

    body = {"a": {"b": {"c": {"d": 1}}}}
    assert len(problems(body, read, BadBody("always", "a.b.c.d"))) == 1
    assert len(asked) <= 30


PATHS = [
    pytest.param("a[0].b", ("a", 0, "b"), id="plain"),
    pytest.param("a.b[...].c", ("a", "b"), id="not-named"),
    pytest.param("", (), id="whole"),
]


@pytest.mark.parametrize(("path", "steps"), PATHS)
def test_steps_of(path: str, steps: tuple[object, ...]) -> None:
    assert steps_of(path) == steps


def test_changed_shares_the_rest() -> None:
    tree = {"a": [{"b": 1}, {"c": 2}], "d": {}}
    without = changed(tree, ("a", 0))
    assert without == {"a": [{"c": 2}], "d": {}}
    assert without["d"] is tree["d"]
    assert changed(tree, ("a", 1, "c"), (3,)) == {"a": [{"b": 1}, {"c": 3}], "d": {}}
    assert changed(tree, ("a", 9, "x")) == tree
