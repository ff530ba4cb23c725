"""What the tests of the command line share."""

from pathlib import Path

import pytest

from tests.cli.running import Inspector
from tests.harbor_builds import BUILDS


@pytest.fixture(scope="session")
def inspector(tmp_path_factory: pytest.TempPathFactory) -> Inspector:
    """One person's `inspector`, with one cache for all."""
    return Inspector(tmp_path_factory.mktemp("home"))


@pytest.fixture
def crash(tmp_path: Path) -> Path:
    """A request of the harbor crash with its debug file beside it."""
    (build,) = (one for one in BUILDS if one.name == "elf-clang-dwarf5")
    return Path(build.save(tmp_path))
