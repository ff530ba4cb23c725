"""The Portable PDB inside an executable."""

import random
import struct
from pathlib import Path

import pytest

from inspector.objects.dotnet.embedded import embedded_pdb, embedded_pdb_in
from inspector.objects.errors import BadObject
from tests.objects.ppdb_files import mpdb, pe_with_debug, portable_pdb

PDB = portable_pdb(["/a"])
GOOD = pe_with_debug([(2, b"RSDS"), (17, mpdb(PDB))])


def patched(data: bytes, old: bytes, new: bytes) -> bytes:
    """`data` with one place changed, which must be there."""
    assert data.count(old) == 1
    return data.replace(old, new)


@pytest.mark.parametrize(
    ("data", "found"),
    [
        pytest.param(GOOD, PDB, id="32-bit"),
        pytest.param(pe_with_debug([(17, mpdb(PDB))], plus=True), PDB, id="64-bit"),
        pytest.param(pe_with_debug([(17, mpdb(b"1")), (17, mpdb(b"2"))]), b"1", id="the-first"),
        pytest.param(pe_with_debug([(17, mpdb(b""))]), b"", id="empty"),
        pytest.param(pe_with_debug([(2, b"RSDS")]), None, id="another-type"),
        pytest.param(pe_with_debug([]), None, id="no-entries"),
    ],
)
def test_embedded_pdb_in(data: bytes, found: bytes | None) -> None:
    assert embedded_pdb_in(data) == found


def test_an_executable_without_a_debug_directory() -> None:
    directories = struct.pack("<I", 16) + bytes(8)
    assert embedded_pdb_in(patched(GOOD, directories, struct.pack("<I", 6) + bytes(8))) is None


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"MZ", id="only-the-magic"),
        pytest.param(b"\x7fELF" + GOOD[4:], id="not-dos"),
        pytest.param(GOOD[:60] + b"\xff\xff\xff\xff" + GOOD[64:], id="pe-header-far-away"),
        pytest.param(patched(GOOD, b"PE\0\0", b"NE\0\0"), id="not-pe"),
        pytest.param(patched(GOOD, b"\x0b\x01", b"\x0b\x03"), id="unknown-optional-header"),
        pytest.param(patched(GOOD, b"MPDB", b"XPDB"), id="other-magic"),
        pytest.param(GOOD[:-1], id="cut-off"),
        pytest.param(GOOD[:-40], id="cut-off-earlier"),
        pytest.param(GOOD[:300], id="cut-in-the-headers"),
        pytest.param(pe_with_debug([(17, b"MPDB\xff\xff\xff\x7f")]), id="absurd-size"),
        pytest.param(pe_with_debug([(17, b"MPDB\1\0\0\0" + b"\xff" * 9)]), id="not-deflated"),
        pytest.param(pe_with_debug([(17, b"MPD")]), id="too-short"),
    ],
)
def test_damaged(data: bytes) -> None:
    with pytest.raises(BadObject):
        embedded_pdb_in(data)


def test_a_bomb_is_not_unpacked() -> None:
    packed = mpdb(bytes(50_000_000))
    small = b"MPDB" + struct.pack("<I", 100) + packed[8:]
    with pytest.raises(BadObject, match="another size"):
        embedded_pdb_in(pe_with_debug([(17, small)]))


def test_harbor(harbor: Path) -> None:
    assert embedded_pdb(str(harbor / "dotnet/out/Quay.exe")) is None
    found = embedded_pdb(str(harbor / "dotnet/emb/Quay.exe"))
    assert found is not None
    assert found.startswith(b"BSJB")


@pytest.mark.parametrize("name", ["", "-with-sources"])
def test_upstream_fixtures(shared: Path, name: str) -> None:
    file = f"Sentry.Samples.Console.Basic-embedded-ppdb{name}.dll"
    found = embedded_pdb(str(shared / "fixtures/upstream/symbolic/windows" / file))
    assert found is not None
    assert found.startswith(b"BSJB")


def test_damage_is_a_bad_object_or_nothing() -> None:
    draw = random.Random(1)
    outcomes: set[type | None] = set()
    for _ in range(3_000):
        data = bytearray(GOOD)
        for _ in range(draw.choice([1, 2, 4])):
            data[draw.randrange(len(data))] = draw.randrange(256)
        try:
            outcomes.add(type(embedded_pdb_in(bytes(data))))
        except BadObject:
            outcomes.add(BadObject)
    assert outcomes == {bytes, type(None), BadObject}
