"""Names in few columns."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from inspector.tui.words.names import (
    cut,
    cut_function,
    cut_start,
    fit,
    split_arguments,
    split_scopes,
)

NAMES = st.text(alphabet="ab:<>()[]{}~漢 &*,", max_size=40)


@pytest.mark.parametrize(
    ("name", "width", "shown"),
    [
        pytest.param("main", 10, "main", id="fits"),
        pytest.param("Scene::render(Camera const&)", 16, "Scene::render(…)", id="arguments-go"),
        pytest.param("Scene::render(Camera const&)", 14, "Scene::render", id="brackets-go"),
        pytest.param("aa::bb::cc::render()", 18, "aa::bb::cc::render", id="just-too-long"),
        pytest.param("aa::bb::cc::render()", 14, "aa::…::render", id="middle-goes"),
        pytest.param("aa::bb::cc::render()", 10, "…::render", id="start-goes"),
        pytest.param("aa::bb::cc::render()", 5, "rend…", id="end-goes"),
        pytest.param("std::map<a::b, c::d>::find(x)", 14, "std::…::find", id="templates-hold"),
        pytest.param("unload<harbor::Dock>(int)", 12, "unload<…>", id="brackets-go-last"),
        pytest.param("ns::unload<harbor::Dock>", 9, "unload", id="bare-word"),
        pytest.param("a::operator<", 12, "a::operator<", id="operator"),
        pytest.param("plain_c_function", 8, "plain_c…", id="no-scopes"),
        pytest.param("漢字漢字", 5, "漢字…", id="wide"),
        pytest.param("main", 0, "", id="no-room"),
    ],
)
def test_cut_function(name: str, width: int, shown: str) -> None:
    assert cut_function(name, width) == shown


@given(NAMES, st.integers(0, 45))
def test_no_cut_is_wider_than_asked(name: str, width: int) -> None:
    for cutter in (cut, cut_start, cut_function):
        assert cell_len(cutter(name, width)) <= width
    assert cell_len(fit(name, width)) == width


@given(NAMES)
def test_what_fits_is_not_touched(name: str) -> None:
    for cutter in (cut, cut_start, cut_function):
        assert cutter(name, cell_len(name)) == name


@given(NAMES)
def test_splitting_loses_nothing(name: str) -> None:
    assert "".join(split_arguments(name)) == name
    assert "::".join(split_scopes(name)) == name


@pytest.mark.parametrize(
    ("name", "arguments"),
    [
        pytest.param("f(int, g(x))", "(int, g(x))", id="nested"),
        pytest.param("A::b() const", "() const", id="const"),
        pytest.param("operator()", "", id="call-operator"),
        pytest.param("A::operator()(int)", "(int)", id="call-operator-with-arguments"),
        pytest.param("-[NSObject release]", "", id="objective-c"),
        pytest.param("f(", "", id="unbalanced"),
        pytest.param("(anonymous namespace)::f", "", id="anonymous"),
    ],
)
def test_split_arguments(name: str, arguments: str) -> None:
    assert split_arguments(name)[1] == arguments


def test_a_path_keeps_its_end() -> None:
    assert cut_start("/usr/src/app/renderer.cpp", 13) == "…renderer.cpp"
