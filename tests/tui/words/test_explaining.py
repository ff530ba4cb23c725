"""Explanations as text: order, glyph and word, nothing that acts."""

from inspector.model.why.explanation import Action, Explanation, Step
from inspector.tui.words.explaining import content_of, escaped, markdown, plain

FOUND = Explanation(
    subject="frame 3 of thread 0",
    verdict="None of 2 locations had [libfoo].",
    steps=(
        Step(name="module", state="ok", text="It lies in libfoo.", facts=(("at", "0x10"),)),
        Step(name="files", state="stopped", text="Not\x1b[31m found.", facts=(("a", "b|c"),)),
        Step(name="symbol", state="not_reached", text="It did not come to this."),
    ),
    next=Action(kind="add_preset", text="Add 'microsoft'."),
)


def test_on_the_screen_only_the_step_that_stopped_has_its_facts() -> None:
    lines = content_of(FOUND, 80).plain.split("\n")
    assert lines[0] == "None of 2 locations had [libfoo]."
    assert [line[:14].rstrip() for line in lines[2:]] == [
        "✓ ok",
        "✗ stopped here",
        "",
        "· not reached",
    ]
    assert "at: 0x10" in content_of(FOUND, 80, all_facts=True).plain


def test_long_lines_hang_below_their_text() -> None:
    step = Step(name="files", state="ok", text="word " * 40)
    told = Explanation(subject="s", verdict="v", steps=(step,))
    lines = content_of(told, 60).plain.split("\n")[2:]
    assert len(lines) > 2
    assert all(len(line) <= 60 for line in lines)
    assert {line.index("word") for line in lines} == {29}


def test_plain_text() -> None:
    text = plain(FOUND)
    assert text.startswith("frame 3 of thread 0: None of 2 locations had [libfoo].\n")
    assert "stopped here  files: Not␛[31m found." in text
    assert text.endswith("Next: Add 'microsoft'.\n")


def test_markdown_starts_nothing() -> None:
    text = markdown(FOUND)
    assert r"\[libfoo\]" in text
    assert r"   - a: b\|c" in text
    assert "\x1b" not in text
    assert escaped("a\n# b") == r"a␊\# b" or "\n" not in escaped("a\n# b")
