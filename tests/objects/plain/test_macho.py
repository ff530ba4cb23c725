"""Our Mach-O reader: what `symbolic` says of a slice, and its symbol table."""

from pathlib import Path
from struct import pack, pack_into

import pytest

from inspector.objects.errors import BadObject
from inspector.objects.identify import identify
from inspector.objects.plain.macho import MachO, answer, describe
from tests.objects.comparison import check_description, differences, survive, upstream
from tests.objects.test_identify import EXPECTED

FILES = [name for name, rows in EXPECTED.items() if rows[0][0].startswith("macho")]
WITHOUT_LINES = [name for name in FILES if "dSYM" not in name]


@pytest.mark.parametrize("name", FILES)
def test_description(name: str, harbor: Path) -> None:
    check_description(harbor / name, describe)


@pytest.mark.parametrize(
    "name",
    [
        "crash",
        "crash.dSYM/Contents/Resources/DWARF/crash",
        "Example.framework.dSYM/Contents/Resources/DWARF/Example",
        "overlapping_funcs.dSYM/Contents/Resources/DWARF/overlapping_funcs",
    ],
)
def test_upstream_description(name: str, shared: Path) -> None:
    check_description(upstream(shared, f"macos/{name}"), describe)


@pytest.mark.symbolic
@pytest.mark.parametrize("name", WITHOUT_LINES)
def test_symbols(name: str, harbor: Path, tmp_path: Path) -> None:
    assert differences(harbor / name, answer, tmp_path) == []


@pytest.mark.symbolic
def test_upstream_symbols(shared: Path, tmp_path: Path) -> None:
    assert differences(upstream(shared, "macos/crash"), answer, tmp_path) == []


CPUS = [(cpu, sub) for cpu in (7, 0x1000007, 12, 0x100000C, 0x200000C, 18, 0x1000012, 14)
        for sub in (0, 1, 2, 3, 8, 9, 11, 12, 99, 0x80000002)]  # fmt: skip


@pytest.mark.parametrize(("cpu", "subtype"), CPUS)
def test_architectures(cpu: int, subtype: int, harbor: Path, tmp_path: Path) -> None:
    data = bytearray((harbor / "macho/arm64/harbor").read_bytes())
    pack_into("<2I", data, 4, cpu, subtype)
    (tmp_path / "file").write_bytes(data)
    check_description(tmp_path / "file", describe)


@pytest.mark.parametrize("file_type", range(13))
def test_kinds(file_type: int, harbor: Path, tmp_path: Path) -> None:
    data = bytearray((harbor / "macho/arm64/harbor").read_bytes())
    pack_into("<I", data, 12, file_type)
    (tmp_path / "file").write_bytes(data)
    check_description(tmp_path / "file", describe)


def test_sections(harbor: Path) -> None:
    path = harbor / "macho/arm64/harbor.dSYM/Contents/Resources/DWARF/harbor"
    found = MachO(memoryview(path.read_bytes()))
    assert found.load_address == 0x1_0000_0000
    (text,) = [section for section in found.sections if section.name == "__text"]
    assert (text.segment, text.has_code) == ("__TEXT", True)
    assert text.address <= found.load_address + 0x574 < text.address + text.size


def test_slices(harbor: Path) -> None:
    """Each slice of a fat file answers for itself."""
    path = str(harbor / "macho/harbor.fat")
    found = identify(path)
    names = [answer(path, info.offset, info.size, [at])[0][0].symbol
             for info, at in zip(found, [0x513, 0x574], strict=True)]  # fmt: skip
    assert names == ["tension", "tension"]


@pytest.mark.parametrize("name", ["macho/arm64/harbor", "macho/x86_64/harbor"])
def test_damaged(name: str, harbor: Path, tmp_path: Path) -> None:
    survive(harbor / name, tmp_path, describe, answer, count=120)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\xcf\xfa\xed\xfe", id="cut"),
        pytest.param(
            b"\xcf\xfa\xed\xfe" + pack("<7I", 7, 3, 2, 9, 8, 0, 0) + bytes(8), id="no-size"
        ),
        pytest.param(bytes(40), id="no-magic"),
    ],
)
def test_no_macho(data: bytes) -> None:
    with pytest.raises(BadObject):
        MachO(memoryview(data))
