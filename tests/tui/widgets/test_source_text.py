"""Source lines: cut, clean, the right one marked."""

import pytest

from inspector.model.report import Frame
from inspector.tui.widgets.source_text import (
    MARKING,
    MARKING_ANSI,
    WINDOW,
    coloured,
    excerpt,
    left_edge,
)

FRAME = Frame(
    line=10, context_line="\treturn [/x];", pre_context=("int f() {", "  a"), post_context=("}",)
)


def lines(frame: Frame, file: str = "a.cpp") -> list[str]:
    piece = excerpt(frame)
    assert piece is not None
    return coloured(piece, file).plain.split("\n")


def test_numbers_and_the_marked_line() -> None:
    assert lines(FRAME) == ["  8 int f() {", "  9   a", "»10     return [/x];", " 11 }"]


def test_the_marked_line_is_set_off_also_where_colours_cannot_be_mixed() -> None:
    piece = excerpt(FRAME)
    assert piece is not None
    for marking in (MARKING, MARKING_ANSI):
        marked = coloured(piece, "a.cpp", marking).split("\n")[2]
        assert any(str(span.style) == marking for span in marked.spans)


def test_the_column_is_underlined_and_scrolled_to() -> None:
    frame = Frame(line=1, column=500, context_line="\t" * 40 + "x" * 459 + "HERE" + "y" * 900)
    piece = excerpt(frame)
    assert piece is not None
    assert piece.column is not None
    assert piece.lines[0][piece.column :].startswith("HERE")
    (underlined,) = [
        span for span in coloured(piece, "a.js").spans if str(span.style) == "underline"
    ]
    assert coloured(piece, "a.js").plain[underlined.start : underlined.end] == "H"
    assert left_edge(piece, 80) <= piece.column <= left_edge(piece, 80) + 80
    assert left_edge(piece, 1000) == 0


@pytest.mark.parametrize("column", [None, 0, 99, 4_000_000_000])
def test_a_column_outside_the_line_is_not_marked(column: int | None) -> None:
    piece = excerpt(Frame(line=1, column=column, context_line="short"))
    assert piece is not None
    assert piece.column is None
    assert piece.lines == ("short",)


def test_no_context_no_excerpt() -> None:
    assert excerpt(Frame(line=3)) is None


def test_more_context_than_the_file_can_have() -> None:
    frame = Frame(line=1, context_line="x", pre_context=("a", "b"))
    assert [line.split() for line in lines(frame)] == [["a"], ["b"], ["»1", "x"]]


def test_empty_lines_are_lines() -> None:
    frame = Frame(line=3, context_line="", pre_context=("", ""), post_context=("",))
    assert len(lines(frame)) == 4


def test_a_megabyte_on_one_line_is_cut_around_the_column() -> None:
    frame = Frame(line=1, column=500_001, context_line="x" * 500_000 + "HERE" + "y" * 500_000)
    (line,) = lines(frame, "a.min.js")
    assert len(line) <= WINDOW + 10
    assert "HERE" in line


@pytest.mark.parametrize(
    "file", ["a.cpp", "a.rs", "a.swift", "a.js", "a.weird", "no-extension", ""]
)
def test_every_language_keeps_the_text(file: str) -> None:
    frame = Frame(line=1, context_line="auto x = [b] \x1b[31m // [/]")
    assert lines(frame, file) == ["»1 auto x = [b] ␛[31m // [/]"]
