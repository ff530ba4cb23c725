"""Run a benchmark by its name.

    python -m tests.benchmarks AREA [ARGUMENT...] [--json FILE]
    python -m tests.benchmarks all [--json FILE]

An area is a module of this folder; without one they are listed. `all` runs one after the other,
prints what each prints, and writes everything, the lines too, as one JSON file.
"""

import json
import os
import runpy
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter
from typing import Any

from tests.benchmarks._results import FOLDER, PLACE, machine


def main() -> int:
    areas = sorted(path.stem for path in Path(__file__).parent.glob("[!_]*.py"))
    arguments = sys.argv[1:]
    if "--json" in arguments[:-1]:
        at = arguments.index("--json")
        os.environ[PLACE] = os.path.abspath(arguments[at + 1])
        del arguments[at : at + 2]
    chosen = arguments[0] if arguments else ""
    if chosen == "all":
        return run_all(areas)
    if chosen not in areas:
        known = ", ".join([*areas, "all"])
        print(f"python -m tests.benchmarks AREA, one of: {known}", file=sys.stderr)
        return 2
    sys.argv = arguments
    runpy.run_module(f"tests.benchmarks.{chosen}", run_name="__main__")
    return 0


def run_all(areas: list[str]) -> int:
    """Each in a process of its own; the exit code is 1 if one of them ended badly."""
    place = Path(os.environ.get(PLACE) or FOLDER / "all.json")
    told: dict[str, Any] = {"machine": machine(), "areas": {}}
    for area in areas:
        print(f"== {area}", flush=True)
        told["areas"][area] = one = run_one(area)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")
        if one["exit"]:
            print(f"ended with {one['exit']}")
    print(f"== written to {place}")
    return int(any(one["exit"] for one in told["areas"].values()))


def run_one(area: str) -> dict[str, Any]:
    """What an area printed and measured."""
    with tempfile.TemporaryDirectory() as folder:
        place, start, lines = Path(folder, "figures.json"), perf_counter(), []
        with subprocess.Popen(
            [sys.executable, "-m", "tests.benchmarks", area],
            env=os.environ | {PLACE: str(place)},
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            assert process.stdout is not None
            for line in process.stdout:
                print(line, end="", flush=True)
                lines.append(line.rstrip("\n"))
        figures = json.loads(place.read_text(encoding="utf-8")) if place.is_file() else {}
    seconds = round(perf_counter() - start, 1)
    return {"exit": process.returncode, "seconds": seconds, "printed": lines, **figures}


if __name__ == "__main__":
    sys.exit(main())
