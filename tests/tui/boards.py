"""Folders of requests and something that answers them as it is told, for the tests of the board."""

import os
import queue
import threading
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from msgspec.structs import replace
from textual.pilot import Pilot

from inspector.batch.finding import Wanted
from inspector.batch.folder import index_file, token_of
from inspector.batch.index import Index
from inspector.batch.outcome import MissingModule, Outcome
from inspector.settings import Settings
from inspector.tui.app import InspectorApp
from inspector.tui.opened.recent import Recent
from inspector.tui.screens.triage.board import BoardScreen
from inspector.tui.triage.board import Desk, Running
from tests.tui.scripted import Opened, Script, crash, until

ASKED, ANSWER = crash()
SETTINGS = Settings()


class Answers:
    """Begins goes over requests; each row comes when the test lets it."""

    def __init__(self) -> None:
        self.begun: list[tuple[list[str], bool]] = []  # names, and whether they were trusted
        self.stopped = threading.Event()
        self.error: Exception | None = None
        self.index = ""
        self.rows: queue.SimpleQueue[Outcome | None] = queue.SimpleQueue()

    def __call__(self, wanted: Sequence[Wanted], index: str, *, trusted: bool) -> Running:
        self.begun.append(([one.name for one in wanted], trusted))
        self.stopped.clear()
        self.index = index
        return self

    def outcomes(self) -> Iterator[Outcome]:
        while (row := self.rows.get()) is not None:
            with Index(self.index) as index:
                index.add([row])
            yield row
        if self.error is not None:
            raise self.error

    def stop(self) -> None:
        self.stopped.set()
        self.rows.put(None)


def token(*, trusted: bool = False) -> str:
    return token_of(SETTINGS, kind=None, trusted=trusted, scope=None)


def row(path: Path, signature: str = "f", **fields: Any) -> Outcome:
    """A row that holds."""
    made = Outcome(path=str(path), kind="native", signature=signature, resolved=3, frames=4,
                   worst="missing", missing=(MissingModule("libgl", "D", 1),),
                   modified=os.stat(path).st_mtime_ns, token=token())  # fmt: skip
    return replace(made, **fields)


def requests(folder: Path, *names: str) -> list[Path]:
    """Files that look like requests."""
    paths = [folder / name for name in names]
    for path in paths:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(b"{}")
    return paths


def remember(folder: Path, rows: Sequence[Outcome]) -> None:
    """Put rows where the app looks for them."""
    with Index(index_file(str(folder), str(folder.parent / "state"))) as index:
        index.add(list(rows))


def app_on(folder: Path, answers: Answers, *, trusted: bool = False) -> InspectorApp:
    """The app on a folder; what it keeps is kept beside that."""
    state = folder.parent / "state"
    desk = Desk(start=answers, state=str(state), settings=SETTINGS)

    def read(path: str, *, trusted: bool = False) -> Opened:
        if not os.path.isfile(path):
            raise ValueError(f"{path}: No such file or directory")
        return Opened(path, trusted)

    return InspectorApp(
        Script(ANSWER, cached=True).engine,
        load=read,
        preview=lambda _opened: ASKED,
        recent=Recent(str(state / "recent.json")),
        start=str(folder),
        trusted=trusted,
        desk=lambda: desk,
    )


@asynccontextmanager
async def board_on(
    folder: Path,
    answers: Answers | None = None,
    *,
    size: tuple[int, int] = (120, 30),
    trusted: bool = False,
) -> AsyncIterator[tuple[BoardScreen, Pilot[None]]]:
    """The board of a folder, once the folder has been looked at."""
    app = app_on(folder, answers or Answers(), trusted=trusted)
    async with app.run_test(size=size, notifications=True) as pilot:
        await until(pilot, lambda: isinstance(app.screen, BoardScreen))
        screen = app.screen
        assert isinstance(screen, BoardScreen)
        await listed(pilot, screen)
        yield screen, pilot


async def listed(pilot: Pilot[None], screen: BoardScreen) -> None:
    """Wait until the table shows what the board knows."""
    await until(pilot, lambda: screen.is_quiet)
