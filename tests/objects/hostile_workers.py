"""Workers that also know the hostile tasks, and how the tests talk to them."""

import asyncio
from pathlib import Path
from typing import Any, BinaryIO

from inspector.model.events import Tell, ignore
from inspector.objects.children.worker import TASKS, Workers

MB = 1 << 20
HOSTILE = [
    "Counter", "abort", "babble", "core_limit", "crash", "eat", "echo", "environment", "fail",
    "hang", "hold", "interrupt", "keep", "large", "leave", "meet", "pid", "recurse", "refuse",
    "shout", "unspeakable",
]  # fmt: skip
EVERY_TASK = {**TASKS, **{name: f"tests.objects.hostile_tasks:{name}" for name in HOSTILE}}


def hostile_workers(
    limit: int = 1, memory: int = 512 * MB, seconds: float = 20, tell: Tell = ignore
) -> Workers:
    return Workers(limit, memory, seconds, tell, EVERY_TASK)


async def ask(workers: Workers, task: str, **arguments: Any) -> Any:
    return await workers.run(task, arguments, "a file")


async def first_line(pipe: Path) -> tuple[BinaryIO, int]:
    """The open end of a named pipe, and the process id that a `hold` task wrote into it."""
    file: BinaryIO = await asyncio.to_thread(open, pipe, "rb")
    return file, int(await asyncio.to_thread(file.readline))
