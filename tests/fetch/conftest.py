"""What the tests of `fetch` share."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector.fetch.caching.cache import Cache
from tests.fetch.server import Server


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    """An empty cache folder."""
    return Cache(str(tmp_path / "cache"))


@pytest.fixture
def server() -> Iterator[Server]:
    """A web server on loopback; tests set its routes."""
    with Server() as running:
        yield running
