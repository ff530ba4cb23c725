"""The modules screen."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from inspector.model.report import Module
from inspector.tui.screens.crash.stack import StackScreen
from inspector.tui.screens.files.modules import matches, select, used_by
from inspector.tui.view import opened
from tests.tui.scripted import crash, press, seen, settle, shown

ANSWER = crash()[1]
VIEW = opened(ANSWER)
GTK = ANSWER.modules[1]


@pytest.mark.parametrize(
    ("wanted", "fits"),
    [
        pytest.param("", True, id="nothing"),
        pytest.param("GTK", True, id="name-part"),
        pytest.param("9b1d2c3a", True, id="id-prefix"),
        pytest.param("9b1d2c3a-0000-00", True, id="id-prefix-with-dashes"),
        pytest.param("1d2c3a", False, id="middle-of-an-id"),
        pytest.param("0x7f1c3a000000", True, id="first-address"),
        pytest.param("0x7F1C3A31FFFF", True, id="last-address"),
        pytest.param("0x7f1c3a320000", False, id="address-behind"),
        pytest.param("0xnonsense", False, id="no-address"),
        pytest.param("libc", False, id="other"),
    ],
)
def test_matches(wanted: str, fits: bool) -> None:
    assert matches(GTK, wanted) is fits


def test_a_module_without_address_is_not_matched_by_one() -> None:
    assert not matches(Module(index=0, name="a.wasm", address=0, size=0x1000), "0x10")


def test_unused_modules_are_listed_on_demand_and_last() -> None:
    unused = Module(index=4, name="libunused.so", status="unused")
    view = replace(VIEW, report=replace(ANSWER, modules=(*ANSWER.modules, unused)))
    assert [m.index for m in select(view, "", unused=False).modules] == [0, 1, 2, 3]
    listed = select(view, "", unused=True)
    assert [m.index for m in listed.modules] == [0, 1, 2, 3, 4]
    assert (listed.used, listed.missing) == (4, 1)


def test_used_by_counts_frames() -> None:
    assert used_by(VIEW) == {0: 5, 1: 6, 2: 1, 3: 10}


async def test_candidates_follow_and_enter_goes_to_the_first_frame(tmp_path: Path) -> None:
    async with shown(tmp_path) as (app, pilot):
        await press(pilot, "2", "j", "j")
        text = "\n".join(seen(app))
        assert "Candidates for libnvidia-gl.so" in text
        assert "error: 503 service unavailable" in text
        assert "noperm" in text
        assert "notfound" in text
        await press(pilot, "enter")
        assert isinstance(app.screen, StackScreen)
        frame = app.screen.panes.frames.frame
        assert frame is not None
        assert frame.index == 9


async def test_the_filter_and_its_end(tmp_path: Path) -> None:
    async with shown(tmp_path, size=(80, 24)) as (app, pilot):
        await press(pilot, "2", "slash", *"0x7f1c3a", "0", *"00001", "enter")
        text = "\n".join(seen(app))
        assert "libgtk-3.so.0" in text
        assert "libnvidia" not in text
        await press(pilot, "escape")
        assert "libnvidia" in "\n".join(seen(app))
        await press(pilot, "y")
        await settle(pilot)
        assert app.clipboard
