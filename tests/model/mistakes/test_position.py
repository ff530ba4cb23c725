"""Where a value of a JSON text ends."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.model.mistakes.position import place_of


@pytest.mark.parametrize(
    ("text", "path", "place"),
    [
        pytest.param('{"a": 1}', "a", (1, 7), id="member"),
        pytest.param('{"a": 1}', "", (1, 8), id="the-whole"),
        pytest.param('{"a": [1, {"b": "x"}]}', "a[1].b", (1, 19), id="nested"),
        pytest.param('{"a": [\n 1,\n 22]}', "a[1]", (3, 3), id="lines"),
        pytest.param('{"a": {"c": 1}}', "a.b", (1, 14), id="missing-member-ends-with-its-object"),
        pytest.param("[1]", "[3]", (1, 3), id="missing-element"),
        pytest.param("[]", "[1]", (1, 2), id="empty-array"),
        pytest.param('{"a": "é"}', "a", (1, 9), id="columns-are-characters"),
        pytest.param('{"a": 1, "a": 22}', "a", (1, 16), id="twice"),
        pytest.param('{"a": 5}', "a.b", (1, 7), id="no-object"),
        pytest.param(' \n"text"', "a", (2, 6), id="string-body"),
    ],
)
def test_place(text: str, path: str, place: tuple[int, int]) -> None:
    assert place_of(text.encode(), path) == place


@given(
    st.recursive(
        st.none() | st.integers() | st.text(),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(), inner),
    ),
    st.text(alphabet="ab.[]01", max_size=12),
)
def test_any_path_has_a_place(value: object, path: str) -> None:
    text = json.dumps(value, indent=1)
    line, column = place_of(text.encode(), path)
    assert 1 <= line <= text.count("\n") + 1
    assert column >= 1
