"""The DWARF sections of PE files."""

from pathlib import Path

import pytest

from inspector.objects.dwarf.containers.pe import image
from inspector.objects.errors import BadObject
from tests.harbor import HARBOR
from tests.objects.dwarf.containers.copies import damaged, opened


@pytest.mark.parametrize(
    ("name", "arch", "bits", "base"),
    [
        ("pe/mingw-x86_64/harbor.exe", "x86_64", 64, 0x1_4000_0000),
        ("pe/mingw-i686/harbor.exe", "x86", 32, 0x40_0000),
    ],
)
def test_mingw(name: str, arch: str, bits: int, base: int) -> None:
    """Long names of sections stand behind the symbols."""
    found = opened(HARBOR / name, image)
    assert (found.arch, found.bits, found.base) == (arch, bits, base)
    assert {"debug_info", "debug_abbrev", "debug_line", "text"} <= set(found.sections)
    assert found.read_symbols() == []


def test_without_dwarf() -> None:
    found = opened(HARBOR / "pe/x86_64/harbor.exe", image)
    assert found.section("debug_info").whole() == b""


def test_no_pe(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"MZ" + bytes(200))
    with pytest.raises(BadObject):
        opened(file, image)


def test_damaged(tmp_path: Path) -> None:
    read, refused = damaged(HARBOR / "pe/mingw-x86_64/harbor.exe", tmp_path, image)
    assert read
    assert refused
