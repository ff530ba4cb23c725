"""What is different about a module."""

import pytest
from msgspec.structs import replace

from inspector.compare.frames import Meaning
from inspector.compare.modules import compare_modules
from inspector.model.report import Module

FOUND = Module(index=0, name="app", debug_id="x", status="found", features=("debug",))


@pytest.mark.parametrize(
    ("a", "b", "meaning", "note"),
    [
        pytest.param(FOUND, FOUND, "equal", "", id="equal"),
        pytest.param(
            replace(FOUND, status="missing"), FOUND, "better", "missing, now found", id="found"
        ),
        pytest.param(
            FOUND, replace(FOUND, status="missing"), "worse", "found, now missing", id="lost"
        ),
        pytest.param(
            FOUND, replace(FOUND, features=("debug", "sources")), "better", "has sources now",
            id="feature",
        ),
        pytest.param(FOUND, replace(FOUND, debug_id="y"), "changed", "another build", id="build"),
        pytest.param(FOUND, replace(FOUND, debug_id=""), "equal", "", id="id-not-told"),
        pytest.param(
            replace(FOUND, status="unused"), FOUND, "changed", "unused became found", id="unused"
        ),
        pytest.param(
            FOUND, replace(FOUND, features=("symbols",)), "changed", "other features",
            id="other-features",
        ),
    ],
)  # fmt: skip
def test_meanings(a: Module, b: Module, meaning: Meaning, note: str) -> None:
    (pair,) = compare_modules((a,), (b,))
    assert (pair.meaning, pair.note) == (meaning, note)


def test_the_same_build_finds_its_like_among_modules_of_one_name() -> None:
    other = replace(FOUND, index=1, debug_id="y")
    pairs = compare_modules((FOUND, other), (replace(other, index=0), replace(FOUND, index=1)))
    assert [pair.meaning for pair in pairs] == ["equal", "equal"]


def test_modules_of_one_side() -> None:
    pairs = compare_modules((FOUND,), (Module(index=0, name="libc.so"),))
    assert [pair.meaning for pair in pairs] == ["only_a", "only_b"]
