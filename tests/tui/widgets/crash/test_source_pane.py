"""Source lines follow the cursor; what has none says why. D5 check 25: a megabyte in one line."""

import tracemalloc
from pathlib import Path

import pytest
from textual.app import App, ComposeResult

from inspector.model.report import Frame, Module
from inspector.tui.outside.local_files import LARGEST, Places, places_of
from inspector.tui.screens.crash.stack import StackScreen
from inspector.tui.widgets.crash.source_pane import SourcePane
from inspector.tui.widgets.crash.source_text import WINDOW, Excerpt, coloured, excerpt
from tests.tui.scripted import press, seen, shown, until

MEGABYTE = 1 << 20


async def test_lines_or_the_reason(tmp_path: Path) -> None:
    async with shown(tmp_path, size=(160, 40)) as (app, pilot):
        assert isinstance(app.screen, StackScreen)
        assert any("No source text: the files found for app" in line for line in seen(app))
        await press(pilot, "j", "j")
        await until(pilot, lambda: any("»214     return it->second;" in x for x in seen(app)))
        await press(pilot, "j")
        await until(pilot, lambda: not any("»214" in line for line in seen(app)))
        await press(pilot, "g")
        await until(pilot, lambda: any("The address lies in no module" in x for x in seen(app)))


class OnePane(App[None]):
    """Nothing but the pane."""

    def __init__(self) -> None:
        super().__init__()
        self.pane = SourcePane()

    def compose(self) -> ComposeResult:
        yield self.pane

    @property
    def text(self) -> str:
        strips = self.screen._compositor.render_strips()
        return "\n".join(strip.text.rstrip() for strip in strips)


FRAME = Frame(status="symbolicated", function="f", file="a.cpp", path="/build/a.cpp", line=3)
MODULE = Module(index=0, name="app", status="found")


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    (tmp_path / "a.cpp").write_text("".join(f"int line{n};  // [/x]\n" for n in range(1, 200)))
    return tmp_path


async def test_lines_of_a_mapped_file(checkout: Path) -> None:
    app = OnePane()
    async with app.run_test(size=(90, 20)) as pilot:
        app.pane.show(FRAME, MODULE, places_of({"/build": str(checkout)}, None))
        await until(pilot, lambda: "» 3 int line3;  // [/x]" in app.text)
        assert str(app.pane.border_title).startswith("Source · local file /")


async def test_no_file_is_read_before_it_was_mapped(checkout: Path) -> None:
    app = OnePane()
    frame = Frame(status="symbolicated", path=str(checkout / "a.cpp"), file="a.cpp", line=3)
    async with app.run_test(size=(90, 20)) as pilot:
        app.pane.show(frame, MODULE)
        await until(pilot, lambda: "e opens the file" in app.text)
        assert "line3" not in app.text


MISSES = [
    pytest.param({"path": "/build/b.cpp"}, "not there: ", id="not-there"),
    pytest.param({"path": "/elsewhere/a.cpp"}, "On this machine: not mapped.", id="not-mapped"),
    pytest.param({"path": "/build/../a.cpp"}, "the path leads upwards", id="upwards"),
    pytest.param({"path": "/build/a.cpp", "line": 999}, "fewer than 999 lines", id="shorter"),
    pytest.param({"path": "/build/large.cpp"}, "larger than 8 MB", id="large"),
]


@pytest.mark.parametrize(("where", "reason"), MISSES)
async def test_why_a_local_file_is_not_shown(
    checkout: Path, where: dict[str, object], reason: str
) -> None:
    with (checkout / "large.cpp").open("wb") as file:
        file.truncate(LARGEST + 1)
    app = OnePane()
    frame = Frame(**{"status": "symbolicated", "function": "f", "line": 3, **where})  # type: ignore[arg-type]
    async with app.run_test(size=(200, 20)) as pilot:
        app.pane.show(frame, MODULE, places_of({"/build": str(checkout)}, None))
        await until(pilot, lambda: reason in app.text)


async def test_the_newest_frame_wins(checkout: Path) -> None:
    """A slow file of the frame before never covers the lines of this one."""
    app = OnePane()
    places = places_of({"/build": str(checkout)}, None)
    async with app.run_test(size=(90, 20)) as pilot:
        app.pane.show(FRAME, MODULE, places)
        app.pane.show(Frame(line=9, context_line="newest"), MODULE, places)
        await until(pilot, lambda: "» 9 newest" in app.text)
        assert "line3" not in app.text


def test_check_25_a_megabyte_on_one_line_costs_what_its_window_costs() -> None:
    """Only the cut reaches Pygments; no copy of the line is made for each column or style."""
    line = "f(a[0]);" * (MEGABYTE // 8)
    frame = Frame(line=1, column=MEGABYTE // 2, context_line=line, file="a.min.js")
    coloured(Excerpt(("x",), 1, 0), "a.js")  # imports what it needs
    tracemalloc.start()
    try:
        piece = excerpt(frame)
        assert piece is not None
        content = coloured(piece, "a.min.js")
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert len(piece.lines[0]) == WINDOW
    assert len(content.plain) <= WINDOW + 10
    assert peak < 4 * MEGABYTE


async def test_check_25_a_megabyte_on_one_line_of_a_local_file(tmp_path: Path) -> None:
    (tmp_path / "a.min.js").write_text("x" * MEGABYTE + "HERE" + "y" * MEGABYTE)
    frame = Frame(path="/build/a.min.js", file="a.min.js", line=1, column=MEGABYTE + 1)
    app = OnePane()
    async with app.run_test(size=(600, 20)) as pilot:
        app.pane.show(frame, None, Places((("/build", str(tmp_path)),)))
        await until(pilot, lambda: "HERE" in app.text)
        assert len(max(app.text.split("\n"), key=len)) < 600


async def test_the_numbers_are_seen_at_every_width_and_so_is_the_column(tmp_path: Path) -> None:
    line = "x" * 60 + "HERE"
    frame = Frame(line=7, column=61, file="a.js", pre_context=("first();",), context_line=line)
    app = OnePane()
    async with app.run_test(size=(100, 10)) as pilot:
        app.pane.show(frame, None)
        await until(pilot, lambda: f"»7 {line}" in app.text)
        await pilot.resize_terminal(40, 10)
        await until(pilot, lambda: "»7 …" in app.text)
        assert "HERE" in app.text
        assert " 6 first();" in app.text
        await pilot.resize_terminal(100, 10)
        await until(pilot, lambda: f"»7 {line}" in app.text)
