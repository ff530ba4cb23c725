"""How children end, and what is made of it. Real children, real crashes."""

import asyncio
import os
import signal
import sys
from pathlib import Path
from typing import Any

import pytest

from inspector.model.outcome import Miss, Why
from tests.objects.hostile_workers import MB, ask, first_line, hostile_workers


@pytest.mark.parametrize(
    ("task", "arguments", "why", "details"),
    [
        pytest.param("refuse", {"reason": "no PDB"}, Why.MALFORMED, "no PDB", id="bad-object"),
        pytest.param("refuse", {"reason": "\x1b[2J\n"}, Why.MALFORMED, "?[2J?", id="quotes-file"),
        pytest.param("fail", {"reason": "oops"}, Why.INTERNAL, "LookupError: oops", id="bug"),
        pytest.param("recurse", {}, Why.MALFORMED, "nested too deeply", id="recursion"),
        pytest.param("eat", {"megabytes": 2000}, Why.MALFORMED, "out of memory", id="memory"),
        pytest.param("crash", {}, Why.MALFORMED, "the parser was ended by SIGSEGV", id="segfault"),
        pytest.param(
            "abort",
            {"words": "\nno \x1b[31mroom\nbacktrace"},
            Why.MALFORMED,
            "the parser was ended by SIGABRT: no ?[31mroom",
            id="abort",
        ),
        pytest.param(
            "leave", {"code": 7}, Why.MALFORMED, "the parser ended with exit code 0x7", id="exit"
        ),
        pytest.param(
            "babble",
            {"message": "ffffffff"},
            Why.MALFORMED,
            "the parser announced an answer of 4294967295 bytes",
            id="endless-answer",
        ),
        pytest.param(
            "babble",
            {"message": "00000000"},
            Why.MALFORMED,
            "the parser spoke without being asked",
            id="ready-twice",
        ),
        pytest.param(
            "babble",
            {"message": "0100000058"},
            Why.MALFORMED,
            "the parser's answer makes no sense",
            id="no-json",
        ),
        pytest.param("unspeakable", {}, Why.INTERNAL, None, id="answer-json-cannot-say"),
        pytest.param("echo", {"wrong": 1}, Why.INTERNAL, None, id="wrong-argument"),
        pytest.param(
            "identify", {"path": "nowhere"}, Why.INTERNAL, None, id="file-that-is-not-there"
        ),
    ],
)
async def test_miss(task: str, arguments: dict[str, Any], why: Why, details: str | None) -> None:
    """Each is told apart, and the next task is none the worse for it."""
    async with hostile_workers() as workers:
        for _ in range(2):  # on a fresh child, and on one used before
            found = await ask(workers, task, **arguments)
            assert (found.why, found.details) == (why, details or found.details)
            assert await ask(workers, "echo", value="well") == "well"


async def test_the_reason_is_bounded() -> None:
    async with hostile_workers() as workers:
        for task, arguments in {"abort": "words", "refuse": "reason", "fail": "reason"}.items():
            found = await ask(workers, task, **{arguments: "x" * 100_000})
            assert 100 < len(found.details) <= 200


async def test_large_answer() -> None:
    async with hostile_workers() as workers:
        assert await ask(workers, "large", size=5 * MB) == "x" * 5 * MB


async def test_child_ended_from_outside(tmp_path: Path) -> None:
    """Told to stop while it worked: that says nothing of the file."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    async with hostile_workers() as workers:
        task = asyncio.create_task(ask(workers, "hold", pipe=str(pipe)))
        file, pid = await first_line(pipe)
        file.close()
        os.kill(pid, signal.SIGTERM)
        assert await task == Miss(Why.INTERNAL, "the parser was ended by SIGTERM")


async def test_idle_child_killed_from_outside() -> None:
    async with hostile_workers() as workers:
        os.kill(await ask(workers, "pid"), signal.SIGKILL)
        assert await ask(workers, "echo", value=1) == 1


async def test_no_python(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    async with hostile_workers() as workers:
        found = await ask(workers, "echo", value=1)
    assert found.why is Why.INTERNAL
    assert found.details.startswith("no parser can be started: ")
