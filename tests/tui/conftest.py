"""Every test of an app makes some 100,000 objects: the collector need not look at all of them."""

import gc
from collections.abc import Iterator

import pytest

from inspector.tui.program import COLLECT_AFTER


@pytest.fixture(scope="package", autouse=True)
def _rarely_collected() -> Iterator[None]:
    """As the program sets it; a quarter of the time of these tests."""
    before = gc.get_threshold()
    gc.set_threshold(*COLLECT_AFTER)
    yield
    gc.set_threshold(*before)
