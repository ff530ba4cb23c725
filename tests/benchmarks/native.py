"""What the engine adds to `symbolic` for native requests: per frame, in memory, when cold.

    python -m tests.benchmarks native [DEBUG_FILE...]

Six modules: the ELF files named, else those found on the machine (libc6-dbg, the library of this
Python, Rust's standard library), else harbor. Goals:

    warm      wire in to wire out < 40 us for each answered frame more than the bare lookups
    memory    < 2 KB more for each answered frame of the large request
    cold      <= 1.15 x bare conversion, plus one child start
    trace     what a run keeps for explanations < 5 % of it
    together  modules are converted at the same time, as far as there are cores
"""

import asyncio
import json
import random
import resource
import shutil
import subprocess
import sys
import sysconfig
import tempfile
from collections.abc import Callable
from pathlib import Path
from time import perf_counter
from typing import Any

from msgspec import Struct

from inspector.engine import Engine, load
from inspector.model.events import Event, ParseEnded, ParseStarted
from inspector.native.finding.lookup import Offer, Question, offers
from inspector.native.frames import Sought
from inspector.objects.identify import identify
from inspector.objects.symcache import SymCache, convert
from inspector.settings import Settings
from tests.benchmarks._results import Results
from tests.benchmarks.objects import bare, through_a_child
from tests.harbor import HARBOR

ROUNDS = 9
MODULES = 6
SHAPES = {"1 x 10,000": (1, 10_000), "10 x 30": (10, 30)}  # threads, frames of each
GROWTH = """\
import sys
from inspector.engine import Engine, load
from inspector.settings import Settings
def run(path):
    result = Engine(Settings(cache_dir=sys.argv[1])).cached(load(path, trusted=True))
    return result, result.response_json()
def memory():
    with open("/proc/self/status") as status:
        sizes = dict(line.split(":") for line in status)
    return [int(sizes[name].split()[0]) * 1024 for name in ("RssAnon", "RssFile")]
run(sys.argv[2])
before = memory()
answer = run(sys.argv[3])
print(*(after - start for after, start in zip(memory(), before)))
"""


class Object(Struct, frozen=True):
    """A debug file, its table and addresses that the table answers."""

    path: str
    code_id: str
    table: SymCache
    hits: tuple[int, ...]


def found_files() -> list[str]:
    """ELF files with debug information that the machine happens to have, and ours."""
    library = Path(sysconfig.get_config_var("LIBDIR") or "") / str(
        sysconfig.get_config_var("INSTSONAME")
    )
    files = sorted(Path("/usr/lib/debug").rglob("*.debug"), key=lambda path: -path.stat().st_size)
    files = [path for path in files[:2] if path.stat().st_size > 1 << 20] + [library]
    if shutil.which("rustc"):
        root = subprocess.run(["rustc", "--print", "sysroot"], capture_output=True, text=True)
        files += Path(root.stdout.strip()).rglob("libstd-*.so")
    own = ["clang-dwarf5", "gcc-dwarf5", "gcc-dwarf4", "clang-dwarf4", "aarch64", "armv7"]
    return [str(path) for path in files if path.is_file()] + [
        str(HARBOR / "elf" / name) for name in own
    ]


def opened(path: str, out: str) -> Object | None:
    """The file as an object; None if it cannot serve."""
    (info,) = identify(path)
    if info.format != "elf" or not info.code_id or not info.has_debug_info:
        return None
    convert(path, info.offset, info.size, out)
    table = SymCache.open(out)
    drawn = random.Random(1)
    reach = max(Path(path).stat().st_size, 1 << 14)
    tries = (drawn.randrange(reach) for _ in range(400_000))
    hits = dict.fromkeys(address for address in tries if table.lookup(address))
    return Object(path, info.code_id, table, tuple(hits)[:4000])


