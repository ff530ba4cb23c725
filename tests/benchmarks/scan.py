"""What a scanned folder costs: the first look into 10,000 files, then a run that knows them.

python -m tests.benchmarks.scan [FILES]
"""

import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path

from inspector.fetch.caching.cache import Cache
from inspector.fetch.waiting import step
from inspector.model.ids import DebugId, ObjectId
from inspector.model.places.sources import FilesystemSource, Layout
from inspector.native.finding.lookup import Place
from inspector.native.finding.scan import Scans
from inspector.objects.children.worker import Workers
from tests.benchmarks._results import Results

HARBOR = Path(__file__).resolve().parent.parent / "fixtures" / "harbor"
ELF, SYM = HARBOR / "elf" / "symtab-only", HARBOR / "breakpad" / "aarch64.sym"


def fill(root: Path, count: int) -> None:
    """A build tree: one file in four is an object, one in eight a symbol file."""
    elf, sym = ELF.read_bytes(), SYM.read_bytes()
    for number in range(count):
        folder = root / f"{number % 100}"
        folder.mkdir(exist_ok=True)
        content = elf if number % 4 == 0 else sym if number % 8 == 1 else b"int main;\n" * 50
        (folder / f"f{number}").write_bytes(content)


def main(count: int) -> None:
    """Print the seconds of both."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "tree"
        root.mkdir()
        fill(root, count)
        cache = Cache(str(Path(folder) / "cache"))
        source = FilesystemSource(id="s", path=str(root), layout=Layout(type="scan"))
        place = Place(source, trusted=True, folder=folder, scope="global")
        wanted = ObjectId("elf", debug_id=DebugId("0" * 31 + "1"))

        async def cold() -> None:
            async with Workers(os.cpu_count() or 1, 8 << 30, 300.0) as workers:
                await Scans(cache, workers, print).locations(place, ("elf_code",), wanted)

        results = Results("scan")
        started = time.perf_counter()
        asyncio.run(cold())
        results.add("cold", time.perf_counter() - started, "s")
        print(f"cold  {time.perf_counter() - started:7.3f} s")
        started = time.perf_counter()
        step(Scans(cache, None).locations(place, ("elf_code",), wanted))
        results.add("warm", time.perf_counter() - started, "s")
        print(f"warm  {time.perf_counter() - started:7.3f} s")
        results.write()


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 10_000)
