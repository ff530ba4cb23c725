from fnmatch import fnmatchcase

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.detail.signatures.patterns import Patterns, Trims, fits


@given(st.text(alphabet="ab*", max_size=8), st.text(alphabet="ab", max_size=8))
def test_a_star_is_anything(pattern: str, text: str) -> None:
    assert fits(pattern.split("*"), text) == fnmatchcase(text, pattern)


@pytest.mark.parametrize(
    ("pattern", "name", "module", "found"),
    [
        pytest.param("raise", "raise", "", True, id="whole-name"),
        pytest.param("raise", "raised", "", False, id="no-beginning"),
        pytest.param("std::*", "std::sort", "", True, id="beginning"),
        pytest.param("libc*!*", "anything", "libc.so.6", True, id="module"),
        pytest.param("libc*!*", "anything", "app", False, id="other-module"),
        pytest.param("NTDLL.dll!Rtl*", "RtlFree", "ntdll.dll", True, id="module-without-case"),
        pytest.param("operator!=*", "x", "operator", False, id="reads-as-module"),
    ],
)
def test_find(pattern: str, name: str, module: str, *, found: bool) -> None:
    assert Patterns([pattern]).find(name, module) == (pattern if found else "")


def test_the_first_pattern_is_told() -> None:
    assert Patterns(["a*", "ab*"]).find("abc") == "a*"


@pytest.mark.parametrize(
    ("name", "trims", "left"),
    [
        pytest.param("f.cold", ["*.cold"], "f", id="end"),
        pytest.param("f.cold.12", ["*.cold", "*.cold.*"], "f", id="end-with-more"),
        pytest.param("f.part.0.cold", ["*.cold", "*.part.*"], "f", id="twice"),
        pytest.param("static A.f", ["static *"], "A.f", id="beginning"),
        pytest.param("static ", ["static *"], "static ", id="nothing-would-stay"),
        pytest.param("f", ["*.cold"], "f", id="nothing-to-cut"),
    ],
)
def test_trimmed(name: str, trims: list[str], left: str) -> None:
    assert Trims(trims).cut(name)[0] == left
