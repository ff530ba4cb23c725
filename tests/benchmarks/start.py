"""What a warm `inspector symbolicate` takes beside starting Python and importing `symbolic`.

    python -m tests.benchmarks start

Goal: those two are at least half of it. Then where the rest goes, by -X importtime.
"""

import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path
from time import perf_counter

from tests.benchmarks._results import Results

ROOT = Path(__file__).resolve().parent.parent.parent
REQUEST = ROOT / "sample_requests" / "native" / "linux.json"
ROUNDS = 40
ENVIRONMENT = {k: v for k, v in os.environ.items() if k != "PYTHONDONTWRITEBYTECODE"}
FORBIDDEN = ("asyncio", "botocore", "elftools", "httpx", "pefile", "textual", "subprocess")


def run(*arguments: str) -> tuple[float, "subprocess.CompletedProcess[str]"]:
    """Seconds of one Python process."""
    start = perf_counter()
    done = subprocess.run(
        [sys.executable, *arguments], env=ENVIRONMENT, capture_output=True, text=True, check=True
    )
    return perf_counter() - start, done


def imports(*arguments: str) -> tuple[Counter[str], set[str]]:
    """Microseconds of each package's own modules, and the names of all modules."""
    own: Counter[str] = Counter()
    names = set()
    for line in run("-X", "importtime", *arguments)[1].stderr.splitlines():
        first, _, rest = line.removeprefix("import time:").partition("|")
        if line.startswith("import time:") and first.strip().isdecimal():
            name = rest.rpartition("|")[2].strip()
            names.add(name)
            own[name.partition(".")[0]] += int(first)
    return own, names


def main() -> None:
    with tempfile.TemporaryDirectory() as cache:
        warm = ("-m", "inspector", "symbolicate", str(REQUEST), "--cache-dir", cache)
        run(*warm)
        parts = {"Python": ("-c", ""), "import symbolic": ("-c", "import symbolic"), "warm": warm}
        times: dict[str, list[float]] = {name: [] for name in parts}
        for _ in range(ROUNDS):  # in turns, so that a busy machine slows all
            for name, arguments in parts.items():
                times[name].append(run(*arguments)[0])
        bare, base, whole = (min(taken) * 1e3 for taken in times.values())
        own, names = imports(*warm)
    print(f"python -c ''               {bare:5.1f} ms")
    print(f"python -c 'import symbolic' {base:4.1f} ms")
    print(f"inspector symbolicate, warm {whole:4.1f} ms: {base / whole:.0%} of it (goal 50%)")
    results = Results("start")
    results.add("import symbolic / warm run", base / whole, goal=0.5, larger=True)
    results.add("python -c ''", bare, "ms")
    results.add("warm run", whole, "ms")
    results.write()
    print(f"imported of what should not be: {sorted(names & set(FORBIDDEN)) or 'nothing'}")
    print(f"{len(names)} modules; own milliseconds by package:")
    for name, micros in own.most_common(12):
        print(f"  {micros / 1e3:5.1f}  {name}")


if __name__ == "__main__":
    main()