def lay_out(files: list[str], folder: Path) -> list[Object]:
    """Six objects in the native layout below `folder`."""
    objects: dict[str, Object] = {}
    for number, path in enumerate(files):
        if len(objects) < MODULES and (one := opened(path, str(folder / f"table-{number}"))):
            objects.setdefault(one.code_id, one)
    for code_id, one in objects.items():
        target = folder / "symbols" / code_id[:2] / code_id[2:]
        target.parent.mkdir(parents=True, exist_ok=True)
        target.symlink_to(Path(one.path).resolve())
    return list(objects.values())


def write_request(folder: Path, name: str, objects: list[Object], threads: int, each: int) -> str:
    """A body whose frames fall into all objects in turns; every address is a function's."""
    base = 0x7F00_0000_0000
    modules = [
        {
            "type": "elf",
            "code_id": one.code_id,
            "image_addr": base + (i << 32),
            "image_size": 1 << 31,
        }
        for i, one in enumerate(objects)
    ]
    frames = []
    for number in range(threads * each):
        module = number % len(objects)
        hits = objects[module].hits
        address = base + (module << 32) + hits[number // len(objects) % len(hits)]
        frames.append({"instruction_addr": hex(address), "adjust_instruction_addr": False})
    body = {
        "sources": [{"id": "files", "type": "filesystem", "path": "symbols"}],
        "stacktraces": [{"frames": frames[i * each : (i + 1) * each]} for i in range(threads)],
        "modules": modules,
    }
    path = folder / f"{name}.json"
    path.write_text(json.dumps(body), encoding="utf-8")
    return str(path)


def best(work: Callable[[], Any]) -> float:
    """Seconds of the quickest of some rounds."""
    taken = []
    for _ in range(ROUNDS):
        start = perf_counter()
        work()
        taken.append(perf_counter() - start)
    return min(taken)


def warm(path: str, cache: str, objects: list[Object]) -> tuple[float, float, int]:
    """Seconds of a whole run and of the bare lookups, and how many frames it answered."""
    settings = Settings(cache_dir=cache)

    def run() -> bytes:
        result = Engine(settings).cached(load(path, trusted=True))
        assert result is not None
        return result.response_json()

    asked = [
        (objects[(address >> 32) - 0x7F00].table, address & 0xFFFF_FFFF)
        for thread in json.loads(Path(path).read_bytes())["stacktraces"]
        for frame in thread["frames"]
        for address in [int(frame["instruction_addr"], 16)]
    ]
    tables = [(table._table.lookup, address) for table, address in asked]

    def lookups() -> None:
        for lookup, address in tables:
            lookup(address)

    answered = [f for thread in json.loads(run())["stacktraces"] for f in thread["frames"]]
    assert {frame["status"] for frame in answered} == {"symbolicated"}
    return best(run), best(lookups), len(answered)


def fill(path: str, cache: str) -> tuple[float, float]:
    """Seconds of a first run, and for how many of them two conversions ran at once."""
    at_work, since, shared = 0, perf_counter(), 0.0

    def tell(event: Event) -> None:
        nonlocal at_work, since, shared
        if isinstance(event, ParseStarted | ParseEnded) and event.task == "symcache":
            now = perf_counter()
            shared += now - since if at_work > 1 else 0
            at_work, since = at_work + (1 if isinstance(event, ParseStarted) else -1), now

    async def run() -> None:
        async with Engine(Settings(cache_dir=cache)) as engine:
            await engine.symbolicate(load(path, trusted=True), tell)

    start = perf_counter()
    asyncio.run(run())
    return perf_counter() - start, shared


def report_growth(path: str, small: str, cache: str, frames: int) -> None:
    """What a process holds more once it has answered, with answer and body in its hands."""
    if not Path("/proc/self/status").is_file():
        print("      memory: this system does not tell")
        return
    command = [sys.executable, "-c", GROWTH, cache, small, path]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    own, mapped = (int(size) / frames for size in done.stdout.split())
    print(f"      {own:.0f} bytes a frame (goal 2048), {mapped:.0f} of tables mapped")


def report_recording(path: str, cache: str, whole: float) -> float:
    """What a run makes for nobody but those who may ask why, and what asking about it all takes."""
    result = Engine(Settings(cache_dir=cache)).cached(load(path, trusted=True))
    assert result is not None
    trace = result.trace
    assert trace.kind == "native"
    prepared = [trace.prepared(index) for index in range(len(result.report.modules))]
    questions = [lookup.question for one in prepared if one for lookup in one.lookups]
    offered = [o for q in questions for place in q.places for o in offers(place, q.types, q.wanted)]
    raw = trace.evidence.raw

    def record() -> None:
        for q in questions:
            Question(q.purpose, q.types, q.wanted, q.places)
        for one in offered:
            Offer(one.place, one.file_type, one.files, one.refused)
        for thread in raw:
            for _ in thread.frames:
                Sought(1, "caller", True)

    share = best(record) / whole * 100
    start = perf_counter()
    for index in range(len(result.report.modules)):
        trace.module(index)
    modules = perf_counter() - start
    start = perf_counter()
    trace.frame(0, len(raw[0].frames) // 2)
    one_frame = perf_counter() - start
    print(f"      recorded for explanations: {share:.1f} % of the run (goal 5)", end="")
    print(f"; asked: all modules {modules * 1e3:.1f} ms, a frame {one_frame * 1e3:.2f} ms")
    return share


def report_cold(folder: Path, objects: list[Object], results: Results) -> None:
    """One module through the whole engine, and the two largest together."""
    large = sorted(objects, key=lambda one: -Path(one.path).stat().st_size)[:2]
    rows = []
    for number in range(ROUNDS):  # in turns, so that a busy machine slows all
        taken = [bare(large[0].path, str(folder / "out"))]
        taken += [asyncio.run(through_a_child(large[0].path, str(folder / "out")))[1]]
        for part in ([large[0]], [large[1]], large):
            request = write_request(folder, f"cold-{number}", part, 1, 10)
            taken += fill(request, str(folder / f"cold-{number}-{len(taken)}"))
        rows.append(taken)
    alone, start, first, _, second, _, both, shared = map(min, zip(*rows, strict=True))
    print(f"cold: conversion alone {alone:.3f} s, child start {start:.3f} s, engine {first:.3f} s")
    print(f"      without the start {(first - start) / alone:.2f} x bare (goal 1.15)")
    print(f"together: {first:.3f} s and {second:.3f} s alone, {both:.3f} s as one request,")
    print(f"      for {shared:.3f} s of them both were being converted")
    results.add("cold without the start / bare", (first - start) / alone, goal=1.15)
    results.add("two modules together / one by one", both / (first + second))


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder, cache = Path(name), str(Path(name) / "cache")
        objects = lay_out(sys.argv[1:] or found_files(), folder)
        print("modules:", ", ".join(Path(one.path).name for one in objects))
        small = write_request(folder, "small", objects, 1, 60)
        fill(small, cache)
        results = Results("native")
        for shape, (threads, each) in SHAPES.items():
            path = write_request(folder, "warm", objects, threads, each)
            fill(path, cache)  # what the second reader is asked is kept for each address
            whole, lookups, frames = warm(path, cache, objects)
            print(f"{shape} frames: {frames} answered, {whole * 1e3:.1f} ms, ", end="")
            print(f"bare lookups {lookups * 1e3:.1f} ms: ", end="")
            each_frame = (whole - lookups) / frames * 1e6
            print(f"{each_frame:.1f} us a frame (goal 40)")
            results.add(f"{shape}: own time of a frame", each_frame, "us", goal=40)
            results.add(f"{shape}: whole / bare lookups", whole / lookups)
            share = report_recording(path, cache, whole)
            results.add(f"{shape}: recorded for explanations", share, "%", goal=5)
            report_growth(path, small, cache, frames)
        report_cold(folder, objects, results)
    results.write()
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    print(f"peak of this process {peak / 1024:.0f} MB")


if __name__ == "__main__":
    main()
