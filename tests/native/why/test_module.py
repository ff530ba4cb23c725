"""Modules, asked about as such."""

from pathlib import Path

import pytest

from inspector.fetch.caching.cache import Cache
from inspector.model.outcome import Miss, Why
from inspector.model.why.judged import Around
from inspector.native.why.module import explain
from inspector.native.why.trace import NativeTrace
from inspector.settings import Settings
from tests.fetch.server import Server
from tests.native.fakes import WEB, World
from tests.native.one_module import AT, CODE, DEBUG_FILE, INFOS, MAIN, request
from tests.native.why.situations import (
    Situation,
    checked,
    crash,
    frame,
    good,
    standing,
    web,
)

WHOLE_MODULES = {
    "unused": Situation(
        make=lambda f, s: standing(f, s, frame(0x8)),
        module=0,
        stops="use",
        says=("No frame falls into it",),
        next="nothing_to_do",
    ),
    "found": Situation(
        make=good,
        module=0,
        says=("answered from file://symbols/17/",),
        next="nothing_to_do",
    ),
    "module-not-found": Situation(
        make=lambda _, s: crash(web(s)),
        module=0,
        stops="files",
        says=("None of 2 locations",),
        next="add_source",
    ),
}


@pytest.mark.parametrize(
    "situation", [pytest.param(s, id=name) for name, s in WHOLE_MODULES.items()]
)
async def test_whole_modules(situation: Situation, tmp_path: Path, server: Server) -> None:
    await checked(situation, tmp_path, server)


def failing(why: Why, details: str = "") -> World:
    """The source fails for both locations."""
    miss = Miss(why, details)
    return World({CODE: miss, DEBUG_FILE: miss})


STATUSES = {
    "found": (World({CODE: "good"}, INFOS, MAIN), "", "answered from https://h/"),
    "missing": (World(), "files", "None of 2 locations"),
    "fetching_failed": (
        failing(Why.DOWNLOAD_FAILED, "reset"),
        "files",
        "could not be asked: reset",
    ),
    "timeout": (failing(Why.TIMEOUT, "10s"), "files", "timed out after 10s"),
    "malformed": (failing(Why.MALFORMED, "odd"), "files", "cannot be read: odd"),
    "unsupported": (failing(Why.UNSUPPORTED, "odd"), "files", "not supported: odd"),
    "other": (failing(Why.INTERNAL), "files", "internal error"),
}


@pytest.mark.parametrize(("world", "stops", "says"), STATUSES.values(), ids=STATUSES)
def test_each_status_has_its_text(world: World, stops: str, says: str, tmp_path: Path) -> None:
    trace = NativeTrace(world.run(request(AT)), [], Cache(str(tmp_path)), Settings())
    module = trace.module(0)
    found = explain(module, Around(sources=(WEB,)))
    assert STATUSES[module.status] == (world, stops, says)
    assert (found.stopped.name if found.stopped else "") == stops
    assert says in found.verdict


def test_of_no_frames(tmp_path: Path) -> None:
    world = World()
    trace = NativeTrace(world.run(request(5)), [], Cache(str(tmp_path)), Settings())
    found = explain(trace.module(0), Around(sources=(WEB,)))
    assert trace.module(0).status == "unused"
    assert found.stopped is not None
    assert found.stopped.name == "use"
    assert {step.state for step in found.steps[1:]} == {"not_reached"}
