"""Hostile text becomes visible; harmless text stays as it is."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.model.clean import clean, clean_line, clean_lines

CASES = [
    pytest.param("Cache<int[4]>::get(Key)", "Cache<int[4]>::get(Key)", id="plain"),
    pytest.param("naïve::größe", "naïve::größe", id="letters"),
    pytest.param("漢字", "漢字", id="wide"),
    pytest.param("a\x1b[31mb", "a␛[31mb", id="colour"),
    pytest.param("\x1b]52;c;Zm9v\x07", "␛]52;c;Zm9v␇", id="clipboard"),
    pytest.param("a\x00b", "a␀b", id="nul"),
    pytest.param("a\nb\tc\rd", "a␊b␉c␍d", id="lines-and-tabs"),
    pytest.param("a\x7fb", "a␡b", id="delete"),
    pytest.param("\x9b31m", "\ufffd31m", id="c1"),
    pytest.param("\ud800", "\ufffd", id="lone-surrogate"),
    pytest.param("a\u202eb", "a<U+202E>b", id="bidi-override"),
    pytest.param("a\u2066b", "a<U+2066>b", id="bidi-isolate"),
    pytest.param("a\u200bb", "a<U+200B>b", id="zero-width-space"),
    pytest.param("a\ufeffb", "a<U+FEFF>b", id="byte-order-mark"),
    pytest.param("a\u2028b", "a<U+2028>b", id="line-separator"),
    pytest.param("a\xadb", "a<U+00AD>b", id="soft-hyphen"),
    pytest.param("a\U000e0041b", "a<U+E0041>b", id="tag"),
    pytest.param("a\xa0b\u3000c", "a\xa0b\u3000c", id="spaces-stay"),
]


@pytest.mark.parametrize(("text", "shown"), CASES)
def test_clean(text: str, shown: str) -> None:
    assert clean(text) == shown


@given(st.text(alphabet=st.characters(codec=None)))
def test_nothing_that_acts_or_hides_is_left(text: str) -> None:
    left = clean(text)
    assert {unicodedata.category(c) for c in left} & {"Cc", "Cf", "Cs", "Cn", "Zl", "Zp"} == set()
    assert clean(left) == left


@given(st.text(alphabet=st.characters(max_codepoint=0x2FFF)))
def test_characters_outside_are_kept_in_order(text: str) -> None:
    kept = [c for c in text if c.isprintable()]
    shown = iter(clean(text))
    assert all(c in shown for c in kept)


def test_a_source_line_has_its_tabs_expanded_and_no_line_end() -> None:
    assert clean_line("\tif (x)\x1b\r\n") == "    if (x)␛"


def test_lines_stay_lines() -> None:
    assert clean_lines("a\x1b\n\tb") == "a␛\n    b"
