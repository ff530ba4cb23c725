"""What a child is: fenced in, deaf to its surroundings, gone when its parent is."""

import asyncio
import os
import subprocess
import sys
from pathlib import Path

import pytest

from inspector.model.outcome import Why
from tests.objects.hostile_workers import MB, ask, hostile_workers


async def test_state_and_affinity(tmp_path: Path) -> None:
    """A class keeps its state in the child, and a key finds the child that has it."""
    a, b = str(tmp_path / "a"), str(tmp_path / "b")
    async with hostile_workers(limit=2) as workers:
        await asyncio.gather(
            workers.run("meet", {"mine": a, "other": b}, "f", key="a"),
            workers.run("meet", {"mine": b, "other": a}, "f", key="b"),
        )
        counts = [await workers.run("Counter", {}, "f", key=key) for key in ("a", "b", "b", "a")]
    (first, one), (second, uno), (third, due), (fourth, two) = counts
    assert (first, second) == (fourth, third)
    assert first != second
    assert (one, two, uno, due) == (1, 2, 1, 2)


async def test_what_it_prints_is_no_answer() -> None:
    async with hostile_workers() as workers:
        assert await ask(workers, "shout", megabytes=8) == "done"


async def test_ctrl_c_is_the_parents() -> None:
    async with hostile_workers() as workers:
        assert await ask(workers, "interrupt") == "alive"


async def test_no_core_dumps() -> None:
    async with hostile_workers() as workers:
        assert (await ask(workers, "core_limit"))[0] == 0


async def test_secrets_stay_here(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hush")
    async with hostile_workers() as workers:
        seen = await ask(workers, "environment")
    assert "PATH" in seen
    assert "hush" not in seen.values()


async def test_nothing_is_imported_from_the_current_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("msgspec", "inspector", "queue", "hostile_tasks"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('taken over')")
    monkeypatch.chdir(tmp_path)
    async with hostile_workers() as workers:
        assert await ask(workers, "echo", value=1) == 1


@pytest.mark.parametrize("busy", [False, True], ids=["asleep", "busy"])
def test_the_death_of_the_parent_ends_the_child(tmp_path: Path, busy: bool) -> None:
    """Killed, it can tell the child nothing."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    program = (
        "import asyncio, sys; sys.path.insert(0, sys.argv[1])\n"
        "from tests.objects.hostile_workers import hostile_workers\n"
        "async def main():\n"
        "    async with hostile_workers() as workers:\n"
        "        arguments = {'pipe': sys.argv[2], 'busy': sys.argv[3] == 'True'}\n"
        "        await workers.run('hold', arguments, 'f')\n"
        "asyncio.run(main())\n"
    )
    here = str(Path(__file__).resolve().parents[2])
    parent = subprocess.Popen([sys.executable, "-c", program, here, str(pipe), str(busy)])
    with open(pipe, "rb") as file:
        assert int(file.readline()) != parent.pid
        parent.kill()
        parent.wait()
        assert file.read() == b""


async def test_child_that_cannot_start() -> None:
    """With no room for the interpreter itself it is not the file that is malformed."""
    async with hostile_workers(memory=MB) as workers:
        found = await ask(workers, "echo", value=1)
    assert found.why is Why.INTERNAL
    assert found.details.startswith("the parser did not start: ")
