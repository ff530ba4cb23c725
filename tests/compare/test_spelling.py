"""Names and paths that mean the same, and those that do not."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.compare.spelling import same_file, same_function, without_arguments


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("a::f<int >", "a::f<int>", id="template-space"),
        pytest.param("f<a<int> >(b, c)", "f<a<int>>(b,c)", id="nested-templates"),
        pytest.param("f(class Foo &)", "f(Foo&)", id="msvc-keyword"),
        pytest.param("(anonymous namespace)::f", "`anonymous namespace'::f", id="anonymous"),
        pytest.param("std::__cxx11::string::size", "std::string::size", id="inline-namespace"),
        pytest.param("f[abi:cxx11]()", "f()", id="abi-tag"),
        pytest.param("a::b::h0123456789abcdef", "a::b", id="rust-hash"),
        pytest.param("a::{{closure}}", "a::{closure#0}", id="rust-closure"),
        pytest.param("f", "f(int) const", id="without-arguments"),
        pytest.param("f(void)", "f()", id="void"),
        pytest.param("::f", "f", id="global"),
    ],
)
def test_one_function(one: str, other: str) -> None:
    assert same_function(one, other)
    assert same_function(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("f", "g"),
        ("f(int)", "f(char)"),
        ("a::f", "b::f"),
        ("A::operator()", "A::operator"),
        ("operator new", "operatornew"),
        ("unsigned long", "unsignedlong"),
    ],
)
def test_two_functions(one: str, other: str) -> None:
    assert not same_function(one, other)


@given(st.text(max_size=30))
def test_every_name_is_itself(name: str) -> None:
    assert same_function(name, name)


@pytest.mark.parametrize(
    ("name", "bare"),
    [
        ("f", "f"),
        ("f(int)", "f"),
        ("f(void(*)(int))const", "f"),
        ("A::operator()", "A::operator()"),
        ("A::operator()(int)", "A::operator()"),
        ("(x)", "(x)"),
        ("x)", "x)"),
    ],
)
def test_without_arguments(name: str, bare: str) -> None:
    assert without_arguments(name) == bare


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("/build/a/x.cpp", "C:\\ci\\X.cpp", True),
        ("x.cpp", "/y/x.cpp", True),
        ("/a/x.cpp", "/a/y.cpp", False),
    ],
)
def test_files(one: str, other: str, *, same: bool) -> None:
    assert same_file(one, other) is same
