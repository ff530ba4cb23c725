"""Strict reading of bodies, and where the errors point to."""

import json
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.model.body import BODY_LIMIT, BadBody, decode_tree

SYNTAX = [
    pytest.param(b"", 1, 1, id="empty"),
    pytest.param(b"{", 1, 2, id="unclosed"),
    pytest.param(b'{\n "a": ,\n}', 2, 7, id="second-line"),
    pytest.param(b'{"a": 01}', 1, 8, id="leading-zero"),
    pytest.param(b'{"a": 1} x', 1, 10, id="rest-behind"),
    pytest.param(b"\xef\xbb\xbf{}", 1, 1, id="byte-order-mark"),
    pytest.param(b'{"a": "\xff"}', 1, 8, id="not-utf-8"),
    pytest.param(b'{"a": "\n"}', 1, 8, id="control-character"),
    pytest.param(rb'["\ud83d\ude00", "a\ud83d"]', 1, 20, id="first-half-alone"),
    pytest.param(rb'["\\ud800\n", "\ude00"]', 1, 16, id="second-half-alone"),
    pytest.param(rb'["\ud83d\ud83d\ude00"]', 1, 3, id="two-first-halves"),
]


@pytest.mark.parametrize(("body", "line", "column"), SYNTAX)
def test_a_syntax_error_has_line_and_column(body: bytes, line: int, column: int) -> None:
    with pytest.raises(BadBody) as caught:
        decode_tree(body)
    assert (caught.value.line, caught.value.column) == (line, column), str(caught.value)


@pytest.mark.parametrize(
    ("body", "reason"),
    [
        pytest.param(b'["a', "Unterminated string$", id="unterminated"),
        pytest.param(b"[NaN]", "NaN is not a JSON value", id="nan"),
        pytest.param(b"[-Infinity]", "-Infinity is not a JSON value", id="infinity"),
        pytest.param(b"[1e400]", "number out of range", id="float-out-of-range"),
        pytest.param(rb'["\ud800"]', "lone surrogate", id="lone-surrogate"),
        pytest.param(b"[" * 100_000, "nested too deep", id="deep"),
        pytest.param(b"9" * 10_000, "not JSON", id="a-number-of-10000-digits"),
        pytest.param(b" " * (BODY_LIMIT + 1), "body too large", id="too-large"),
    ],
)
def test_other_reasons(body: bytes, reason: str) -> None:
    with pytest.raises(BadBody, match=reason):
        decode_tree(body)


@pytest.mark.parametrize(
    ("body", "path"),
    [
        pytest.param(b'{"a": 1, "a": 2}', "a", id="top"),
        pytest.param(b'{"x": [{}, {"b": 1, "c": 2, "b": 3}]}', "x[1].b", id="below"),
    ],
)
def test_a_key_given_twice_is_named_with_its_path(body: bytes, path: str) -> None:
    with pytest.raises(BadBody) as caught:
        decode_tree(body)
    assert caught.value.path == path


def test_a_surrogate_pair_is_a_character() -> None:
    assert decode_tree(rb'["\ud83d\ude00"]') == ["\U0001f600"]


@given(
    st.recursive(
        st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False, allow_infinity=False)
        | st.text(st.characters(exclude_categories=["Cs"])),
        lambda inner: st.lists(inner) | st.dictionaries(st.text(max_size=3), inner),
        max_leaves=10,
    )
)  # fmt: skip
def test_whatever_is_json_is_read_as_json(value: object) -> None:
    try:
        body = json.dumps(value).encode()
    except ValueError:
        return
    assert decode_tree(body) == json.loads(body)


@given(st.binary(max_size=40))
def test_whatever_is_not_json_is_refused_in_one_way(body: bytes) -> None:
    with suppress(BadBody):
        decode_tree(body)


def test_a_reason_does_not_quote_a_value_of_any_length() -> None:
    error = BadBody(f"invalid enum value '{'a' * 100_000}'", "modules[0].type")
    assert str(error).startswith("modules[0].type: invalid enum value 'aaa")
    assert len(str(error)) < 400
