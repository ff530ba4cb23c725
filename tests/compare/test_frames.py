"""What each difference of two frames means, and that swapping them swaps gain and loss."""

import pytest
from hypothesis import given
from msgspec.structs import replace

from inspector.compare.frames import Meaning, judge, key, site
from inspector.model.report import Frame
from tests.compare.reports import frames

FOUND = Frame(
    status="symbolicated",
    function="a::f<int>",
    package="/opt/app",
    file="x.cpp",
    path="/src/x.cpp",
    line=7,
    offset=0x10,
)
MIRRORED: dict[Meaning, Meaning] = {"better": "worse", "worse": "better"}


@pytest.mark.parametrize(
    ("a", "b", "meaning", "note"),
    [
        pytest.param(FOUND, FOUND, "equal", "", id="equal"),
        pytest.param(FOUND, replace(FOUND, address=9, trust="fp"), "equal", "", id="address"),
        pytest.param(
            Frame(status="missing"), FOUND, "better", "resolved now", id="resolved"
        ),
        pytest.param(replace(FOUND, line=0), FOUND, "better", "line gained", id="line"),
        pytest.param(
            replace(FOUND, file="", path=""), FOUND, "better", "file gained", id="file"
        ),
        pytest.param(
            FOUND, replace(FOUND, context_line="x"), "better", "source text gained", id="source"
        ),
        pytest.param(replace(FOUND, function=""), FOUND, "better", "name gained", id="name"),
        pytest.param(FOUND, replace(FOUND, line=9), "moved", "line 7 became 9", id="moved"),
        pytest.param(
            replace(FOUND, column=1), replace(FOUND, column=2), "moved", "column 1 became 2",
            id="column",
        ),
        pytest.param(
            FOUND, replace(FOUND, function="a::f<int >"), "cosmetic", "name spelt otherwise",
            id="template-space",
        ),
        pytest.param(
            FOUND, replace(FOUND, path="/ci/src/x.cpp"), "cosmetic", "path spelt otherwise",
            id="path-prefix",
        ),
        pytest.param(
            FOUND, replace(FOUND, function="g"), "changed", "another function", id="function"
        ),
        pytest.param(
            FOUND, replace(FOUND, path="/src/y.cpp", file="y.cpp"), "changed", "another file",
            id="other-file",
        ),
        pytest.param(
            Frame(status="missing"), Frame(status="malformed"), "changed",
            "missing became malformed", id="status",
        ),
    ],
)  # fmt: skip
def test_meanings(a: Frame, b: Frame, meaning: Meaning, note: str) -> None:
    assert judge(a, b) == (meaning, note)
    assert judge(b, a)[0] == MIRRORED.get(meaning, meaning)


@given(frames(), frames())
def test_swapping_swaps_gain_and_loss(a: Frame, b: Frame) -> None:
    there, back = judge(a, b)[0], judge(b, a)[0]
    assert back == MIRRORED.get(there, there)


@given(frames())
def test_a_frame_equals_itself(frame: Frame) -> None:
    assert judge(frame, frame) == ("equal", "")


def test_keys() -> None:
    assert key(FOUND) == key(replace(FOUND, package="C:\\APP", function="a::f<int >(char)"))
    assert key(FOUND) != key(replace(FOUND, function="g"))
    assert key(replace(FOUND, function="")) == key(Frame(package="app", offset=0x10))
    assert key(Frame(address=5)) != key(Frame(address=6))
    assert key(Frame(path="a.js", line=1, column=2)) != key(Frame(path="a.js", line=1, column=3))


def test_sites() -> None:
    assert site(FOUND) == site(Frame(package="/other/app", offset=0x10))
    assert site(Frame(address=5)) == 5
    sent = Frame(path="src/a.ts", line=3, facts=(("sent at", "https://x.test/a.js:1:20"),))
    assert site(sent) == site(Frame(path="https://x.test/a.js", line=1, column=20))
