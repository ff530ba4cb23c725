"""What the tests of `js` share."""

from collections.abc import AsyncIterator, Iterator
from pathlib import Path

import pytest

from tests.fetch.server import Server
from tests.js.runs import Runner


@pytest.fixture
def server() -> Iterator[Server]:
    """A web server on loopback; tests set its routes."""
    with Server() as running:
        yield running


@pytest.fixture
async def runner(tmp_path: Path) -> AsyncIterator[Runner]:
    """An empty cache folder, and requests answered with it."""
    async with Runner(tmp_path) as ready:
        yield ready
