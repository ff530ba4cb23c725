"""What a service has in its head: the same answers, fewer questions, for a while."""

import json
from pathlib import Path

import pytest

from inspector.engine import Engine, Opened, load
from inspector.model.ids import ObjectId
from inspector.native.memory import Memory
from inspector.native.prepare import Prepared, unused
from inspector.settings import Settings
from tests.harbor_builds import BUILDS


class Clock:
    """A clock that stands still until it is set."""

    now = 100.0

    def __call__(self) -> float:
        return self.now


WANTED = ObjectId(object_type="elf", code_file="a")


def test_kept_for_a_while() -> None:
    clock = Clock()
    memory = Memory(seconds=10, clock=clock).of((), strict=False)
    memory.keep_prepared(WANTED, unused())
    clock.now += 9.9
    assert isinstance(memory.prepared(WANTED), Prepared)
    clock.now += 0.1
    assert memory.prepared(WANTED) is None


def test_the_oldest_makes_room() -> None:
    memory = Memory(most=2).of((), strict=False)
    wanted = [ObjectId(object_type="elf", code_file=name) for name in "abc"]
    for one in wanted:
        memory.keep_prepared(one, unused())
    assert [memory.prepared(one) is not None for one in wanted] == [False, True, True]


def test_other_sources_and_strictness_have_their_own() -> None:
    memory = Memory()
    memory.of((), strict=False).keep_prepared(WANTED, unused())
    assert memory.of((), strict=True).prepared(WANTED) is None
    assert memory.of((), strict=False).prepared(WANTED) is not None


def test_what_is_added_to_a_module_stays_with_its_request() -> None:
    memory = Memory().of((), strict=False)
    memory.keep_prepared(WANTED, unused())
    first = memory.prepared(WANTED)
    assert first is not None
    first.found_sources()
    first.lookups.append(None)  # type: ignore[arg-type]  # whatever it is
    second = memory.prepared(WANTED)
    assert second is not None
    assert (second.features.has_sources, second.lookups) == (False, [])


async def test_answers_are_the_same_and_the_disk_is_not_asked_again(tmp_path: Path) -> None:
    settings = Settings(cache_dir=str(tmp_path / "cache"))
    opened: list[Opened] = [load(build.save(tmp_path), trusted=True) for build in BUILDS[:6]]
    async with Engine(settings, memory=Memory()) as engine, Engine(settings) as plain:
        for one in opened:
            expected = (await plain.symbolicate(one)).response_json()
            assert (await engine.symbolicate(one)).response_json() == expected
        for path in (tmp_path / "symbols").rglob("*"):
            if path.is_file():
                path.unlink()
        for one in opened:
            again = engine.cached(one)
            assert again is not None
            assert again.report.modules[0].status == "found"
            assert plain.cached(one).report.modules[0].status == "missing"  # type: ignore[union-attr]


@pytest.mark.usefixtures("reader")
@pytest.mark.parametrize(
    "name", ["elf-line-tables-only", "elf-mini-debug-info", "breakpad-aarch64"]
)
async def test_requests_for_other_addresses_of_a_module(name: str, tmp_path: Path) -> None:
    """What one request asked a second reader does not stand for what the next one wants to know."""
    build = next(one for one in BUILDS if one.name == name)
    whole = load(build.save(tmp_path))
    parts = []
    for number, frames in enumerate((build.frames[:2], build.frames[2:], build.frames)):
        path = tmp_path / f"{number}.json"
        body = build.request() | {"stacktraces": [{"frames": list(frames)}]}
        path.write_text(json.dumps(body), encoding="utf-8")
        parts.append(load(str(path)))
    async with Engine(Settings(cache_dir=str(tmp_path / "a"))) as engine:
        alone = [(await engine.symbolicate(part)).response_json() for part in (*parts, whole)]
    settings = Settings(cache_dir=str(tmp_path / "b"))
    async with Engine(settings, memory=Memory(seconds=1000)) as engine:
        together = [(await engine.symbolicate(part)).response_json() for part in (*parts, whole)]
    assert together == alone
