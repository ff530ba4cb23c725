"""Ornaments in ASCII."""

from rich.segment import Segment
from textual.color import Color

from inspector.tui.glyphs import AsciiGlyphs, plain
from inspector.tui.wording import frame_mark

STATUSES = ("raw", "symbolicated", "missing_symbol", "unknown_image", "missing", "malformed")


def test_every_ornament_has_one_character() -> None:
    ours = "·…»●│✓✗▓░├─┤↳━╭╮▏█"
    assert plain(ours).isascii()
    assert len(plain(ours)) == len(ours)


def test_states_stay_apart() -> None:
    assert len({plain(frame_mark(status).glyph) for status in STATUSES}) == len(STATUSES)


def test_names_keep_their_letters() -> None:
    line = [Segment("✓ größe::漢字"), Segment("plain")]
    shown = AsciiGlyphs().apply(line, Color(0, 0, 0))
    assert [segment.text for segment in shown] == ["+ größe::漢字", "plain"]
