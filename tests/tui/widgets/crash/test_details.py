"""Facts, wrapped beside their label."""

from inspector.tui.widgets.crash.details import lines_of


def test_values_wrap_beside_the_label() -> None:
    lines = [line.plain for line in lines_of("why", "one two three", 8)]
    assert lines == ["why        one two", "           three"]


def test_an_empty_value_is_a_line() -> None:
    assert [line.plain for line in lines_of("why", "", 8)] == ["why        "]


def test_long_words_are_broken_and_hostile_ones_shown() -> None:
    lines = [line.plain[11:] for line in lines_of("path", "abcdefgh\x1b[/x]", 8)]
    assert "".join(lines) == "abcdefgh␛[/x]"
    assert max(map(len, lines)) <= 8
