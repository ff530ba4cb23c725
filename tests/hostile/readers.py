"""The second readers as tasks of a child process. Imported in the child only."""

from typing import Any

from inspector.objects import second


def read(path: str, size: int, addresses: list[int]) -> list[Any]:
    """Whatever they say of a file: what it is, what it needs, what is at the addresses."""
    described = second.describe(path)
    needed = second.needs(path, 0, size)
    answers = second.answer(path, 0, size, addresses, second.Companions())
    assert len(answers) == len(addresses)
    return [described, needed, answers]
