"""Source lines: cut, clean, the right one marked."""

import pytest
from textual.content import Content

from inspector.model.report import Frame
from inspector.tui.widgets.crash.source_text import (
    MARKING,
    MARKING_ANSI,
    WINDOW,
    coloured,
    excerpt,
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


def underlined(content: Content) -> str:
    (span,) = [span for span in content.spans if str(span.style) == "underline"]
    return content.plain[span.start : span.end]


def test_the_column_is_underlined() -> None:
    frame = Frame(line=1, column=500, context_line="\t" * 40 + "x" * 459 + "HERE" + "y" * 900)
    piece = excerpt(frame)
    assert piece is not None
    assert piece.column is not None
    assert piece.lines[0][piece.column :].startswith("HERE")
    for width in (0, 20, 80, 1000):
        assert underlined(coloured(piece, "a.js", width=width)) == "H"


LONG = "    const sum = liftAll(漢字, (crate) => this.note(crate));"
CUT = Frame(
    line=16, column=LONG.index("note") + 1, context_line=LONG, pre_context=("  arrive() {",)
)


@pytest.mark.parametrize(
    ("width", "shown"),
    [
        pytest.param(0, LONG, id="unknown"),
        pytest.param(80, LONG, id="enough"),
        pytest.param(51, LONG, id="just-enough"),
        pytest.param(50, "…iftAll(漢字, (crate) => this.note(crate));", id="one-too-few"),
        pytest.param(30, "…(crate) => this.note(crate));", id="few"),
        pytest.param(3, "…note(crate));", id="none"),
    ],
)
def test_a_long_line_is_cut_for_its_column_and_the_numbers_stay(width: int, shown: str) -> None:
    piece = excerpt(CUT)
    assert piece is not None
    content = coloured(piece, "a.js", width=width)
    assert content.plain.split("\n") == [" 15   arrive() {", f"»16 {shown}"]
    assert underlined(content) == "n"


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
