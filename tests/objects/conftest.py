"""What the tests of the file readers share."""

from pathlib import Path

import pytest


@pytest.fixture(scope="session")
def harbor() -> Path:
    """Our own crash program, built for every format; see its README."""
    return Path(__file__).resolve().parent.parent / "fixtures" / "harbor"
