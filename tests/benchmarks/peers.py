"""Other symbolizers on this machine, asked the same: 300 addresses in six files.

    python -m tests.benchmarks peers [DEBUG_FILE...]

llvm-symbolizer, addr2line and eu-addr2line each get one process for every file, with inlined
functions and readable names; `inspector symbolicate` answers one request, first cold, then from
its cache. The floor is `symbolic` alone: conversion and lookups. For scripts, a map with 200,000
tokens and 1,000 positions: @jridgewell/trace-mapping beside our table. What is not installed is
left out with a line that says so.
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path
from statistics import median
from time import perf_counter

from inspector.objects.identify import identify
from inspector.objects.symcache import SymCache, convert
from tests.benchmarks._results import Results
from tests.benchmarks.native import Object, found_files, lay_out, write_request
from tests.js.maps import source_map

ROUNDS = 3
THREADS, FRAMES = 10, 30
TOKENS, POSITIONS = 200_000, 1000
PEERS = {
    "llvm-symbolizer": ("--obj={}", "--inlines", "--demangle"),
    "addr2line": ("-e", "{}", "-f", "-i", "-C"),
    "eu-addr2line": ("-e", "{}", "-f", "-i", "-C"),
}
TRACE = """\
const {{ TraceMap, originalPositionFor }} = require("@jridgewell/trace-mapping");
const start = process.hrtime.bigint();
const map = new TraceMap(require("fs").readFileSync({path!r}, "utf8"));
for (const [line, column] of {positions}) originalPositionFor(map, {{ line, column }});
console.log(Number(process.hrtime.bigint() - start) / 1e9);
"""
OURS = """\
import json, sys, time
from inspector.objects.scripts.sourcemap import SourceMapTable
start = time.perf_counter()
table = SourceMapTable.read("", sys.argv[1])
for line, column in json.loads(sys.argv[2]):
    table.look_up(line, column + 1)
print(time.perf_counter() - start)
"""


def seconds(work: Callable[[], object]) -> float:
    start = perf_counter()
    work()
    return perf_counter() - start


def asked(objects: list[Object]) -> list[tuple[str, list[int]]]:
    """The addresses of the request, by file."""
    each = THREADS * FRAMES // len(objects)
    return [(one.path, [one.hits[n % len(one.hits)] for n in range(each)]) for one in objects]


def peer(name: str, options: tuple[str, ...], questions: list[tuple[str, list[int]]]) -> None:
    """Ask one of the others."""
    for path, addresses in questions:
        command = [name, *(option.format(path) for option in options)]
        text = "".join(f"{address:#x}\n" for address in addresses)
        done = subprocess.run(command, input=text, capture_output=True, text=True, check=True)
        assert done.stdout


def floor(questions: list[tuple[str, list[int]]], folder: Path) -> None:
    """`symbolic` alone."""
    for number, (path, addresses) in enumerate(questions):
        (info,) = identify(path)
        convert(path, info.offset, info.size, str(folder / f"floor-{number}"))
        table = SymCache.open(str(folder / f"floor-{number}"))
        for address in addresses:
            table.lookup(address)


def inspector(request: str, cache: str) -> None:
    command = [sys.executable, "-m", "inspector", "symbolicate", request, "--cache-dir", cache]
    subprocess.run([*command, "--trust"], check=True, capture_output=True)


def native(folder: Path, results: Results) -> None:
    """The request and all who are there, in turns."""
    objects = lay_out(sys.argv[1:] or found_files(), folder)
    request, questions = write_request(folder, "crash", objects, THREADS, FRAMES), asked(objects)
    warm = str(folder / "warm")
    inspector(request, warm)
    runs: dict[str, Callable[[], None]] = {
        "symbolic alone": lambda: floor(questions, folder),
        "inspector, cold": lambda: inspector(request, tempfile.mkdtemp(dir=folder)),
        "inspector, warm": lambda: inspector(request, warm),
    }
    for name, options in PEERS.items():
        if shutil.which(name) is None:
            print(f"{name:18} skipped: not installed")
            continue
        runs[name] = lambda name=name, options=options: peer(name, options, questions)  # type: ignore[misc]
    taken: dict[str, list[float]] = {name: [] for name in runs}
    for _ in range(ROUNDS):
        for name, run in runs.items():
            taken[name].append(seconds(run))
    print("files:", ", ".join(Path(path).name for path, _ in questions))
    report(results, taken, "inspector, warm")


def report(results: Results, taken: dict[str, list[float]], ours: str) -> None:
    """Medians, and each against ours."""
    base = median(taken[ours])
    for name, each in taken.items():
        middle = median(each)
        print(f"{name:18} {middle:7.3f} s  {middle / base:6.2f} x {ours}")
        results.add(name, middle, "s")
        results.add(f"{name} / {ours}", middle / base)


def scripts(folder: Path, results: Results) -> None:
    """One large map."""
    if shutil.which("node") is None or subprocess.run(
        ["node", "-e", 'require.resolve("@jridgewell/trace-mapping")'], capture_output=True
    ).returncode:  # fmt: skip
        print("@jridgewell/trace-mapping skipped: node does not find it")
        return
    path = folder / "large.map"
    lines = [[(10 * n, 0, line, n % 80) for n in range(TOKENS // 100)] for line in range(100)]
    path.write_bytes(source_map(lines))
    positions = [(1 + n % 100, 7 * n % TOKENS // 10) for n in range(POSITIONS)]
    trace = TRACE.format(path=str(path), positions=json.dumps(positions))
    commands = {
        "trace-mapping": ["node", "-e", trace],
        "our table": [sys.executable, "-c", OURS, str(path), json.dumps(positions)],
    }
    taken: dict[str, list[float]] = {name: [] for name in commands}
    for _ in range(ROUNDS):
        for name, command in commands.items():
            done = subprocess.run(command, check=True, capture_output=True, text=True)
            taken[name].append(float(done.stdout))
    report(results, taken, "our table")


def main() -> None:
    results = Results("peers")
    print(f"load of the machine: {os.getloadavg()[0]:.1f}")
    with tempfile.TemporaryDirectory() as name:
        native(Path(name), results)
        scripts(Path(name), results)
    results.write()


if __name__ == "__main__":
    main()
