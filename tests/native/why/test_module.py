"""Modules, asked about as such."""

from pathlib import Path

import pytest

from tests.fetch.server import Server
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
