"""Kept responses: every sample request, and the harbor crash in every format.

`pytest --regen` rewrites them; the diff is the review. A second run must give the same bytes
from disk alone, and so must the second readers: the kept responses are those of both.
"""

import asyncio
import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from inspector.engine import Engine, Opened, load
from inspector.model.events import Event, FetchStarted, ParseStarted
from inspector.settings import Settings
from tests.conftest import ROOT
from tests.harbor import Build
from tests.harbor_builds import BUILDS

SAMPLES = sorted((ROOT / "sample_requests").glob("*/*.json"))

Golden = Callable[[str, Any], None]


async def cold_then_warm(opened: Opened, settings: Settings) -> bytes:
    """The answer of a fresh cache, given again by the cache alone."""
    async with Engine(settings) as engine:
        cold = await engine.symbolicate(opened)
    events: list[Event] = []
    async with Engine(settings) as engine:
        warm = engine.cached(opened)
        again = await engine.symbolicate(opened, events.append)
    assert warm is not None
    assert warm.response_json() == again.response_json() == cold.response_json()
    assert warm.report == again.report == cold.report
    assert not [e for e in events if isinstance(e, FetchStarted | ParseStarted)]
    return cold.response_json()


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: f"{path.parent.name}-{path.stem}")
@pytest.mark.usefixtures("reader")
async def test_sample_request(path: Path, golden: Golden, tmp_path: Path) -> None:
    """Without network and without anybody vouching for it."""
    response = await cold_then_warm(load(str(path)), Settings(cache_dir=str(tmp_path)))
    golden(f"{path.parent.name}-{path.stem}", json.loads(response))


Answer = Callable[[str], dict[str, Any]]


@pytest.fixture(scope="module")
def answer(reader: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Answer]:
    """Answers a saved request. One engine for all of them, as in the app."""
    cache = tmp_path_factory.mktemp(f"cache-{reader}")
    with asyncio.Runner() as runner:
        engine = Engine(Settings(cache_dir=str(cache)))

        def run(path: str) -> dict[str, Any]:
            result = runner.run(engine.symbolicate(load(path)))
            body: dict[str, Any] = json.loads(result.response_json())
            return body

        yield run
        runner.run(engine.__aexit__(None, None, None))


def by_name(build: Build) -> str:
    return build.name


@pytest.mark.parametrize("build", BUILDS, ids=by_name)
def test_harbor(build: Build, answer: Answer, golden: Golden, tmp_path: Path) -> None:
    response = answer(build.save(tmp_path))
    found = [f for f in response["stacktraces"][0]["frames"] if f["status"] == "symbolicated"]
    assert [(frame.get("filename"), frame["lineno"]) for frame in found] == list(build.places)
    golden(f"harbor-{build.name}", response)


@pytest.mark.parametrize("build", BUILDS, ids=by_name)
def test_harbor_without_candidates(build: Build, answer: Answer, tmp_path: Path) -> None:
    """Nothing else changes."""
    expected = answer(build.save(tmp_path))
    for module in expected["modules"]:
        assert module.pop("candidates")
    assert answer(build.save(tmp_path, candidates=False)) == expected


@pytest.mark.parametrize("build", BUILDS, ids=by_name)
def test_harbor_caller_first(build: Build, answer: Answer, tmp_path: Path) -> None:
    """The same frames the other way round, inlined functions included."""
    expected = answer(build.save(tmp_path))
    expected["stacktraces"][0]["frames"].reverse()
    assert answer(build.save(tmp_path, order="caller_first")) == expected
