"""What all tests share: where things are, and kept responses."""

import json
import signal
from collections.abc import Callable, Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from hypothesis import settings

# A loaded machine is no reason to fail; what must be fast is measured by the benchmarks.
settings.register_profile("inspector", deadline=None)
settings.load_profile("inspector")

ROOT = Path(__file__).resolve().parent.parent
SHARED = ROOT.parent / "shared"


def pytest_addoption(parser: pytest.Parser) -> None:
    """`--regen` rewrites the kept responses; the diff is the review."""
    parser.addoption("--regen", action="store_true", help="rewrite the files under tests/golden")
    parser.addoption("--hostile", type=int, default=400, help="cases of tests/hostile")
    parser.addoption("--hostile-only", type=int, help="the one case of tests/hostile to run")
    parser.addoption("--soak", type=float, default=8.0, help="seconds of tests/soak")


def pytest_configure(config: pytest.Config) -> None:
    """`symbolic` marks what is about the package of that name."""
    config.addinivalue_line(
        "markers", "symbolic(why): is about what the package `symbolic` answers, or `why`"
    )
    # A shell that runs the tests in the background has Ctrl+C ignored, by all that they start.
    if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
        signal.signal(signal.SIGINT, signal.default_int_handler)


def pytest_runtest_setup(item: pytest.Item) -> None:
    """Where it has no wheel there is nothing to compare with."""
    mark = item.get_closest_marker("symbolic")
    if mark is not None:
        need_symbolic(*mark.args)


def need_symbolic(why: str = "nothing to compare the second readers with") -> None:
    """Skip the test where `symbolic` is not installed."""
    if find_spec("symbolic") is None:
        pytest.skip(f"symbolic is not installed: {why}")


@pytest.fixture(scope="module", params=["symbolic", "portable"])
def reader(request: pytest.FixtureRequest) -> Iterator[str]:
    """Everything twice: by the first readers, and by the second ones."""
    with pytest.MonkeyPatch.context() as patch:
        if request.param == "portable":
            patch.setenv("INSPECTOR_READER", "portable")
        else:
            need_symbolic()
            patch.delenv("INSPECTOR_READER", raising=False)
        yield request.param


@pytest.fixture(scope="session")
def shared() -> Path:
    """The folder beside the repository with other projects' test data; read in place."""
    if not SHARED.is_dir():
        pytest.skip("../shared is not here: other projects' test data is read in place")
    return SHARED


@pytest.fixture
def golden(request: pytest.FixtureRequest) -> Callable[[str, Any], None]:
    """Compare with the kept response of that name."""

    def check(name: str, response: Any) -> None:
        kept = ROOT / "tests" / "golden" / f"{name}.json"
        text = json.dumps(response, indent=2, ensure_ascii=False) + "\n"
        if request.config.getoption("--regen"):
            kept.parent.mkdir(parents=True, exist_ok=True)
            kept.write_text(text, encoding="utf-8")
        assert text == kept.read_text(encoding="utf-8")

    return check
