"""The request that a command is about."""

from pathlib import Path

import pytest

from inspector.cli.answers import Mend
from inspector.cli.requests import answered, opened, thread_of
from inspector.engine import Engine
from inspector.model.report import Frame, Report, Thread
from inspector.settings import Settings

GIVEN = {"kind": None, "trust": True, "scope": "mine"}


def report(*crashed: bool) -> Report:
    frames = (Frame(address=1),)
    threads = tuple(Thread(index=n, crashed=one, frames=frames) for n, one in enumerate(crashed))
    return Report(kind="native", name="a.json", threads=threads)


@pytest.mark.parametrize(
    ("shown", "asked", "number"),
    [
        pytest.param(report(False, True), None, 1, id="the-crashed-one"),
        pytest.param(report(False, True), 0, 0, id="the-one-asked-for"),
    ],
)
def test_thread_of(shown: Report, asked: int | None, number: int) -> None:
    assert thread_of(shown, asked) == number


@pytest.mark.parametrize(
    ("shown", "asked", "words"),
    [
        pytest.param(report(True), 1, "no thread 1; the request has 1 thread$", id="behind"),
        pytest.param(report(True, False), -1, "no thread -1; .* has 2 threads$", id="before"),
        pytest.param(report(), None, "no thread 0; the request has 0 threads$", id="none"),
    ],
)
def test_a_thread_that_is_not_there(shown: Report, asked: int | None, words: str) -> None:
    with pytest.raises(Mend, match=words):
        thread_of(shown, asked)


def test_a_request_is_read_as_the_options_say(crash: Path) -> None:
    found = opened(str(crash), Settings(strict=True), GIVEN)
    assert (found.trusted, found.strict, found.scope) == (True, True, "mine")


def test_what_cannot_be_read_is_to_be_mended(tmp_path: Path) -> None:
    with pytest.raises(Mend, match="No such file"):
        opened(str(tmp_path / "a.json"), Settings(), GIVEN)


def test_an_answer_is_fetched_once(crash: Path, tmp_path: Path) -> None:
    settings = Settings(cache_dir=str(tmp_path / "cache"))
    asked = opened(str(crash), settings, GIVEN)
    assert Engine(settings).cached(asked) is None
    assert answered(Engine(settings), asked).report.threads[0].frames[0].function
    assert Engine(settings).cached(asked) is not None
