"""What there is to ask second readers."""

import zlib
from pathlib import Path

import msgspec
import pytest

from inspector.objects import second
from inspector.objects.errors import BadObject
from inspector.objects.references import answers, checksum, references
from inspector.objects.second import Companions
from tests.harbor import HARBOR


def size(name: str) -> int:
    return (HARBOR / name).stat().st_size


@pytest.mark.parametrize(
    ("name", "adds"),
    [
        ("elf/gcc-dwarf5", True),
        ("elf/minidebuginfo", True),
        ("elf/symtab-only", False),
        ("elf/sep", False),
        ("pe/x86_64/harbor.exe", True),
        ("pe/x86_64/harbor.pdb", False),
        ("breakpad/aarch64.sym", False),
        ("wasm/harbor5.wasm", True),
        ("macho/x86_64/harbor.stripped", False),
    ],
)
def test_what_adds_something(name: str, adds: bool) -> None:
    found = references(str(HARBOR / name), 0, size(name))
    assert found.adds is adds
    assert found.needs == second.needs(str(HARBOR / name), 0, size(name))


def test_what_is_no_object(tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"\x7fELF" + b"\xff" * 60)
    with pytest.raises(BadObject):
        references(str(tmp_path / "x"), 0, 64)


def test_companions_from_another_process() -> None:
    """Names come out of the alternate file, whose path came as JSON."""
    path, alternate = str(HARBOR / "elf/dwz1.debug"), str(HARBOR / "elf/harbor.alt")
    sent = msgspec.to_builtins(Companions(alternate=alternate))
    (with_it,) = answers(path, 0, size("elf/dwz1.debug"), [0x1290], sent)
    (without,) = answers(path, 0, size("elf/dwz1.debug"), [0x1290], {})
    assert (with_it[0].symbol, without[0].symbol) == ("read_scale", "")


def test_checksum(tmp_path: Path) -> None:
    data = bytes(range(256)) * 10_000
    (tmp_path / "x").write_bytes(data)
    assert checksum(str(tmp_path / "x")) == zlib.crc32(data)
