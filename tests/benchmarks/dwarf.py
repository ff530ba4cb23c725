"""The first answer of the second reader on a large debug file, in a process of its own.

    python -m tests.benchmarks dwarf [DEBUG_FILE]

Without a file one of about 100 MB is made: g++ compiles one unit full of templates, and the linker
takes it 60 times. Prints seconds, from the start of Python on, and the peak memory of the process.
Goals: one address under 3 s and under 400 MB. `symbolic` is shown beside it: it converts the file.
"""

import os
import random
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from tests.benchmarks._results import Results

ROUNDS = 3
COPIES = 60
SOURCE = r"""
#include <algorithm>
#include <map>
#include <regex>
#include <string>
#include <vector>
#define JOIN(a, b) a##b
#define PIER(n) \
  static int JOIN(pier, n)(const std::vector<std::string> &ships) { \
    std::map<std::string, std::vector<int>> berths; \
    for (auto &ship : ships) berths[ship].push_back(int(ship.size()) + n); \
    int sum = 0; \
    for (auto &[name, list] : berths) sum += int(list.size() + name.find('x')); \
    auto &first = berths.begin()->second; \
    std::sort(first.begin(), first.end(), [](int a, int b) { return a > b + n; }); \
    return sum; \
  }
PIER(1) PIER(2) PIER(3) PIER(4) PIER(5) PIER(6) PIER(7) PIER(8)
static int known(const std::string &name) { return std::regex_search(name, std::regex("a+b")); }
__attribute__((used)) static int harbour(const std::vector<std::string> &ships) {
  return pier1(ships) + pier2(ships) + pier3(ships) + pier4(ships) + pier5(ships) + pier6(ships) +
         pier7(ships) + pier8(ships) + known(ships[0]);
}
"""
OURS = """\
import os, resource, sys
from inspector.objects.second import Companions, answer
path, addresses = sys.argv[1], [int(each) for each in sys.argv[2:]]
found = answer(path, 0, os.path.getsize(path), addresses, Companions())
print(sum(bool(chain and chain[0].line) for chain in found))
"""
THEIRS = """\
import sys
from inspector.objects.symcache import SymCache, convert
import os
convert(sys.argv[1], 0, os.path.getsize(sys.argv[1]), sys.argv[1] + ".table")
table = SymCache.open(sys.argv[1] + ".table")
print(sum(bool(table.lookup(int(each))) for each in sys.argv[2:]))
"""


def make(folder: Path) -> Path:
    """A shared library of about 100 MB, nearly all of it debug information."""
    source, compiled = folder / "harbour.cpp", folder / "harbour.o"
    source.write_text(SOURCE)
    command = ["g++", "-std=c++17", "-O2", "-g", "-fPIC", "-c", str(source), "-o", str(compiled)]
    subprocess.run(command, check=True)
    objects = [folder / f"{number}.o" for number in range(COPIES)]
    for copy in objects:
        shutil.copyfile(compiled, copy)
    out = folder / "harbour.so"
    subprocess.run(["g++", "-shared", "-o", str(out), *map(str, objects)], check=True)
    for copy in objects:
        copy.unlink()
    return out


def measure(script: str, path: Path, addresses: list[int]) -> tuple[float, int, str]:
    """Best seconds of some fresh processes, peak megabytes of the worst, and what they printed."""
    command = [sys.executable, "-c", script, str(path), *map(str, addresses)]
    seconds, peak, printed = 1e9, 0, ""
    for _ in range(ROUNDS):
        start = perf_counter()
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as child:
            assert child.stdout is not None
            printed = child.stdout.read().strip()
            _, status, usage = os.wait4(child.pid, 0)
            child.returncode = os.waitstatus_to_exitcode(status)
        assert child.returncode == 0
        seconds = min(seconds, perf_counter() - start)
        peak = max(peak, usage.ru_maxrss >> 10)
    return seconds, peak, printed


def symbols(path: Path) -> list[int]:
    from inspector.objects.dwarf.containers.elf import image

    found = image(str(path), 0, path.stat().st_size).read_symbols()
    return sorted(symbol.address + symbol.size // 2 for symbol in found)


def main() -> None:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(sys.argv[1]) if len(sys.argv) > 1 else make(Path(folder))
        copy = Path(folder) / "measured"
        copy.symlink_to(path.resolve())
        known = symbols(path)
        print(f"{path.name}: {path.stat().st_size / 1e6:.1f} MB, {len(known)} symbols")
        results = Results("dwarf")
        for count in (1, 30, 300):
            asked = random.Random(7).sample(known, min(count, len(known)))
            for name, script in (("second reader", OURS), ("symbolic", THEIRS)):
                seconds, peak, printed = measure(script, copy, asked)
                print(f"{name}, {count} addresses: {seconds:.2f} s, {peak} MB, {printed} answered")
                goal = 3.0 if script == OURS and count == 1 else None
                results.add(f"{name}, {count} addresses", seconds, "s", goal=goal)
                results.add(f"{name}, {count} addresses, peak", peak, "MB")
        results.write()


if __name__ == "__main__":
    main()
