"""The virtual list."""

from collections.abc import Sequence
from typing import ClassVar

import pytest
from textual.app import App, ComposeResult
from textual.pilot import Pilot

from inspector.tui.widgets.row_list import Cell, RowList
from tests.tui.scripted import press, settle


class Numbers(RowList):
    """Says its row numbers, and remembers which rows were drawn."""

    drawn: ClassVar[set[int]] = set()

    def cells(self, row: int, width: int) -> Sequence[Cell]:
        self.drawn.add(row)
        return [(f"row {row}", "dim")]


class ListApp(App[None]):
    CSS = "RowList { height: 10; }"

    def __init__(self, count: int) -> None:
        super().__init__()
        self.list = Numbers(id="numbers")
        self.said: list[str] = []
        self._count = count

    def compose(self) -> ComposeResult:
        yield self.list

    def on_mount(self) -> None:
        self.list.set_rows(self._count, 0)
        self.list.focus()

    def on_row_list_moved(self, message: RowList.Moved) -> None:
        self.said.append(f"{type(message).__name__} {message.row}")

    def on_row_list_chosen(self, message: RowList.Chosen) -> None:
        self.said.append(f"Chosen {message.row}")


async def cursor_after(pilot: Pilot[None], rows: RowList, *keys: str) -> tuple[int, int]:
    await press(pilot, *keys)
    return rows.cursor, rows.scroll_offset.y


async def test_keys_move_the_cursor_and_scroll_no_more_than_needed() -> None:
    app = ListApp(1000)
    async with app.run_test(size=(40, 12)) as pilot:
        rows = app.list
        assert await cursor_after(pilot, rows, "up") == (0, 0)
        assert await cursor_after(pilot, rows, *["j"] * 9) == (9, 0)
        assert await cursor_after(pilot, rows, "down") == (10, 1)
        assert await cursor_after(pilot, rows, "pagedown") == (19, 10)
        assert await cursor_after(pilot, rows, "k", "k") == (17, 10)
        assert await cursor_after(pilot, rows, "G") == (999, 990)
        assert await cursor_after(pilot, rows, "pageup") == (990, 990)
        assert await cursor_after(pilot, rows, "g") == (0, 0)
        await press(pilot, "enter")
        assert app.said[-1] == "Chosen 0"


async def test_only_what_is_seen_is_drawn() -> None:
    Numbers.drawn.clear()
    app = ListApp(100_000)
    async with app.run_test(size=(40, 12)) as pilot:
        await press(pilot, "G")
        assert len(Numbers.drawn) <= 24


async def test_rows_above_the_cursor_come_in_and_it_stays_where_it_is_seen() -> None:
    app = ListApp(100)
    async with app.run_test(size=(40, 12)) as pilot:
        await press(pilot, *["pagedown"] * 3)
        before = app.list.cursor - app.list.scroll_offset.y
        app.list.set_rows(160, app.list.cursor + 60)
        await settle(pilot)
        assert app.list.cursor - app.list.scroll_offset.y == before


@pytest.mark.parametrize("count", [0, 1])
async def test_hardly_any_rows(count: int) -> None:
    app = ListApp(count)
    async with app.run_test(size=(40, 12)) as pilot:
        await press(pilot, "down", "up", "G", "g", "pagedown", "enter")
        assert app.list.cursor == 0
        assert app.said == ["Chosen 0"] * count


async def test_a_click_moves_and_a_second_one_chooses() -> None:
    app = ListApp(100)
    async with app.run_test(size=(40, 12)) as pilot:
        await pilot.click(RowList, offset=(3, 4))
        await pilot.click(RowList, offset=(3, 4))
        assert app.list.cursor == 4
        assert app.said == ["Moved 4", "Chosen 4"]
