"""What a readable name costs: the import, the first name, each new one, a repeated one.

    python -m tests.benchmarks demangle [FILE]

FILE holds symbols, one a line; without one a few of our own are multiplied. Goals: the first
C++ or Rust name 10 ms with its import, each new one 25 us, a repeated one 1 us.
"""

import subprocess
import sys
from pathlib import Path
from time import perf_counter

from inspector.objects.mangling.demangle import demangle
from tests.benchmarks._results import Results

ROUNDS = 9
REPEATS = 100_000

FIRST = """\
import sys, functools, re, typing
from time import perf_counter
start = perf_counter()
from inspector.objects.mangling.demangle import demangle
imported = perf_counter()
assert demangle(sys.argv[1], sys.argv[2]) not in (None, sys.argv[1])
print(imported - start, perf_counter() - imported)
"""

NAMES = {
    "C++": ("_ZN6harbor5cargo8ManifestI5crateE{}EPKNS_4DockERKSs", "cpp"),
    "C++, not plain": ("_ZN6harbor4load{}IiEEDTcl6unloadT_EET_", "cpp"),
    "MSVC": ("?{}@?$Manifest@Ucrate@@@cargo@harbor@@QEAAHPEBVDock@3@@Z", "cpp"),
    "Rust": ("_RNvMNtCs1234_6harbor5cargoNtB2_8Manifest{}", "rust"),
    "Rust, guessed": ("_ZN6harbor5cargo{}17h0123456789abcdefE", ""),
    "Swift": ("$s6harbor4DockC{}5crateSiSaySSG_tKF", "swift"),
    "nothing": ("{}", ""),
}


def numbered(template: str, count: int) -> list[str]:
    """Names that differ in one identifier."""
    words = [f"arrive{number:06}" for number in range(count)]
    itself = "@" in template or template == "{}"
    return [template.format(word if itself else f"{len(word)}{word}") for word in words]


def first(symbol: str, language: str) -> tuple[float, float]:
    """Seconds of our import, then of one name, each the best of fresh processes."""
    runs = []
    for _ in range(ROUNDS):
        command = [sys.executable, "-c", FIRST, symbol, language]
        done = subprocess.run(command, check=True, capture_output=True, text=True)
        runs.append([float(part) for part in done.stdout.split()])
    return min(run[0] for run in runs), min(run[1] for run in runs)


def each(symbols: list[str], language: str) -> float:
    """Seconds for one symbol not seen before."""
    start = perf_counter()
    for symbol in symbols:
        demangle(symbol, language)
    return (perf_counter() - start) / len(symbols)


def repeated(symbol: str, language: str) -> float:
    """Seconds for one symbol that was just asked for."""
    demangle(symbol, language)
    return each([symbol] * REPEATS, language)


def main() -> None:
    results = Results("demangle")
    for kind, (template, language) in NAMES.items():
        symbols = numbered(template, 5000)
        new, again = each(symbols, language) * 1e6, repeated(symbols[0], language) * 1e6
        results.add(f"{kind}: new", new, "us", goal=25)
        results.add(f"{kind}: repeated", again, "us", goal=1)
        line = f"{kind:15} new {new:6.1f} us"
        line += f"   repeated {again:5.2f} us"
        if template != "{}":
            imported, named = first(symbols[0], language)
            line += f"   import {imported * 1e3:.1f} ms, first {named * 1e3:.1f} ms"
        print(line)
    results.write()
    for path in sys.argv[1:]:
        symbols = Path(path).read_text(encoding="utf-8").splitlines()
        print(f"{path}: {len(symbols)} names, {each(symbols, '') * 1e6:.1f} us each")


if __name__ == "__main__":
    main()
