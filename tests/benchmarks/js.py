"""What JavaScript requests cost beyond `symbolic` itself, on maps of real packages.

    python -m tests.benchmarks.js

Fetches the packages with `npm pack`; without npm or network it says so and ends. Goals:

    cold    <= 1.15 x building the same SourceMapCache objects, plus one child start
    warm    < 15 us for each frame, plus reading the answers
    memory  the app grows by less than 30 MB, whatever the size of the maps
"""

import asyncio
import json
import random
import shutil
import subprocess
import sys
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path
from time import perf_counter, process_time
from typing import Any

from msgspec import Struct

from tests.benchmarks._results import Results

ROUNDS = 5
COLD_FRAMES, WARM_FRAMES = 50, 1000  # of each script
URL = "https://shop.example/"


class Script(Struct, frozen=True):
    """A script and its map in a package."""

    package: str
    script: str
    source_map: str

    @property
    def name(self) -> str:
        """Unique, and fit for a file."""
        return f"{self.package.partition('@')[0]}-{self.script.replace('/', '-')}"


SCRIPTS = [
    Script("mermaid@11.4.1", "dist/mermaid.min.js", "dist/mermaid.min.js.map"),
    Script(
        "monaco-editor@0.45.0",
        "min/vs/editor/editor.main.js",
        "min-maps/vs/editor/editor.main.js.map",
    ),
    Script(
        "monaco-editor@0.45.0", "dev/vs/editor/editor.main.js", "dev/vs/editor/editor.main.js.map"
    ),
]

BARE = """\
import sys, time
from symbolic.sourcemapcache import SourceMapCache
seconds = 0.0
for path in sys.argv[1:]:
    script, source_map = open(path, "rb").read(), open(path + ".map", "rb").read()
    start = time.perf_counter()
    SourceMapCache.from_bytes(script, source_map)
    seconds += time.perf_counter() - start
print(seconds)
"""

RUN = """\
import asyncio, sys
from tests.benchmarks.js import run
asyncio.run(run(*sys.argv[1:]))
"""


def fetch(folder: Path) -> str | None:
    """Put scripts and maps into `folder`; the reason if that fails."""
    for package in sorted({script.package for script in SCRIPTS}):
        command = ["npm", "pack", "--silent", package]
        try:
            done = subprocess.run(command, cwd=folder, capture_output=True, text=True, timeout=300)
        except (OSError, subprocess.TimeoutExpired) as error:
            return f"npm cannot be used: {error}"
        if done.returncode:
            return f"npm pack {package} failed: {done.stderr.strip()[-200:]}"
        with tarfile.open(folder / done.stdout.split()[-1]) as archive:
            for script in SCRIPTS:
                if script.package == package:
                    put(archive, script, folder / "build" / script.name)
    return None


def put(archive: tarfile.TarFile, script: Script, path: Path) -> None:
    """A script that names its map, and the map beside it."""
    path.parent.mkdir(exist_ok=True)
    text = read(archive, script.script).partition(b"//# sourceMappingURL=")[0]
    path.write_bytes(text + f"\n//# sourceMappingURL={path.name}.map\n".encode())
    path.with_name(path.name + ".map").write_bytes(read(archive, script.source_map))


def read(archive: tarfile.TarFile, name: str) -> bytes:
    file = archive.extractfile(f"package/{name}")
    assert file is not None, name
    return file.read()


def frames(path: Path, chosen: random.Random, count: int) -> Iterator[dict[str, Any]]:
    """Random positions, most of them where most of the code is."""
    lines = [len(line) for line in path.read_bytes().split(b"\n")]
    picked = chosen.choices(range(len(lines)), weights=[n + 1 for n in lines], k=count)
    for line in picked:
        column = chosen.randrange(lines[line] + 1) + 1
        yield {"abs_path": URL + path.name, "lineno": line + 1, "colno": column}


def write_request(folder: Path, count: int) -> str:
    """A request with so many frames of each script; its path."""
    chosen = random.Random(1)
    asked = [
        frame
        for script in SCRIPTS
        for frame in frames(folder / "build" / script.name, chosen, count)
    ]
    chosen.shuffle(asked)
    body = {
        "sources": [{"type": "filesystem", "id": "b", "path": "build", "url_prefix": URL}],
        "scraping": {"enabled": False, "allowed_origins": [], "headers": {}},
        "stacktraces": [{"frames": asked[i : i + 50]} for i in range(0, len(asked), 50)],
    }
    path = folder / f"{count}.json"
    path.write_text(json.dumps(body))
    return str(path)


