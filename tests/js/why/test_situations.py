"""Every error of a response, and every reason of a scraping attempt, has its situation."""

from pathlib import Path
from typing import get_args

from inspector.js.finding.scrape import _REASONS
from inspector.js.wire import ErrorType
from tests.fetch.server import Server
from tests.js.why.situations import Situation, checked
from tests.js.why.test_frame import TABLES as FRAMES
from tests.js.why.test_in_bundles import BUNDLES
from tests.js.why.test_in_folders import FOLDERS
from tests.js.why.test_missing import SCRAPING
from tests.js.why.test_missing import TABLES as FILES
from tests.js.why.test_missing_maps import TABLES as MAPS
from tests.js.why.test_script import TABLES as SCRIPTS

TABLES: list[dict[str, Situation]] = [
    *(rows for tables in (FRAMES, FILES, MAPS, SCRIPTS) for rows in tables.values()),
    BUNDLES,
    FOLDERS,
]
REASONS = {*_REASONS.values(), "disabled", "invalid_host", "other"}


def test_every_error_and_every_reason_has_its_situation() -> None:
    told = {one.wire for rows in TABLES for one in rows.values()}
    assert set(get_args(ErrorType)) <= told
    assert told >= REASONS
    assert sum(map(len, TABLES)) >= 60


async def test_every_reason_has_its_own_words(tmp_path: Path, server: Server) -> None:
    said: dict[str, str] = {}
    for number, one in enumerate(SCRAPING.values()):
        if one.wire in REASONS - said.keys():
            server.routes.clear()
            found = await checked(one, tmp_path / str(number), server)
            said[one.wire] = found.verdict.partition(": ")[2].partition("(")[0]
    assert said.keys() == REASONS
    assert len(set(said.values())) == len(said)
