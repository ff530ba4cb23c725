"""The service under mixed load, with a symbol server that fails often: nothing leaks, nothing lies.

pytest tests/soak               30 seconds
pytest tests/soak --soak 3600   an hour; -s shows what was sampled
"""

import asyncio
import signal
import subprocess
import sys
import time
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import TextIO

import httpx
import pytest

from tests.soak.crowd import Crowd, files, questions
from tests.soak.symbols import SymbolServer
from tests.soak.watch import Sample, children_of, sample

CLIENTS = 4
CHILDREN = 2
WARM = 0.3  # of the time: until then memory may grow
MOST_GROWTH = 0.15, 12.0  # of the memory after that, and MB
MOST_DESCRIPTORS = 64  # more at the end: connections that are kept for a while
PATIENCE = 30.0  # seconds for an answer to be right once the symbol server is well
SETTINGS = f"""\
connect_to_reserved_ips = true
parser_processes = {CHILDREN}
head_timeout = "500ms"
max_download_timeout = "2s"
deny_list_enabled = false

[caches.downloaded]
max_unused_for = "8s"
retry_misses_after = "2s"
retry_misses_after_public = "2s"
retry_failures_after = "2s"
retry_malformed_after = "2s"

[caches.derived]
max_unused_for = "8s"
retry_misses_after = "2s"
retry_misses_after_public = "2s"
retry_failures_after = "2s"
retry_malformed_after = "2s"
"""


@asynccontextmanager
async def service(
    folder: Path, errors: TextIO
) -> AsyncIterator[tuple[httpx.AsyncClient, subprocess.Popen[str]]]:
    """A service of its own, and a client of it."""
    config = folder / "settings.toml"
    config.write_text(SETTINGS, encoding="utf-8")
    options = ["--port", "0", "--cache-dir", str(folder / "cache"), "--config", str(config)]
    command = [sys.executable, "-m", "inspector", "serve", *options]
    with subprocess.Popen(  # noqa: ASYNC220  it is watched by its number, and ended like a service
        command, stdout=subprocess.PIPE, stderr=errors, text=True
    ) as process:
        try:
            assert process.stdout is not None
            url = (await asyncio.to_thread(process.stdout.readline)).split()[-1]
            limits = httpx.Limits(max_connections=2 * CLIENTS)
            async with httpx.AsyncClient(base_url=url, timeout=60, limits=limits) as client:
                yield client, process
        finally:
            process.kill()


async def load_for(seconds: float, crowd: Crowd, pid: int, begun: float) -> list[Sample]:
    """Clients that ask one after the other; samples every tenth of the time, and an idle one."""
    end, samples = time.monotonic() + seconds, list[Sample]()

    async def client() -> None:
        while time.monotonic() < end:
            await crowd.one()

    async def watch() -> None:
        while time.monotonic() < end:
            await asyncio.sleep(min(seconds / 10, 60))
            samples.append(sample(pid, begun))

    await asyncio.gather(watch(), *(client() for _ in range(CLIENTS)))
    await settled(pid)
    return [*samples, sample(pid, begun, idle=True)]


async def settled(pid: int) -> None:
    """Return when what the last clients left behind is done: the number of files stands still."""
    last, since = -1, time.monotonic()
    while time.monotonic() - since < 3.5:
        held = sample(pid, 0).descriptors
        if held != last:
            last, since = held, time.monotonic()
        await asyncio.sleep(0.1)


async def test_soak(
    request: pytest.FixtureRequest, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seconds, begun = request.config.getoption("--soak"), time.monotonic()
    temporary = tmp_path / "tmp"
    temporary.mkdir()
    monkeypatch.setenv("TMPDIR", str(temporary))
    words = tmp_path / "stderr"
    with words.open("w") as errors:
        async with (
            SymbolServer(files()) as symbols,
            service(tmp_path, errors) as (client, process),
        ):
            crowd = Crowd(client, await questions(symbols.url, tmp_path))
            await asyncio.gather(*(crowd.large() for _ in range(CLIENTS)))
            samples = await load_for(seconds * WARM, crowd, process.pid, begun)
            samples += await load_for(seconds * (1 - WARM), crowd, process.pid, begun)
            print("", *samples, dict(crowd.counts), dict(symbols.told), sep="\n")
            await heals(symbols, crowd)
            await ends(crowd, process)
    judge(samples, crowd)
    assert "Traceback" not in words.read_text(encoding="utf-8")
    assert list(temporary.iterdir()) == []
    assert list((tmp_path / "cache" / "tmp").iterdir()) == []


def judge(samples: list[Sample], crowd: Crowd) -> None:
    """Nothing was wrong, nothing leaked."""
    assert crowd.wrong == [], crowd.wrong[0]
    assert crowd.counts["right"] > crowd.counts["honestly failed"] > 0
    warm, last = (one for one in samples if one.idle)
    share, megabytes = MOST_GROWTH
    assert last.resident < warm.resident * (1 + share) + megabytes
    assert last.descriptors <= warm.descriptors + MOST_DESCRIPTORS
    assert max(one.children for one in samples) <= CHILDREN


async def heals(symbols: SymbolServer, crowd: Crowd) -> None:
    """No failure is remembered for longer than the settings say."""
    symbols.well = True
    for question in crowd.asked:
        end = time.monotonic() + PATIENCE
        while (ill := await crowd.still_ill(question)) and time.monotonic() < end:  # noqa: ASYNC110  the service tells nobody when it would ask again
            await asyncio.sleep(0.1)
        assert ill == "", f"not well again: {ill[:3000]}"


async def ends(crowd: Crowd, process: subprocess.Popen[str]) -> None:
    """In order, and soon, with requests at work; nothing of it stays."""
    children = children_of(process.pid)
    waiting = [asyncio.create_task(crowd.last(number)) for number in range(8)]
    await asyncio.sleep(0)
    process.send_signal(signal.SIGTERM)
    code = await asyncio.to_thread(process.wait, 30)
    assert {await one for one in waiting} <= {"completed", "failed", "refused"}
    assert code in (0, -signal.SIGTERM)  # uvicorn ends in order, then by the signal it got
    assert [child for child in children if Path(f"/proc/{child}").exists()] == []
