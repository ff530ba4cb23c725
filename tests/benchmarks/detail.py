"""Details of one frame: variables, instructions, and what they add to the start of the app.

    python -m tests.benchmarks detail [OBJECT RELATIVE_ADDRESS]

Goals: variables under 150 ms once their object is open, instructions under 30 ms.
"""

import os
import subprocess
import sys
from statistics import median
from time import perf_counter

from inspector.detail.frame import Debug, read_code
from tests.harbor import CRASH_AT, HARBOR

GOALS = {"variables": 150.0, "instructions": 30.0}
HEAVY = ("capstone", "elftools", "pefile", "inspector.detail.disassembly")


def main() -> None:
    chosen = sys.argv[1:3]
    path = chosen[0] if chosen else str(HARBOR / "elf" / "clang-dwarf5")
    addresses = [int(chosen[1], 0)] if chosen else list(CRASH_AT["elf/clang"])
    size, debug = os.path.getsize(path), Debug()
    start = perf_counter()
    debug(path, 0, size, addresses[0], {}, 0)
    read_code(path, 0, size, addresses[0], None)
    print(f"{'first, with imports':<22} {1000 * (perf_counter() - start):8.2f} ms")
    for name, ask in (
        ("variables", lambda at: debug(path, 0, size, at, {}, 0)),
        ("instructions", lambda at: read_code(path, 0, size, at, None)),
    ):
        times = []
        for _ in range(20):
            for at in addresses:
                begun = perf_counter()
                ask(at)
                times.append(1000 * (perf_counter() - begun))
        worst = max(times)
        told = "ok" if worst < GOALS[name] else "MISSED"
        print(f"{name:<22} {median(times):8.2f} ms, worst {worst:.2f} (< {GOALS[name]:.0f}) {told}")
    print(f"{'imported by the app':<22} {_imported() or 'none of it'}")


def _imported() -> str:
    """Which of the heavy modules a start of the app loads."""
    code = f"import inspector.tui.app, sys; print(*({HEAVY!r} & sys.modules.keys()))"
    code = code.replace(repr(HEAVY), f"set({HEAVY!r})")
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return done.stdout.strip()


if __name__ == "__main__":
    main()
