"""Ornaments in ASCII."""

import pytest
from rich.cells import cell_len
from rich.segment import Segment
from textual.color import Color

from inspector.tui.glyphs import AsciiGlyphs, Harmless, harmless, plain
from inspector.tui.words.wording import frame_mark

STATUSES = ("raw", "symbolicated", "missing_symbol", "unknown_image", "missing", "malformed")


def test_every_ornament_is_as_wide_as_before() -> None:
    ours = "·…»●│✓✗▓░├─┤↳━╭╮▏█↑↓←→🔎"
    assert plain(ours).isascii()
    assert all(len(plain(glyph)) == cell_len(glyph) for glyph in ours)


def test_states_stay_apart() -> None:
    assert len({plain(frame_mark(status).glyph) for status in STATUSES}) == len(STATUSES)


def test_names_keep_their_letters() -> None:
    line = [Segment("✓ größe::漢字"), Segment("plain")]
    shown = AsciiGlyphs().apply(line, Color(0, 0, 0))
    assert [segment.text for segment in shown] == ["+ größe::漢字", "plain"]


@pytest.mark.parametrize(
    "text",
    ["\x1b]52;c;Zm9v\x07", "a\x00b", "\x9b31m", "a\u202eb", "\u00adx", "\ud800", "a\u2028b\n"],
    ids=ascii,
)
def test_nothing_that_acts_is_left_and_the_width_is_as_before(text: str) -> None:
    line = [Segment("before"), Segment(text)]
    shown = Harmless().apply(line, Color(0, 0, 0))[1].text
    assert shown.isprintable()
    assert cell_len(shown) == cell_len(text)


@pytest.mark.parametrize(
    "text", ["漢字 größe", "a\u00a0b\u3000c", "\U0001f980", "e\u0301"], ids=ascii
)
def test_what_only_looks_odd_is_left_alone(text: str) -> None:
    assert harmless(text) == text
