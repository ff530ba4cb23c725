"""What a change bought, as rows."""

from msgspec.structs import replace

from inspector.model.delta import Delta, delta
from inspector.tui.listing.rows import Place
from inspector.tui.screens.editors.delta_dialog import DeltaList, lines_of
from tests.tui.scripted import crash

ASKED, ANSWER = crash()


def test_gained_lost_changed_and_modules() -> None:
    lines = lines_of(delta(ASKED, ANSWER))
    words = {line.mark.word for line in lines}
    assert words == {"gained", "changed"}
    renderer = next(line for line in lines if "Scene::render()" in line.text)
    assert (renderer.where, renderer.text) == (
        "thread 1 frame 2",
        "Scene::render()  renderer.cpp:214",
    )
    assert renderer.place == Place(2, 0)
    assert "libnvidia-gl.so: not run yet -> missing" in [line.text for line in lines]
    back = lines_of(delta(ANSWER, ASKED))
    assert "Scene::render()  renderer.cpp:214" in [
        line.text for line in back if line.mark.word == "lost"
    ]


def test_a_frame_with_another_text_says_so() -> None:
    thread = ANSWER.threads[1]
    frames = tuple(replace(frame, context_line="other") for frame in thread.frames)
    other = replace(
        ANSWER, threads=(ANSWER.threads[0], replace(thread, frames=frames), *ANSWER.threads[2:])
    )
    lines = lines_of(delta(ANSWER, other))
    assert {line.mark.word for line in lines} == {"changed"}
    assert all(line.text.endswith(": other lines or text") for line in lines)


def test_rows_fit() -> None:
    rows = DeltaList(id="x")
    rows.lines = tuple(lines_of(delta(ASKED, ANSWER)))
    for row in range(len(rows.lines)):
        assert len("".join(text for text, _ in rows.cells(row, 70))) <= 70
    assert lines_of(Delta()) == []
