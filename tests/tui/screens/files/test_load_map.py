"""`L` on the modules: the map, and back to a module."""

from pathlib import Path

import pytest

from inspector.model.report import Thread
from inspector.tui.listing.load_map import Lost
from inspector.tui.screens.files.load_map import LoadMapScreen, lost_words
from inspector.tui.screens.files.modules import ModulesScreen
from tests.tui.scripted import press, seen, shown


@pytest.mark.parametrize("size", [(120, 30), (80, 24)])
async def test_the_map_shows_where_the_lost_frame_lies(
    tmp_path: Path, size: tuple[int, int]
) -> None:
    async with shown(tmp_path, size=size) as (app, pilot):
        await press(pilot, "g", "2", "L")
        assert isinstance(app.screen, LoadMapScreen)
        text = "\n".join(seen(app))
        assert "gap of" in text
        lost = next(line for line in seen(app) if "in no module:" in line)
        assert "frame 0" in lost
        assert "»" in lost
        places = [text.index(word) for word in ("55d0c41a0000", "in no module:", "libgtk-3")]
        assert places == sorted(places)


async def test_enter_goes_to_the_module_and_escape_changes_nothing(tmp_path: Path) -> None:
    async with shown(tmp_path) as (app, pilot):
        await press(pilot, "2", "L", "G", "enter")
        assert isinstance(app.screen, ModulesScreen)
        assert app.screen._list.module is not None
        assert app.screen._list.module.name == "libc.so.6"
        await press(pilot, "L", "g", "escape")
        assert isinstance(app.screen, ModulesScreen)
        assert app.screen._list.module.name == "libc.so.6"


def test_the_words_for_a_lost_address() -> None:
    lost = Lost(0x1800, ((1, 0), (1, 3)), ("a\x1b[x", 0x700), ("", 2_500_000), selected=True)
    threads = (Thread(index=0), Thread(index=1, id=7, name="w\x1b[x"))
    assert lost_words(lost, threads) == (
        " ? 000000001800  in no module: frame 0 of thread 7 w␛[x and 1 more, "
        "1.8 kB above a␛[x, 2.5 MB below (no name)  <- selected frame"
    )
    assert lost_words(Lost(1, ((0, 0),), None, None), threads[:1]).endswith(
        "frame 0, there are no modules"
    )
    assert "inside m" in lost_words(Lost(1, ((0, 0),), ("m", -3), None), threads)
