"""Damaged files and companions: answered in part or refused, soon, and in little memory."""

import random
import time
import tracemalloc
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.objects.dwarf.answers import answer, needs, open_dwarf
from inspector.objects.dwarf.codes import At, Form
from inspector.objects.dwarf.containers.elf import image
from inspector.objects.dwarf.functions import spelled
from inspector.objects.dwarf.ranges import range_list
from inspector.objects.dwarf.reader import Dwarf
from inspector.objects.errors import BadObject
from inspector.objects.second import Companions
from tests.harbor import CRASH_AT, HARBOR
from tests.objects.dwarf.units import unit

ASKED = [at for each in CRASH_AT.values() for at in each] + [0, 1 << 31]
SECONDS = 5.0
BYTES = 64 << 20

FILES = [
    ("elf/gcc-dwarf4", {}),
    ("elf/gcc-dwarf5", {}),
    ("elf/zlib.debug", {}),
    ("elf/minidebuginfo", {}),
    ("elf/dwz1.debug", {"alternate": "elf/harbor.alt"}),
    ("elf/split4/clang-19.bin", {"package": "elf/split4/clang-19.bin.dwp"}),
    ("elf/split5/clang-19.bin", {"package": "elf/split5/clang-19.bin.dwp"}),
    ("pe/mingw-x86_64/harbor.exe", {}),
    ("wasm/harbor5.wasm", {}),
    ("macho/arm64/harbor.dSYM/Contents/Resources/DWARF/harbor", {}),
]


def changed(data: bytes, count: int, seed: int) -> Iterator[bytes]:
    """Copies with a few bytes behind the headers made random, zero, or as large as can be."""
    chosen = random.Random(seed)
    for _ in range(count):
        copy = bytearray(data)
        for _ in range(chosen.randint(1, 30)):
            at = chosen.randrange(len(copy) // 5, len(copy))
            size = chosen.choice([1, 4, 8])
            kind = chosen.choice([b"\xff", b"\0", b"\x7f", bytes([chosen.randrange(256)])])
            copy[at : at + size] = kind * size
        yield bytes(copy)


def survives(path: str, size: int, given: Companions) -> bool:
    """Whether the file was read. Nothing but BadObject may come out, within the limits."""
    tracemalloc.start()
    begun = time.process_time()
    try:
        assert len(answer(path, 0, size, ASKED, given)) == len(ASKED)
        needs(path, 0, size)
    except BadObject:
        return False
    finally:
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        assert peak < BYTES
        assert time.process_time() - begun < SECONDS
    return True


def companions(files: dict[str, str]) -> Companions:
    given: dict[str, Any] = {name: str(HARBOR / file) for name, file in files.items()}
    return Companions(**given)


@pytest.mark.parametrize(("name", "files"), FILES, ids=[name for name, _ in FILES])
def test_damaged(name: str, files: dict[str, str], tmp_path: Path) -> None:
    file, given = tmp_path / "damaged", companions(files)
    read = 0
    for data in changed((HARBOR / name).read_bytes(), 12, 3):
        file.write_bytes(data)
        read += survives(str(file), len(data), given)
    assert read


@pytest.mark.parametrize(
    ("name", "key", "file"),
    [(name, key, file) for name, files in FILES for key, file in files.items()],
    ids=[name for name, files in FILES if files],
)
def test_damaged_companion(name: str, key: str, file: str, tmp_path: Path) -> None:
    """The file itself is still read."""
    damaged, path = tmp_path / "damaged", HARBOR / name
    for data in changed((HARBOR / file).read_bytes(), 12, 4):
        damaged.write_bytes(data)
        given = Companions(**{key: str(damaged)})  # type: ignore[arg-type]
        assert survives(str(path), path.stat().st_size, given)


@cache
def bytes_of(name: str) -> bytes:
    return (HARBOR / name).read_bytes()


@settings(max_examples=40)
@given(
    name=st.sampled_from(["elf/gcc-dwarf5", "elf/clang-dwarf4"]),
    section=st.sampled_from(["info", "abbrev", "line", "ranges", "rnglists", "str"]),
    place=st.floats(0, 1, exclude_max=True),
    new=st.binary(min_size=1, max_size=24),
)
def test_one_section_overwritten(
    name: str, section: str, place: float, new: bytes, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Any bytes anywhere in a debug section leave the symbol table as it is."""
    path = HARBOR / name
    found = image(str(path), 0, path.stat().st_size).section(f"debug_{section}").whole()
    if not found:
        return
    data = bytearray(bytes_of(name))
    start = data.index(found) + int(place * len(found))
    data[start : start + len(new)] = new
    file = tmp_path_factory.getbasetemp() / "overwritten"
    file.write_bytes(data)
    dwarf = open_dwarf(str(file), 0, len(data), Companions())
    expected = open_dwarf(str(path), 0, path.stat().st_size, Companions()).symbols.last_at(0x1290)
    assert dwarf.symbols.last_at(0x1290) == expected
    assert survives(str(file), len(data), Companions())


def test_units_that_share_a_range_list() -> None:
    """Each pays for the list it reads, so many with a long one come to an end."""
    one = unit(debug_rnglists=b"\x04\x01\x02" * 20 + b"\0")
    assert len(range_list(one, (Form.SEC_OFFSET, 0))) == 20
    one.sections.count_ranges((1 << 23) - 30)
    with pytest.raises(BadObject, match="ranges"):
        range_list(one, (Form.SEC_OFFSET, 0))


def test_calls_nested_without_end() -> None:
    """Origins that refer to themselves end; they have no name."""
    one = unit()
    one.root.attributes[At.ABSTRACT_ORIGIN] = (Form.REF4, one.header.first - one.header.offset)
    one.die = lambda offset: one.root  # type: ignore[method-assign]
    assert spelled(one.root, "c") == ("", "c")


def test_an_image_without_anything() -> None:
    one = unit()
    assert Dwarf(one.sections.image).lookup(0x1000) == []
