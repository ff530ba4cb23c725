"""The table as a person chooses it: hits in folded groups, both views, rows under the cursor."""

from pathlib import Path

from inspector.tui.triage.board_rows import GroupRow, RequestRow
from tests.tui.boards import board_on, listed, remember, requests, row
from tests.tui.scripted import press, until


def six(folder: Path) -> None:
    paths = requests(folder, *(f"{n}.json" for n in range(6)))
    remember(folder, [row(path, f"crash {n // 2}") for n, path in enumerate(paths)])


async def test_the_other_view_keeps_to_what_the_cursor_is_on(tmp_path: Path) -> None:
    folder = tmp_path / "crashes"
    six(folder)
    async with board_on(folder) as (screen, pilot):
        await press(pilot, "j", "v")
        await until(pilot, lambda: screen.rows.count == 6)
        assert isinstance(screen.rows.row, RequestRow)
        assert screen.rows.row.entry.name == "2.json"
        await press(pilot, "j", "j", "v")
        await until(pilot, lambda: screen.rows.count == 3)
        assert isinstance(screen.rows.row, GroupRow)
        assert screen.rows.row.key == "=crash 2"


async def test_hits_go_round_both_ways_and_unfold_what_hides_them(tmp_path: Path) -> None:
    folder = tmp_path / "crashes"
    six(folder)
    async with board_on(folder) as (screen, pilot):

        def here() -> str:
            at = screen.rows.row
            return at.entry.name if isinstance(at, RequestRow) else ""

        await press(pilot, "/", *".json", "enter")
        await until(pilot, lambda: here() == "0.json")
        for key, name in (("n", "1.json"), ("n", "2.json"), ("N", "1.json"), ("N", "0.json"),
                          ("N", "5.json"), ("n", "0.json")):  # fmt: skip
            await press(pilot, key)
            await until(pilot, lambda name=name: here() == name)  # type: ignore[misc]
        assert screen.choice.unfolded == {"=crash 0", "=crash 1", "=crash 2"}


async def test_folding_from_a_request_goes_to_its_group(tmp_path: Path) -> None:
    folder = tmp_path / "crashes"
    six(folder)
    async with board_on(folder) as (screen, pilot):
        await press(pilot, "j", "l")
        await listed(pilot, screen)
        await press(pilot, "j", "j", "h")
        await listed(pilot, screen)
        assert isinstance(screen.rows.row, GroupRow)
        assert screen.rows.row.key == "=crash 1"
        assert screen.rows.count == 3
