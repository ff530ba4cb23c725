"""Both readers asked the same: what the second one says otherwise."""

import os
import random
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from inspector.objects.errors import BadObject
from inspector.objects.identify import ObjectInfo, identify
from inspector.objects.symcache import Location, SymCache, convert

Answer = Callable[[str, int, int, Sequence[int]], list[list[Location]]]
Describe = Callable[[str, int, int], ObjectInfo]

_STEP = 64  # bytes: where a file has code is found out in such steps
_SECONDS = 5.0
"""No single damaged file of some KB may take as long, on any machine."""


def shown(chain: Sequence[Location]) -> tuple[Any, ...]:
    """What of a chain must be equal: the entry is only told of the function itself."""
    places = tuple((each.symbol, each.line, each.path, each.lang) for each in chain)
    return (*places, chain[-1].sym_addr) if chain else ()


def addresses_in(table: SymCache, limit: int = 1 << 22, count: int = 1000) -> list[int]:
    """Function starts and random addresses where the table knows something, and round it."""
    known = [at for at in range(0, limit, _STEP) if table.lookup(at)]
    if not known:
        return [0, 1, 0x1000]
    chosen = random.Random(9)
    low, high = max(known[0] - 100, 0), known[-1] + 200
    asked = {chosen.randint(low, high) for _ in range(count)}
    return sorted(asked | {table.lookup(at)[-1].sym_addr for at in asked if table.lookup(at)})


def differences(path: Path, answer: Answer, scratch: Path) -> list[tuple[int, Any, Any]]:
    """Address, what `symbolic` says and what `answer` says, wherever they differ."""
    found = []
    for info in identify(str(path)):
        out = str(scratch / "table")
        convert(str(path), info.offset, info.size, out)
        table = SymCache.open(out)
        asked = addresses_in(table)
        answers = answer(str(path), info.offset, info.size, asked)
        pairs = zip(asked, answers, strict=True)
        both = ((at, shown(table.lookup(at)), shown(chain)) for at, chain in pairs)
        found += [(at, first, second) for at, first, second in both if first != second]
    return found


def check_description(path: Path, describe: Describe) -> None:
    """The second reader says of each object what `symbolic` says."""
    for info in identify(str(path)):
        assert describe(str(path), info.offset, info.size) == info


def mutations(data: bytes, count: int, seed: int = 1) -> Iterator[bytes]:
    """Damaged copies: cut off, bytes changed, numbers made large, parts doubled or removed."""
    chosen = random.Random(seed)
    for _ in range(count):
        copy = bytearray(data)
        for _ in range(chosen.randint(1, 8)):
            at = chosen.randrange(len(copy))
            match chosen.randrange(6):
                case 0:
                    copy[at] = chosen.randrange(256)
                case 1:
                    copy[at : at + 4] = chosen.choice(
                        [b"\xff\xff\xff\xff", b"\0\0\0\0", b"\0\1\0\0"]
                    )
                case 2:
                    copy[at] ^= 1 << chosen.randrange(8)
                case 3:
                    del copy[at : at + chosen.randint(1, 64)]
                case 4:
                    copy[at:at] = copy[at : at + chosen.randint(1, 64)]
                case _:
                    del copy[max(at, 64) :]
            if not copy:
                copy = bytearray(b"\0")
        yield bytes(copy)


def survive(
    path: Path, scratch: Path, describe: Describe, answer: Answer | None = None, count: int = 70
) -> None:
    """Damaged copies are read or refused by BadObject, in little time."""
    file = scratch / "damaged"
    asked = [0, 0x100, 0x1090, 0x1182, 0x1992, 0x10000, 1 << 31]
    refused = 0
    for data in mutations(path.read_bytes(), count):
        file.write_bytes(data)
        size, begun = os.path.getsize(file), time.process_time()
        try:
            describe(str(file), 0, size)
            if answer is not None:
                assert len(answer(str(file), 0, size, asked)) == len(asked)
        except BadObject:
            refused += 1
        assert time.process_time() - begun < _SECONDS
    assert refused < count  # else nothing was tried


def upstream(shared: Path, name: str) -> Path:
    """A file of the `symbolic` fixtures, read in place."""
    path = shared / "fixtures/upstream/symbolic" / name
    if not path.is_file():
        pytest.skip(f"no {name} here")
    return path
