"""One line per frame, at any width."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace
from rich.cells import cell_len

from inspector.model.report import Frame
from inspector.tui.listing.rows import Choice
from inspector.tui.view import Looks, View, frames_shown, opened
from inspector.tui.widgets.crash.frame_list import FrameList
from tests.tui.scripted import crash

ANSWER = crash()[1]
VIEW = opened(ANSWER)


def drawn(view: View, width: int) -> list[str]:
    frames = FrameList()
    frames.show(view, frames_shown(view))
    return ["".join(text for text, _ in frames.cells(row, width)) for row in range(frames.count)]


def test_wide() -> None:
    lines = drawn(VIEW, 80)
    assert lines[0] == (
        "    0    ? ctx  <none>           0x7f1c00000010                        no module"
    )
    assert lines[1].startswith("»   1.1● ✓ ↳inl app              Cache<int[4]>::get(Key)")
    assert lines[3].endswith("renderer.cpp:214")
    assert lines[10].startswith("    9    ! scan libnvidia-gl.so  +0x88ac")
    assert lines[10].endswith("no permission")


@pytest.mark.parametrize("width", [20, 30, 40, 50, 60, 80, 110, 200])
def test_no_line_is_wider_than_the_list(width: int) -> None:
    assert [line for line in drawn(VIEW, width) if cell_len(line) > width] == []


@given(
    st.builds(Frame, function=st.text(max_size=60), file=st.text(max_size=30),
              package=st.text(max_size=30), trust=st.text(max_size=8), line=st.integers(0, 9999),
              status=st.sampled_from(["symbolicated", "missing", "raw", "new_status"])),
    st.integers(14, 130),
)  # fmt: skip
def test_no_frame_is_wider_than_the_list(frame: Frame, width: int) -> None:
    thread = replace(ANSWER.threads[1], frames=(frame,))
    (line,) = drawn(opened(replace(ANSWER, threads=(thread,))), width)
    assert cell_len(line) <= width


def test_what_is_left_where_there_is_little_room() -> None:
    line = drawn(VIEW, 36)[3]
    assert "Scene::render" in line
    assert "✓" in line
    assert " 2 " in line


@pytest.mark.parametrize(
    ("package", "module", "said"),
    [
        ("/opt/app/lib.so", 0, "lib.so"),
        ("C:\\app\\", 0, "app"),
        ("", 0, "(no name)"),
        ("", None, "<none>"),
        ("///", None, "<none>"),
    ],
)
def test_a_module_without_a_name_is_not_no_module(
    package: str, module: int | None, said: str
) -> None:
    frame = Frame(package=package, module=module, status="missing")
    thread = replace(ANSWER.threads[1], frames=(frame,))
    (line,) = drawn(opened(replace(ANSWER, threads=(thread,))), 80)
    assert (said in line, "<none>" in line) == (True, said == "<none>")


@pytest.mark.parametrize("width", [52, 55, 60, 80, 200])
@pytest.mark.parametrize("name", ["-[NSObject release]", "a::b<c>::function_number_1(int)", "f"])
def test_the_reason_is_whole_where_there_is_room_for_it(name: str, width: int) -> None:
    frame = Frame(package="lib.so", module=2, status="missing", function=name)
    thread = replace(ANSWER.threads[1], frames=(frame,))
    (line,) = drawn(opened(replace(ANSWER, threads=(thread,))), width)
    assert line.endswith(" no permission")
    assert cell_len(line) <= width


def test_folds_say_how_many_and_how_to_see_them() -> None:
    lines = drawn(replace(VIEW, choice=Choice(app_only=True)), 80)
    assert any("├─ 6 system frames, Enter shows them ─┤" in line for line in lines)


@pytest.mark.parametrize(
    ("looks", "row", "text"),
    [
        pytest.param(Looks(mangled=True), 3, "_Z15Scene::render()", id="mangled"),
        pytest.param(Looks(full_paths=True), 3, "/src/app/renderer.cpp:214", id="full-paths"),
        pytest.param(Looks(absolute=True), 9, "0x7f1c3a01f20a", id="absolute"),
        pytest.param(Looks(), 9, "+0x1f20a", id="relative"),
    ],
)
def test_looks(looks: Looks, row: int, text: str) -> None:
    assert text in drawn(replace(VIEW, looks=looks), 130)[row]


def test_scripts_have_neither_trust_nor_module() -> None:
    frame = Frame(status="symbolicated", function="f", file="a.js", line=3, column=9, trust="cfi")
    thread = replace(ANSWER.threads[1], frames=(frame,))
    (line,) = drawn(opened(replace(ANSWER, kind="js", threads=(thread,))), 60)
    assert "cfi" not in line
    assert line.endswith("a.js:3:9")
