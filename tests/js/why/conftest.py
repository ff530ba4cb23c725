"""What the tests of explanations share."""

from collections.abc import Iterator

import pytest

from tests.fetch.server import Server


@pytest.fixture
def server() -> Iterator[Server]:
    """A web server on loopback; situations set its routes."""
    with Server() as running:
        yield running
