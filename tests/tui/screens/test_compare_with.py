"""Choosing the other side: a path, a recent request, the run before."""

from pathlib import Path

import pytest

from inspector.tui.opened.recent import Entry
from inspector.tui.screens.compare_with import PREVIOUS, CompareWith
from tests.tui.scripted import press, shown, until


@pytest.mark.parametrize(
    ("keys", "answer"),
    [
        (("slash", "x", "enter"), "/x"),
        (("tab", "enter"), "/srv/other.json"),
        (("tab", "tab", "enter"), PREVIOUS),
        (("tab", "tab", "tab", "enter"), None),
        (("escape",), None),
    ],
    ids=["path", "recent", "previous", "cancel", "escape"],
)
async def test_answers(tmp_path: Path, keys: tuple[str, ...], answer: str | None) -> None:
    answers: list[str | None] = []
    async with shown(tmp_path) as (app, pilot):
        app.recent.add(Entry(path="/srv/other.json", kind="native"))
        app.push_screen(CompareWith(previous=True), answers.append)
        await until(pilot, lambda: isinstance(app.screen, CompareWith))
        await press(pilot, *keys)
        await until(pilot, lambda: bool(answers))
    assert answers == [answer]


async def test_what_is_open_is_not_offered(tmp_path: Path) -> None:
    async with shown(tmp_path) as (app, pilot):
        await until(pilot, lambda: bool(app.recent.entries()))
        app.push_screen(CompareWith(previous=False))
        await until(pilot, lambda: isinstance(app.screen, CompareWith))
        screen = app.screen
        assert isinstance(screen, CompareWith)
        assert screen._recent.count == 0