async def run(small: str, large: str, cache: str) -> None:
    """A cold run and some warm ones in a process of their own; prints what they took."""
    from inspector.engine import Engine, load
    from inspector.settings import Settings

    opened, many = load(small), load(large)
    async with Engine(Settings(cache_dir=cache)) as engine:
        before = peak_memory(reset=True)
        start = perf_counter()
        await engine.symbolicate(opened)
        cold = perf_counter() - start
        grown = peak_memory() - before
        result = await engine.symbolicate(many)
        count = sum(len(thread.frames) for thread in result.report.threads)
        warm = []
        for _ in range(ROUNDS):
            start = process_time()
            await engine.symbolicate(many)
            warm.append((process_time() - start) / count)
    recorded = best_recording(result.trace.evidence) / count
    done = sum(f.status == "symbolicated" for t in result.report.threads for f in t.frames)
    told = {"cold": cold, "warm": min(warm), "grown": grown, "done": done / count}
    print(json.dumps(told | {"recorded": recorded}))


def best_recording(kept: Any) -> float:
    """Seconds that a run spends on what only explanations read: the same values, made again."""
    from inspector.js.evidence import Evidence, Looked

    def record() -> float:
        start = process_time()
        for one in kept.looked:
            again = Looked(one.key, one.near)
            again.asked.extend(one.asked)
            again.found_by, again.entry = one.found_by, one.entry
        Evidence(**{name: getattr(kept, name) for name in Evidence.__struct_fields__})
        return process_time() - start

    return min(record() for _ in range(ROUNDS))


def peak_memory(*, reset: bool = False) -> int:
    """Kilobytes of this process at most, on Linux. `reset`: count anew from now."""
    if reset:
        Path("/proc/self/clear_refs").write_text("5")
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0])


def child_start(folder: Path) -> float:
    """Seconds until a fresh child has answered its first question about a map."""
    from inspector.objects.children.worker import Workers

    (folder / "tiny.map").write_text("{}")
    pair = {"key": "k", "minified": "", "source_map": str(folder / "tiny.map"), "positions": []}

    async def once() -> float:
        async with Workers(1, 8 << 30, 60) as workers:
            start = perf_counter()
            await workers.run("sourcemap", pair, "tiny")
            return perf_counter() - start

    return min(asyncio.run(once()) for _ in range(ROUNDS))


def python(code: str, *arguments: str) -> Any:
    command = [sys.executable, "-c", code, *arguments]
    done = subprocess.run(command, check=True, capture_output=True, text=True)
    return json.loads(done.stdout)


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        reason = fetch(folder)
        if reason is not None:
            print(f"skipped: {reason}")
            return
        requests = [write_request(folder, count) for count in (COLD_FRAMES, WARM_FRAMES)]
        scripts = [str(folder / "build" / script.name) for script in SCRIPTS]
        bare, ours = [], []
        for number in range(ROUNDS):  # in turns, so that both meet the same neighbours
            bare.append(float(python(BARE, *scripts)))
            cache = folder / f"cache-{number}"
            ours.append(python(RUN, *requests, str(cache)))
            shutil.rmtree(cache)
        start, cold = child_start(folder), min(run["cold"] for run in ours)
        allowed = 1.15 * min(bare) + start
        print(f"tables alone    {min(bare):6.2f} s    one child start {start:.2f} s")
        print(f"cold            {cold:6.2f} s    allowed {allowed:.2f} s")
        print(f"warm            {min(run['warm'] for run in ours) * 1e6:6.1f} us of CPU a frame")
        share = min(run["recorded"] / run["warm"] for run in ours)
        print(f"recorded        {share:6.1%} of a warm run, for explanations (goal 5 %)")
        print(f"memory          {max(run['grown'] for run in ours) / 1024:6.1f} MB more")
        print(f"symbolicated    {ours[0]['done']:6.0%}")
        results = Results("js")
        results.add("cold / allowed", cold / allowed, goal=1.0)
        results.add("cold", cold, "s")
        results.add("tables alone", min(bare), "s")
        results.add("warm, a frame", min(run["warm"] for run in ours) * 1e6, "us", goal=15)
        results.add("recorded for explanations / warm", share, goal=0.05)
        results.add("memory grown", max(run["grown"] for run in ours) / 1024, "MB", goal=30)
        results.write()


if __name__ == "__main__":
    main()
