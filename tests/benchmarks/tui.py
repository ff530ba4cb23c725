"""How soon the app is there and how quick its keys are, in a pseudo-terminal.

    python -m tests.benchmarks tui [starts] [keys] [stalls]

Everything is compared within one run, in turns, because seconds belong to a machine and its load:

    first paint    exec to the first words on the start screen <= 2.0 x a minimal app of six tabs
    arrow key      on 100,000 frames <= 1.3 x the same key on 100; key to screen
    page key       likewise <= 1.5 x
    opening        of 100,000 frames, beyond that of 100, < 3 x decoding the JSON of the file
    stalls         of the event loop while a debug file of 100 MB is read: none over 100 ms
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
from contextlib import closing
from pathlib import Path
from statistics import median, quantiles
from typing import TYPE_CHECKING, Any

from tests.benchmarks._crashes import typical
from tests.benchmarks._large_debug_file import large_debug_file, request_for
from tests.benchmarks._results import Results
from tests.benchmarks._six_tabs import WORDS
from tests.tui.pseudo_terminal import Terminal

if TYPE_CHECKING:
    from collections.abc import Callable

ROOT = str(Path(__file__).resolve().parents[2])
FEW, MANY = 100, 100_000
STARTS, KEYS, PAGES = 11, 60, 40
CURSOR = "»"
QUIET = 0.15  # seconds without output: the panes beside the list have followed
LIMIT = 0.1  # seconds of a stall
DECODE = """\
import sys, time
from inspector.model.body import decode_tree
body = open(sys.argv[1], "rb").read()
start = time.perf_counter()
decode_tree(body)
print(time.perf_counter() - start)
"""
_ENVIRONMENT = {"PYTHONPATH": ROOT}


def started(folder: Path, wanted: str, *arguments: str, module: str = "inspector") -> float:
    """Seconds from exec until something is on the screen."""
    start = time.perf_counter()
    with closing(Terminal(*arguments, folder=folder, more=_ENVIRONMENT, module=module)) as screen:
        screen.read_until(wanted, 60)
        taken = time.perf_counter() - start
        screen.read_until_quiet(QUIET)
        screen.press("\x11")
        screen.read_to_the_end(20)
    return taken


def write_request(folder: Path, frames: int) -> str:
    """A crash of that many frames in one thread, as long as what a client sends of each."""
    body: dict[str, Any] = typical(folder, 1, frames)
    for frame in body["stacktraces"][0]["frames"]:
        frame |= {"trust": "cfi", "package": "/srv/bin/harbor"}
    path = folder / f"{frames}.json"
    path.write_text(json.dumps(body), encoding="utf-8")
    return str(path)


def decoding(path: str) -> float:
    """Seconds that a process takes to decode the JSON of a request, as strictly as the app."""
    command = [sys.executable, "-c", DECODE, path]
    return float(subprocess.run(command, check=True, capture_output=True, text=True).stdout)


class Keys:
    """The app on one request, and how long its keys take."""

    def __init__(self, folder: Path, path: str) -> None:
        self._screen = Terminal(path, folder=folder, more=_ENVIRONMENT)
        self._screen.read_until(CURSOR, 60)
        self._screen.read_until_quiet(2.0)
        self.taken: dict[str, list[float]] = {"j": [], "\x1b[6~": []}

    def press(self, key: str) -> None:
        start = time.perf_counter()
        self._screen.press(key)
        self._screen.read_until(CURSOR)
        self.taken[key].append(time.perf_counter() - start)
        self._screen.read_until_quiet(QUIET)

    def home(self) -> None:
        """The cursor on the first row."""
        self._screen.press("g")
        self._screen.read_until_quiet(QUIET)

    def memory(self) -> float:
        """Megabytes that the process holds."""
        with open(f"/proc/{self._screen.pid}/status", encoding="ascii") as status:
            sizes = dict(line.split(":", 1) for line in status)
        return int(sizes["VmRSS"].split()[0]) / 1024

    def close(self) -> None:
        self._screen.press("\x11")
        self._screen.read_to_the_end(20)
        self._screen.close()


def told(taken: list[float]) -> str:
    """Median and 95th percentile in milliseconds."""
    return f"median {median(taken) * 1e3:6.1f} ms, p95 {quantiles(taken, n=20)[-1] * 1e3:6.1f} ms"


def against(results: Results, name: str, ratio: float, goal: float) -> None:
    """One line of a result that has a goal."""
    results.add(name, ratio, goal=goal)
    print(f"  {name}: {ratio:.2f} x (goal {goal}){'' if ratio <= goal else '  MISSED'}")


def report_starts(results: Results, folder: Path, few: str, many: str) -> None:
    """Exec to first paint and to first rows, the floor in turns with the app."""
    runs: dict[str, Callable[[], float]] = {
        "six tabs, first paint": lambda: started(
            folder, WORDS, module="tests.benchmarks._six_tabs"
        ),
        "start screen, first paint": lambda: started(folder / "new", WORDS),
        "first rows of 100 frames": lambda: started(folder, CURSOR, few),
        "first rows of 100,000 frames": lambda: started(folder, CURSOR, many),
        "JSON decode of 100,000 frames": lambda: decoding(many),
    }
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(STARTS):
        for name, run in runs.items():
            taken[name].append(run())
    middle = [median(seconds) for seconds in taken.values()]
    for name, seconds in taken.items():
        print(f"{name:30} {told(seconds)}")
    floor, first, rows, many_rows, decode = middle
    against(results, "first paint / six tabs", first / floor, 2.0)
    against(results, "opening 100,000 more / JSON decode", (many_rows - rows) / decode, 3.0)


def report_keys(results: Results, folder: Path, few: str, many: str) -> None:
    """Key to screen, on few and on many frames in turns."""
    with closing(Keys(folder, few)) as small, closing(Keys(folder, many)) as large:
        for key, count in (("j", KEYS), ("\x1b[6~", PAGES)):
            for number in range(count):
                for app in (small, large):
                    if number % (3 if len(key) > 1 else 50) == 0:
                        app.home()
                    app.press(key)
        for name, key, goal in (("arrow", "j", 1.3), ("page", "\x1b[6~", 1.5)):
            print(f"{name} key on {FEW:7,} frames      {told(small.taken[key])}")
            print(f"{name} key on {MANY:7,} frames      {told(large.taken[key])}")
            ratio = median(large.taken[key]) / median(small.taken[key])
            against(results, f"{name} key, 100,000 / 100", ratio, goal)
        print(f"memory: {small.memory():.0f} MB with 100 frames, {large.memory():.0f} with 100,000")


def stalls(results: Results, folder: Path, path: str, title: str) -> None:
    """How late the loop is while a request runs, beside a loop that has nothing to do."""
    file = str(folder / "late.json")
    shutil.rmtree(folder / "cache", ignore_errors=True)
    bare = subprocess.Popen(
        [sys.executable, "-m", "tests.benchmarks._watched", "bare", "8"],
        cwd=ROOT, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip
    screen = Terminal(
        path, file, folder=folder, more=_ENVIRONMENT, module="tests.benchmarks._watched"
    )
    with closing(screen):
        screen.read_until(CURSOR, 60)
        screen.read_until_quiet(3.0)
        screen.press("\x11")
        screen.read_to_the_end(20)
    heard = json.loads(Path(file).read_text())
    times = {
        name: [at for what, at in heard["marks"] if what == name] for name, _ in heard["marks"]
    }
    begun = times.get("ParseStarted", [times["answered"][0]])[0]
    parsed = times.get("ParseEnded", times["answered"])[-1]
    parsing = [late for at, late in heard["late"] if begun <= at + late and at <= parsed]
    worst = max(parsing, default=0.0)
    if "--all" in sys.argv:
        for late_at, late in heard["late"]:
            print(f"    {late_at - times['mounted'][0]:7.3f} s: {late * 1e3:.0f} ms")
        for what, marked in heard["marks"]:
            print(f"    {marked - times['mounted'][0]:7.3f} s: {what}")
    own = max(json.loads(bare.communicate()[0]), default=0.0)
    whole = max((late for _, late in heard["late"]), default=0.0)
    print(f"{title}: parsed for {parsed - begun:.1f} s; longest stall {worst * 1e3:.0f} ms while")
    print(f"  parsing, {whole * 1e3:.0f} ms ever; a loop with nothing to do: {own * 1e3:.0f} ms")
    against(results, "longest stall while parsing / 100 ms", worst / LIMIT, 1.0)


def report_stalls(results: Results, folder: Path, many: str) -> None:
    """While small files are read for many frames, and while a large file is read for few."""
    stalls(results, folder, many, "100,000 frames, six small files")
    if shutil.which("gcc") is None:
        print("no gcc: no debug file of 100 MB can be made")
        return
    large = folder / "large"
    large.mkdir()
    file = large_debug_file(large)
    path = large / "request.json"
    path.write_text(json.dumps(request_for(file, 2000)))
    print(f"a library of {file.stat().st_size / 1e6:.0f} MB, nearly all DWARF 5 of gcc")
    stalls(results, large, str(path), "2,000 frames in it")


def main() -> None:
    parts, results = sys.argv[1:] or ["starts", "keys", "stalls"], Results("tui")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "new").mkdir()
        few, many = write_request(folder, FEW), write_request(folder, MANY)
        for path in (few, many):
            started(folder, CURSOR, path)  # what is cached from now on
        print(f"load of the machine: {os.getloadavg()[0]:.1f}")
        if "starts" in parts:
            report_starts(results, folder, few, many)
        if "keys" in parts:
            report_keys(results, folder, few, many)
        if "stalls" in parts:
            report_stalls(results, folder, many)
    results.write()


if __name__ == "__main__":
    main()
