"""The service under load, against the bare work that an answer consists of.

    python -m tests.benchmarks serve [REQUESTS]

Goals: at least 60 % of the throughput of encoding + bare lookups, for a core; p99 below 5 x the
median with 8 clients at once; memory flat.
"""

import http.client
import json
import os
import sys
import tempfile
import threading
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from time import perf_counter, process_time
from typing import Any

import msgspec
from symbolic.symcache import SymCache

from tests.benchmarks._crashes import typical
from tests.benchmarks._results import Results
from tests.server.over_http import service

CLIENTS = 8
ROUNDS = 10
BARE = 100  # times the bare work is done to measure it
TICKS = os.sysconf("SC_CLK_TCK")


def cpu_seconds(pid: int) -> float:
    """What a process has used."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / TICKS


def memory(pid: int) -> float:
    """Resident MB of a process."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmRSS")) / 1024


def post(connection: http.client.HTTPConnection, body: bytes) -> bytes:
    connection.request("POST", "/symbolicate", body, {"Content-Type": "application/json"})
    answer = connection.getresponse()
    assert answer.status == 200
    return answer.read()


def load(port: int, body: bytes, count: int) -> list[float]:
    """Seconds of each of `count` requests, sent by 8 clients at once."""
    taken: list[float] = []

    def client() -> None:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        for _ in range(count // CLIENTS):
            start = perf_counter()
            post(connection, body)
            taken.append(perf_counter() - start)

    threads = [threading.Thread(target=client) for _ in range(CLIENTS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return taken


def bare(answer: bytes, cache: Path) -> Callable[[], float]:
    """Measures the CPU seconds of the lookups of an answer, each by itself, and of encoding it."""
    response = msgspec.json.decode(answer)
    open_: Any = SymCache.open  # typed in parts
    opened = [open_(str(path)) for path in sorted(cache.glob("symcaches/*/*/*/*"))
              if path.is_file() and not path.name.endswith(".metadata")]  # fmt: skip
    by_id = {str(table.debug_id): table for table in opened}
    modules = [(int(module["image_addr"], 16), by_id[module["debug_id"]])
               for module in response["modules"]]  # fmt: skip
    relative = []
    for thread in response["stacktraces"]:
        for frame in {f["original_index"]: f for f in thread["frames"]}.values():
            address = int(frame["instruction_addr"], 16)
            base, table = max((m for m in modules if m[0] <= address), key=lambda m: m[0])
            relative.append((table, address - base))
    assert sum(bool(table.lookup(address)) for table, address in relative) > len(relative) / 2

    def measure() -> float:
        start = process_time()
        for _ in range(BARE):
            for table, address in relative:
                for found in table.lookup(address):
                    _ = found.symbol, found.full_path, found.line
            msgspec.json.encode(response)
        return (process_time() - start) / BARE

    return measure


class Round(msgspec.Struct, frozen=True):
    """The bare work and the service, one right after the other: CPU seconds of a request."""

    bare: float
    service: float


def measure(
    pid: int, port: int, body: bytes, cache: Path, count: int
) -> tuple[list[Round], list[float]]:
    """Both in turns, for the speed of a machine with other work changes all the time.

    Also returns the seconds that each of `count` requests took.
    """
    rounds, taken = [], list[float]()
    floor = bare(post(http.client.HTTPConnection("127.0.0.1", port), body), cache)
    for _ in range(ROUNDS):
        before, used = floor(), cpu_seconds(pid)
        waited = load(port, body, count // ROUNDS)
        used = (cpu_seconds(pid) - used) / len(waited)
        rounds.append(Round((before + floor()) / 2, used))
        taken += waited
    return rounds, taken


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 6_000
    with tempfile.TemporaryDirectory() as name:
        folder, cache = Path(name), Path(name, "cache")
        body = json.dumps(typical(folder)).encode()
        settings = folder / "settings.toml"
        settings.write_text(f'serve_roots = ["{folder}"]\n', encoding="utf-8")
        with service("--cache-dir", str(cache), "--config", str(settings)) as (url, pid):
            port = int(url.rpartition(":")[2])
            answer = post(http.client.HTTPConnection("127.0.0.1", port), body)
            load(port, body, count // 4)
            before = memory(pid)
            rounds, taken = measure(pid, port, body, cache, count)
            after = memory(pid)
    shares = sorted(one.bare / one.service for one in rounds)
    share, used = median(shares), median(one.service for one in rounds)
    middle, last = median(taken), quantiles(taken, n=100)[98]
    frames = sum(len(thread["frames"]) for thread in json.loads(answer)["stacktraces"])
    print(f"request of {len(body):,} bytes: {frames} frames in {len(answer):,} bytes of answer")
    print(f"bare lookups + encoding {median(one.bare for one in rounds) * 1e3:.2f} ms CPU;"
          f" service {used * 1e3:.2f} ms CPU: {share:.0%} of its throughput, in {ROUNDS} rounds"
          f" {shares[0]:.0%} to {shares[-1]:.0%} (goal 60%)")  # fmt: skip
    print(f"{1 / used:,.0f} requests/s for a core; {CLIENTS} clients: median {middle * 1e3:.1f} ms,"
          f" p99 {last * 1e3:.1f} ms = {last / middle:.1f} x (goal below 5)")  # fmt: skip
    print(f"memory {before:.1f} MB, after {len(taken):,} more requests {after:.1f} MB")
    results = Results("serve")
    results.add("bare lookups + encoding / service, CPU", share, goal=0.6, larger=True)
    results.add("p99 / median", last / middle, goal=5.0)
    results.add("median", middle * 1e3, "ms")
    results.add("requests a second for a core", 1 / used, "/s")
    results.add("memory grown", after - before, "MB")
    results.write()


if __name__ == "__main__":
    main()
