"""Context lines and the cutting of long lines, both by bytes."""

import json
import time
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.model.context import Context, Lines, context, trim

TEXT = "one\ntwo\r\nthree\n\nfive\n"
LONG = "".join(chr(97 + i % 26) for i in range(198))


@pytest.mark.parametrize(
    ("text", "line", "lines", "expected"),
    [
        pytest.param(TEXT, 1, 1, Context((), "one", ("two",)), id="first"),
        pytest.param(TEXT, 0, 1, Context((), "one", ("two",)), id="zero-is-first"),
        pytest.param(TEXT, 3, 1, Context(("two",), "three", ("",)), id="middle"),
        pytest.param(TEXT, 5, 2, Context(("three", ""), "five", ()), id="last"),
        pytest.param(TEXT, 6, 5, None, id="after-the-final-line-feed"),
        pytest.param(TEXT, 0xFFFF_FFFF, 5, None, id="far-beyond"),
        pytest.param("a\n\n", 2, 5, Context(("a",), "", ()), id="empty-last-line"),
        pytest.param("a", 1, 5, Context((), "a", ()), id="no-line-feed"),
        pytest.param("", 1, 5, None, id="empty"),
        pytest.param("\n", 1, 5, Context((), "", ()), id="only-a-line-feed"),
        pytest.param("\n", 2, 5, None, id="only-a-line-feed-2"),
        pytest.param("a\rb\x0b\x0c\x1c\x85\u2028c\r", 1, 5,
                     Context((), "a\rb\x0b\x0c\x1c\x85\u2028c\r", ()), id="no-other-separators"),
        pytest.param("a\r\r\nb", 1, 5, Context((), "a\r", ("b",)), id="one-return-removed"),
        pytest.param("\r\n\r\n", 2, 5, Context(("",), "", ()), id="only-returns"),
        pytest.param("\ufeffa\n", 1, 5, Context((), "\ufeffa", ()), id="byte-order-mark"),
        pytest.param("\ud800", 1, 5, Context((), "?", ()), id="lone-surrogate"),
    ],
)  # fmt: skip
def test_context(text: str, line: int, lines: int, expected: Context | None) -> None:
    assert context(text, line, lines=lines) == expected


@pytest.mark.parametrize(
    ("line", "column", "expected"),
    [
        pytest.param("x" * 150, 9, "x" * 150, id="150-fits"),
        pytest.param("ä" * 75, 9, "ä" * 75, id="150-bytes-fit"),
        pytest.param(LONG[:151], 0, LONG[:140] + " {snip}", id="151-is-cut"),
        pytest.param("ä" * 76, 0, "ä" * 70 + " {snip}", id="152-bytes-are-cut"),
        pytest.param("a" + "ä" * 76, 0, "a" + "ä" * 69 + " {snip}", id="back-to-a-character"),
        pytest.param(LONG, 64, LONG[:140] + " {snip}", id="near-the-start"),
        pytest.param(LONG, 65, "{snip} " + LONG[5:145] + " {snip}", id="no-longer-near"),
        pytest.param(LONG, 66, "{snip} " + LONG[6:146] + " {snip}", id="in-the-middle"),
        pytest.param(LONG, 113, "{snip} " + LONG[53:193] + " {snip}", id="not-yet-at-the-end"),
        pytest.param(LONG, 114, "{snip} " + LONG[58:], id="near-the-end"),
        pytest.param(LONG, 9999, "{snip} " + LONG[58:], id="beyond-the-end"),
        pytest.param("😀" * 60, 100, "{snip} " + "😀" * 35 + " {snip}", id="four-bytes"),
        pytest.param(".." + "😀" * 60, 100, "{snip} " + "😀" * 35 + " {snip}", id="both-moved"),
    ],
)
def test_trim(line: str, column: int, expected: str) -> None:
    assert trim(line, column) == expected


def test_every_line_is_trimmed_around_the_same_column() -> None:
    found = context(f"{LONG}\nshort\n{LONG.upper()}", 2, 66)
    cut = "{snip} " + LONG[6:146] + " {snip}"
    assert found == Context((cut,), "short", (cut.upper().replace("SNIP", "snip"),))


def test_tables(shared: Path) -> None:
    for row in json.loads((shared / "conformance/cases/tables/trim.json").read_bytes())["rows"]:
        if row["check"] == "trim":
            assert trim(row["line"], row["column"]) == row["expected"], row["id"]
            continue
        found = context(row["source"], row["lineno"], row["column"], row["lines"])
        assert shown(found) == row["expected"], row["id"]


def shown(found: Context | None) -> dict[str, object] | None:
    if found is None:
        return None
    pre, post = list(found.pre), list(found.post)
    return {"pre_context": pre, "context_line": found.line, "post_context": post}


def obvious(text: str, line: int, lines: int) -> Context | None:
    """The rule as the specification words it, slowly."""
    ends = text.split("\n")
    all_ = [end.removesuffix("\r") for end in ends[:-1]] + ([ends[-1]] if ends[-1] else [])
    start = max(0, line - lines - 1)
    before = max(0, line - start - 1)
    if start + before >= len(all_):
        return None
    pre = all_[start : start + before]
    rest = all_[start + before :]
    return Context(tuple(pre), rest[0], tuple(rest[1 : 1 + lines]))


@given(st.text("a\r\n", max_size=12), st.lists(st.integers(0, 12)), st.integers(0, 3))
def test_in_any_order_of_questions(text: str, asked: list[int], lines: int) -> None:
    kept = Lines(text)
    for line in asked:
        assert kept.around(line, 0, lines) == obvious(text, line, lines)


@given(st.text("a\r\n", max_size=12), st.integers(0, 9), st.integers(0, 9))
def test_next_to_a_very_long_line(text: str, before: int, line: int) -> None:
    """Lines too long to be copied are cut another way; the others are the same both ways."""
    long = "\n" * before + "x" * 20_000 + "\n" + text
    short = "\n" * before + "x" * 200 + "\n" + text
    assert Lines(long).around(line) == Lines(short).around(line)


@given(st.text("aä€😀", min_size=30, max_size=90), st.integers(0, 400))
def test_what_is_left_is_a_piece_of_the_line(line: str, column: int) -> None:
    left = trim(line, column)
    body = left.removeprefix("{snip} ").removesuffix(" {snip}")
    assert body in line
    if len(line.encode()) > 150:
        assert 137 <= len(body.encode()) <= 143
        assert left != body


def test_a_large_file_is_not_read_again_for_every_frame() -> None:
    many, one = Lines("line of text\n" * 800_000), Lines("x" * 10_000_000)
    many.around(799_000)
    started = time.perf_counter()
    for i in range(200):
        assert many.around(1 + i * 3_999) is not None
        assert one.around(1, i * 40_000) is not None
    assert time.perf_counter() - started < 1.0
