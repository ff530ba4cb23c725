"""D5 check 17: `y` and a letter puts the documented text on the clipboard."""

import json
from pathlib import Path

import pytest
from msgspec.structs import replace

from inspector.model.report import Report
from tests.tui.scripted import crash, press, shown, until

NAME = "Scene::`render'[/x] \x1b]52;c;Zm9v\x07 ```"


def hostile() -> tuple[Report, Report]:
    """The crash, one of its functions called something that tries to act."""
    asked, answer = crash()
    thread = answer.threads[1]
    frames = list(thread.frames)
    frames[3] = replace(frames[3], function=NAME)
    threads = (answer.threads[0], replace(thread, frames=tuple(frames)), *answer.threads[2:])
    return asked, replace(answer, threads=threads)


CLEAN = "Scene::`render'[/x] ␛]52;c;Zm9v␇ ```"
ROW = f"#2   app  {CLEAN} (/src/app/renderer.cpp:214)"
COPIES = [
    pytest.param("y", ROW, id="row"),
    pytest.param("f", CLEAN, id="function"),
    pytest.param("s", "/src/app/renderer.cpp:214", id="place"),
    pytest.param("a", "0x55d0c41a02b1", id="address"),
    pytest.param("i", "c0ffee00-0000-0000-0000-0000aa551000", id="debug-id"),
]


async def copied(folder: Path, letter: str) -> str:
    async with shown(folder, size=(120, 30), reports=hostile()) as (app, pilot):
        await press(pilot, "g", "j", "j", "j", "y", letter)
        await until(pilot, lambda: bool(app.clipboard))
        return app.clipboard


@pytest.mark.parametrize(("letter", "text"), COPIES)
async def test_check_17_a_letter_copies(tmp_path: Path, letter: str, text: str) -> None:
    assert await copied(tmp_path, letter) == text


async def test_check_17_the_thread_as_text(tmp_path: Path) -> None:
    lines = (await copied(tmp_path, "t")).split("\n")
    assert lines[0] == "Thread 3 render loop (crashed)"
    assert ROW in lines
    assert len(lines) == 1 + 13


async def test_check_17_markdown_has_a_fence_that_holds_and_nothing_that_acts(
    tmp_path: Path,
) -> None:
    text = await copied(tmp_path, "m")
    head, fence, *body = text.rstrip("\n").split("\n")[0:1] + text.rstrip("\n").split("\n")[2:]
    assert head == "**Thread 3 render loop (crashed)**"
    assert fence == "````"  # longer than any in a name
    assert body[-1] == fence
    assert ROW in body
    assert all(char == "\n" or char.isprintable() for char in text)


async def test_check_17_json_has_the_frame_as_it_is(tmp_path: Path) -> None:
    text = await copied(tmp_path, "j")
    assert json.loads(text)["function"] == NAME
    assert "\x1b" not in text
