"""Run a benchmark by its name.

    python -m tests.benchmarks AREA [ARGUMENT...]

An area is a module of this folder; without one they are listed.
"""

import runpy
import sys
from pathlib import Path


def main() -> int:
    areas = sorted(path.stem for path in Path(__file__).parent.glob("[!_]*.py"))
    chosen = sys.argv[1] if len(sys.argv) > 1 else ""
    if chosen not in areas:
        print(f"python -m tests.benchmarks AREA, one of: {', '.join(areas)}", file=sys.stderr)
        return 2
    sys.argv = sys.argv[1:]
    runpy.run_module(f"tests.benchmarks.{chosen}", run_name="__main__")
    return 0


if __name__ == "__main__":
    sys.exit(main())
