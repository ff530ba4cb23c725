"""The app with a ticker on its event loop: python -m tests.benchmarks._watched REQUEST FILE

What the loop was late with goes into FILE as JSON when the app ends; so does when a run began,
when it parsed, and when it ended.
"""

import asyncio
import json
import sys
import time
from pathlib import Path
from typing import Any

from inspector.model.events import ParseEnded, ParseStarted
from inspector.settings import load_settings
from inspector.tui import program
from inspector.tui.app import InspectorApp
from inspector.tui.happened import Happened
from inspector.tui.opened.session import Result

TICK = 0.01


class Late:
    """How late a tick of ten milliseconds came, and when."""

    def __init__(self) -> None:
        self.gaps: list[tuple[float, float]] = []  # monotonic seconds, seconds

    async def tick(self) -> None:
        last = time.monotonic()
        while True:
            await asyncio.sleep(TICK)
            now = time.monotonic()
            if now - last > 2 * TICK:
                self.gaps.append((last, now - last - TICK))
            last = now


class Watched(InspectorApp):
    """It draws and answers as ever."""

    CSS_PATH = [str(Path(program.__file__).with_name(str(n))) for n in InspectorApp.CSS_PATH]  # noqa: RUF012  textual declares it so

    def __init__(self, *given: Any, **named: Any) -> None:
        super().__init__(*given, **named)
        self.late = Late()
        self.marks: list[tuple[str, float]] = []

    def on_mount(self) -> None:
        self.marks.append(("mounted", time.monotonic()))
        super().on_mount()
        self._ticking = asyncio.create_task(self.late.tick())

    def on_happened(self, message: Happened) -> None:
        if isinstance(message.event, ParseStarted | ParseEnded):
            self.marks.append((type(message.event).__name__, time.monotonic()))
        super().on_happened(message)

    def _answered(self, result: Result | None) -> None:
        self.marks.append(("answered", time.monotonic()))
        super()._answered(result)
        self.marks.append(("shown", time.monotonic()))

    def on_unmount(self) -> None:
        self._ticking.cancel()
        super().on_unmount()


def main(request: str, told: str) -> None:
    """Run the program with the watched app in the place of its own."""
    made: list[Watched] = []

    def watched(*given: Any, **named: Any) -> Watched:
        made.append(Watched(*given, **named))
        return made[0]

    vars(program)["InspectorApp"] = watched
    program.run(request, load_settings())
    late = made[0].late.gaps
    Path(told).write_text(json.dumps({"late": late, "marks": made[0].marks}))


def bare(seconds: float) -> None:
    """The same ticker with nothing else on its loop: what the machine itself is late with."""

    async def run() -> list[float]:
        late = Late()
        task = asyncio.create_task(late.tick())
        await asyncio.sleep(seconds)
        task.cancel()
        return [gap for _, gap in late.gaps]

    print(json.dumps(asyncio.run(run())))


if __name__ == "__main__":
    if sys.argv[1] == "bare":
        bare(float(sys.argv[2]))
    else:
        main(sys.argv[1], sys.argv[2])
