"""Many small warm requests with one job and with two.

    python -m tests.benchmarks batch [REQUESTS]

Goal: two jobs are at least 1.6 x as fast as one. Memory of the parent does not grow with the
number of requests.
"""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path
from time import perf_counter

from tests.benchmarks._crashes import typical
from tests.benchmarks._results import Results


def batch(folder: Path, requests: Path, jobs: int) -> tuple[float, float]:
    """Seconds, and peak MB of the parent process."""
    out = folder / f"out{jobs}"
    code = (
        "import resource, sys; from inspector.cli import main\n"
        "try: main(sys.argv[1:])\n"
        "finally: print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss, file=sys.stderr)"
    )
    arguments = ["symbolicate", str(requests), "--out-dir", str(out), "--jobs", str(jobs)]
    options = ["--trust", "--cache-dir", str(folder / "cache")]
    start = perf_counter()
    done = subprocess.run(
        [sys.executable, "-c", code, *arguments, *options], capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr
    return perf_counter() - start, int(done.stderr.split()[-1]) / 1024


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        body = json.dumps(typical(folder, threads=1, frames=30))
        few, many = folder / "few", folder / "many"
        for requests, number in ((few, count // 10), (many, count)):
            requests.mkdir()
            for at in range(number):
                (requests / f"{at:06}.json").write_text(body, encoding="utf-8")
        _, small = batch(folder, few, 1)
        one, peak = batch(folder, many, 1)
        two, _ = batch(folder, many, 2)
    print(f"{count:,} requests of {len(body):,} bytes on {os.cpu_count()} cores")
    print(
        f"1 job {one:.1f} s, {count / one:,.0f}/s; 2 jobs {two:.1f} s, {one / two:.2f} x (goal 1.6)"
    )
    print(f"peak of the parent {peak:.0f} MB; with a tenth of the requests {small:.0f} MB")
    results = Results("batch")
    results.add("1 job / 2 jobs", one / two, goal=1.6, larger=True)
    results.add("requests a second, 1 job", count / one, "/s")
    results.add("peak of the parent", peak, "MB")
    results.add("peak of the parent, a tenth of the requests", small, "MB")
    results.write()


if __name__ == "__main__":
    main()
