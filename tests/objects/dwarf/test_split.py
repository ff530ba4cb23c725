"""The index of a `.dwp`, and files that are not what a skeleton means."""

from struct import pack

import pytest

from inspector.objects.dwarf.split import SplitFiles, read_index
from inspector.objects.errors import BadObject
from tests.harbor import HARBOR
from tests.objects.dwarf.test_unit import opened

BIN = "elf/split5/clang-19.bin"


def index(version: int, kinds: list[int], slots: list[tuple[int, int]]) -> bytes:
    """Two units, each with a part of every column: offset 100 * unit + column, size 10."""
    head = pack("<4I", version, len(kinds), 2, len(slots))
    ids = b"".join(pack("<Q", identifier) for identifier, _ in slots)
    rows = b"".join(pack("<I", row) for _, row in slots)
    offsets = [100 * unit + column for unit in (1, 2) for column in range(len(kinds))]
    table = pack(f"<{len(kinds)}I{len(offsets)}I", *kinds, *offsets)
    return head + ids + rows + table + pack("<I", 10) * len(offsets)


@pytest.mark.parametrize(
    ("version", "kinds", "names"),
    [
        (5, [1, 3, 8], ["debug_info", "debug_abbrev", "debug_rnglists"]),
        (2, [1, 3, 6], ["debug_info", "debug_abbrev", "debug_str_offsets"]),
    ],
    ids=["standard", "gnu"],
)
def test_index(version: int, kinds: list[int], names: list[str]) -> None:
    found = read_index(index(version, kinds, [(7, 2), (0, 0), (9, 1), (8, 3)]), "little")
    assert found == {
        9: {name: (100 + column, 10) for column, name in enumerate(names)},
        7: {name: (200 + column, 10) for column, name in enumerate(names)},
    }


@pytest.mark.parametrize(
    "data",
    [b"", pack("<4I", 5, 3, 2, 1 << 30), pack("<4I", 5, 1000, 2, 1), index(5, [1], [(7, 1)])[:24]],
    ids=["empty", "slots", "columns", "cut"],
)
def test_bad_index(data: bytes) -> None:
    with pytest.raises(BadObject):
        read_index(data, "little")


@pytest.mark.parametrize(
    "file",
    ["elf/split5/clang-19.harbor.dwo", "elf/sep.debug", "elf/nowhere", "pe/x86_64/harbor.exe"],
)
def test_a_file_without_the_unit(file: str) -> None:
    """Of another unit, of none, missing, of another format."""
    crane = opened(BIN).units[1]
    split = SplitFiles({f"{crane.split_id:016x}": str(HARBOR / file)}, None)
    assert split.unit(crane) is None


def test_a_package_of_another_program() -> None:
    other = SplitFiles({}, str(HARBOR / "elf/split5/gcc.bin.dwp"))
    assert [other.unit(each) for each in opened(BIN).units] == [None, None]


def test_a_unit_is_read_once() -> None:
    crane = opened(BIN).units[1]
    split = SplitFiles({}, str(HARBOR / "elf/split5/clang-19.bin.dwp"))
    assert split.unit(crane) is split.unit(crane)
