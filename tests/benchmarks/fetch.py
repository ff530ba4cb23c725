"""What downloads cost beyond HTTP itself, what they hold in memory, what a warm run costs.

    python -m tests.benchmarks.fetch

Goals: 500 locations of which 5 exist <= 1.3 x a bare httpx client with as many requests at once;
a body of 500 MB <= 64 MB of memory; 200 modules that are in the cache <= 5 ms each.
"""

import asyncio
import multiprocessing
import resource
import socket
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

import httpx

from inspector.fetch.caching.cache import Cache
from inspector.fetch.caching.cached import CachedFiles
from inspector.fetch.downloads import Downloads
from inspector.fetch.policy import DownloadPolicy
from inspector.fetch.remote import Found, RemoteFile
from inspector.fetch.web.connections import Connections
from inspector.model.places.sources import HttpSource
from tests.benchmarks._results import Results

ROUNDS = 7
AT_ONCE = 32
LOCATIONS = [f"{i:032X}/lib{i}.so" for i in range(500)]
THERE = LOCATIONS[::100]
OBJECT = bytes(200_000)
BIG = 500 * 10**6
MODULES, PATHS = 200, 6


def serve(listening: socket.socket) -> None:
    """A quick server in a process of its own: five files, and one big one."""
    asyncio.run(_serve(listening))


async def _serve(listening: socket.socket) -> None:
    async with await asyncio.start_server(_answer, sock=listening) as server:
        await server.serve_forever()


async def _answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    missing = b"HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n"
    head = "HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n"
    try:
        while request := await reader.readuntil(b"\r\n\r\n"):
            path = request.split(b" ", 2)[1].decode().removeprefix("/")
            if path == "big":
                writer.write(head.format(BIG).encode())
                for _ in range(BIG // len(OBJECT)):
                    writer.write(OBJECT)
                    await writer.drain()
            elif path in THERE:
                writer.write(head.format(len(OBJECT)).encode() + OBJECT)
            else:
                writer.write(missing)
            await writer.drain()
    except (asyncio.IncompleteReadError, ConnectionError):
        writer.close()


async def bare(url: str) -> float:
    """Seconds of httpx alone: no cache, no file, no guard."""
    limits = httpx.Limits(max_connections=AT_ONCE, max_keepalive_connections=AT_ONCE)
    found = 0
    async with httpx.AsyncClient(limits=limits, trust_env=False) as client:
        slots = asyncio.Semaphore(AT_ONCE)

        async def get(location: str) -> None:
            nonlocal found
            async with slots:
                response = await client.get(f"{url}/{location}")
                found += response.status_code == 200

        start = perf_counter()
        await asyncio.gather(*map(get, LOCATIONS))
        seconds = perf_counter() - start
    assert found == len(THERE)
    return seconds


async def ours(url: str, folder: str) -> float:
    """Seconds of the same, with an empty cache on disk."""
    source = HttpSource(id="x", url=url)
    policy = DownloadPolicy(downloads_per_host=AT_ONCE)
    async with Downloads(Cache(folder), policy, connections=Connections(5)) as downloads:
        files = [RemoteFile(source=source, location=name, trusted=True) for name in LOCATIONS]
        start = perf_counter()
        answers = await asyncio.gather(*map(downloads.get, files))
        seconds = perf_counter() - start
    assert sum(isinstance(answer, Found) for answer in answers) == len(THERE)
    return seconds


async def memory(url: str, folder: str) -> float:
    """MB by which this process grows over a big download."""
    source = HttpSource(id="x", url=url)
    async with Downloads(Cache(folder), connections=Connections(5)) as downloads:
        await downloads.get(RemoteFile(source=source, location=THERE[0], trusted=True))
        before = peak()
        found = await downloads.get(RemoteFile(source=source, location="big", trusted=True))
        assert isinstance(found, Found)
        assert Path(found.path).stat().st_size == BIG
    return peak() - before


def peak() -> float:
    """The most memory that this process had so far, in MB."""
    status = Path("/proc/self/status")
    if status.exists():  # `getrusage` counts what the parent had before `exec`, too
        kept = status.read_text().partition("VmHWM:")[2]
        return int(kept.split()[0]) / 1e3
    used = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return used / (1e6 if sys.platform == "darwin" else 1e3)


async def warm(url: str, folder: str) -> float:
    """Milliseconds per module when all its paths are known: one file, the others missing."""
    source = HttpSource(id="x", url=url)
    modules = [
        [
            RemoteFile(source=source, location=f"{THERE[0]}?{m}" if not p else f"{m}/{p}")
            for p in range(PATHS)
        ]
        for m in range(MODULES)
    ]
    cache = Cache(folder)
    async with Downloads(
        cache, DownloadPolicy(connect_to_reserved_ips=True), connections=Connections(5)
    ) as downloads:
        await asyncio.gather(*(downloads.get(file) for module in modules for file in module))
    best = float("inf")
    for _ in range(ROUNDS):
        files = CachedFiles(Cache(folder))
        start = perf_counter()
        for module in modules:
            for file in module:
                await files.get(file)
        best = min(best, perf_counter() - start)
    return best / MODULES * 1e3


def main() -> None:
    """Print the figures beside their goals."""
    listening = socket.create_server(("127.0.0.1", 0), backlog=256)
    url = f"http://127.0.0.1:{listening.getsockname()[1]}"
    server = multiprocessing.get_context("fork").Process(target=serve, args=(listening,))
    server.start()
    try:
        with tempfile.TemporaryDirectory() as folder:
            theirs, own = [], []
            for i in range(ROUNDS):  # in turns: the machine is not equally quick all the time
                theirs.append(asyncio.run(bare(url)))
                own.append(asyncio.run(ours(url, f"{folder}/{i}")))
            ratio = min(own) / min(theirs)
            print(f"500 locations     {min(own):.2f} s, httpx {min(theirs):.2f} s, {ratio:.2f} x")
            command = [sys.executable, "-m", "tests.benchmarks.fetch", url, f"{folder}/big"]
            grown = subprocess.run(command, check=True, capture_output=True, text=True).stdout
            print(f"500 MB body      +{float(grown):.0f} MB (64)")
            module = asyncio.run(warm(url, f"{folder}/warm"))
            print(f"a warm module     {module:.2f} ms (5)")
            results = Results("fetch")
            results.add("500 locations / bare httpx", ratio, goal=1.3)
            results.add("500 locations", min(own), "s")
            results.add("peak of a body of 500 MB", float(grown), "MB", goal=64)
            results.add("a warm module", module, "ms", goal=5)
            results.write()
    finally:
        server.terminate()
        server.join()


if __name__ == "__main__":
    if len(sys.argv) > 1:  # a process of its own: its peak is that of the download
        print(asyncio.run(memory(*sys.argv[1:])))
    else:
        main()
