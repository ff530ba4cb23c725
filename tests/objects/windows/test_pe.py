"""PE files through pefile: the identity `symbolic` gives, and what it does not give."""

import gc
from pathlib import Path
from struct import pack

import pytest

from inspector.objects.errors import BadObject
from inspector.objects.symcache import Location
from inspector.objects.windows.pe import PeFile, answer, bare_name, describe
from tests.harbor import CRASH_AT
from tests.objects.comparison import check_description, survive, upstream
from tests.objects.test_identify import EXPECTED

UPSTREAM = [
    "windows/crash.exe",
    "windows/CrashWithException.exe",
    "windows/arm64/test.exe",
    "windows/hello-dwarf.exe",
    "windows/cfi_chained_loop.exe",
    "windows/integration.dll",
    "windows/Sentry.Samples.Console.Basic.dll",
    "windows/Sentry.Samples.Console.Basic-embedded-ppdb-with-sources.dll",
    "ppdb-sourcelink-sample/ppdb-sourcelink-sample.dll",
]
MINGW_NAMES = [
    "tension",
    "crane_lift",
    "_ZZN6harbor4Dock6arriveEiENKUlP5crateiE_clES2_i",
    "_ZN6harbor5cargo8ManifestI5crateE6unloadIZNS_4Dock6arriveEiEUlPS2_iE_EEiT_",
    "_ZN6harbor4Dock6arriveEi",
    "harbor_run",
]


@pytest.mark.parametrize("name", [n for n, rows in EXPECTED.items() if rows[0][0][:3] == "pe "])
def test_description(name: str, harbor: Path) -> None:
    check_description(harbor / name, describe)


@pytest.mark.parametrize("name", UPSTREAM)
def test_upstream_description(name: str, shared: Path) -> None:
    check_description(upstream(shared, name), describe)


@pytest.mark.parametrize("arch", ["x86_64", "i686"])
def test_mingw_names_keep_their_underscore(arch: str, harbor: Path) -> None:
    """`symbolic` takes it away, so that nothing can read the name any more."""
    path = harbor / f"pe/mingw-{arch}/harbor.exe"
    chains = answer(str(path), 0, path.stat().st_size, CRASH_AT[f"pe/mingw-{arch}"])
    assert [[each.symbol for each in chain] for chain in chains] == [[n] for n in MINGW_NAMES]


@pytest.mark.parametrize("address", [0, 0x500, 0x9000, 1 << 40])
def test_nothing_there(address: int, harbor: Path) -> None:
    path = harbor / "pe/mingw-x86_64/harbor.exe"
    assert answer(str(path), 0, path.stat().st_size, [address]) == [[]]


def dll(*names: bytes) -> bytes:
    """A small DLL whose code section exports `names`, 16 bytes apart; the last one forwarded."""
    count, base = len(names), 0x1100
    tables = base + 40
    texts = tables + 10 * count
    addresses, places, text = b"", b"", b""
    for number, name in enumerate(names):
        forwarded = number == count - 1
        addresses += pack("<I", texts if forwarded else 0x1000 + 16 * number)
        places += pack("<I", texts + len(b"other.name\0" + text))
        text += name + b"\0"
    ordinals = pack(f"<{count}H", *range(count))
    head = pack(
        "<10I", 0, 0, 0, texts, 1, count, count, tables, tables + 4 * count, tables + 8 * count
    )
    exports = head + addresses + places + ordinals + b"other.name\0" + text
    section = (b"\xcc" * 0x100 + exports).ljust(0x400, b"\0")
    directories = pack("<II", base, len(exports)) + bytes(15 * 8)
    optional = pack("<HBB5IQ2I6H4I2H4QII", 0x20B, 1, 0, 0x400, 0, 0, 0x1000, 0x1000, 0x1_8000_0000,
                    0x1000, 0x200, 6, 0, 0, 0, 6, 0, 0, 0x2000, 0x200, 0, 3, 0, 0x100000, 0x1000,
                    0x100000, 0x1000, 0, 16) + directories  # fmt: skip
    coff = pack("<4sHHIIIHH", b"PE\0\0", 0x8664, 1, 0x5EED, 0, 0, len(optional), 0x2022)
    row = pack("<8s4I12xI", b".text", 0x400, 0x1000, 0x400, 0x200, 0x60000020)
    header = b"MZ".ljust(0x3C, b"\0") + pack("<I", 0x40) + coff + optional + row
    return header.ljust(0x200, b"\0") + section


def test_exports(tmp_path: Path) -> None:
    """Names of exports; forwarded ones are somewhere else."""
    file = tmp_path / "a.dll"
    file.write_bytes(dll(b"first", b"?second@@YAXXZ", b"_third@4", b"gone"))
    info = describe(str(file), 0, file.stat().st_size)
    assert (info.kind, info.arch, info.has_symbols, info.code_id) == (
        "lib",
        "x86_64",
        True,
        "00005eed2000",
    )
    chains = answer(str(file), 0, file.stat().st_size, [0x1000, 0x101F, 0x1020, 0x13FF, 0x1400])
    assert chains == [
        [Location("first", 0x1000, 0, "", "")],
        [Location("?second@@YAXXZ", 0x1010, 0, "", "")],
        [Location("third", 0x1020, 0, "", "")],
        [Location("third", 0x1020, 0, "", "")],
        [],
    ]
    check_description(file, describe)


@pytest.mark.parametrize(
    ("name", "arch", "expected"),
    [
        (b"__ZN3foo3barEv", "x86", "_ZN3foo3barEv"),
        (b"_ZN3foo3barEv", "x86_64", "_ZN3foo3barEv"),
        (b"_main", "x86", "main"),
        (b"@fast@8", "x86", "fast"),
        (b"vector@@16", "x86_64", "vector"),
        (b"?f@@YAXXZ", "x86", "?f@@YAXXZ"),
    ],
)
def test_bare_names(name: bytes, arch: str, expected: str) -> None:
    assert bare_name(name, arch) == expected


def test_code_bytes(harbor: Path) -> None:
    with PeFile.open(str(harbor / "pe/x86_64/harbor.exe")) as pe:
        assert pe.bytes_at(0x1182, 2) == b"\x8b\x41"
        assert pe.bytes_at(0x9000_0000, 4) == b""
        assert len(pe.bytes_at(0x1000, 1 << 40)) <= 1 << 20


def test_version_facts(shared: Path, harbor: Path) -> None:
    with PeFile.open(str(upstream(shared, "windows/integration.dll"))) as pe:
        assert pe.version_facts()["ProductVersion"] == "3.19.0"
    with PeFile.open(str(harbor / "pe/x86_64/harbor.exe")) as pe:
        assert pe.version_facts() == {}


@pytest.mark.parametrize(
    "name", ["pe/mingw-x86_64/harbor.exe", "pe/x86_64/harbor.exe", "dotnet/emb/Quay.exe"]
)
def test_damaged(name: str, harbor: Path, tmp_path: Path) -> None:
    survive(harbor / name, tmp_path, describe, answer, count=40)


def test_damaged_exports(tmp_path: Path) -> None:
    file = tmp_path / "a.dll"
    file.write_bytes(dll(b"first", b"second", b"gone"))
    survive(file, tmp_path, describe, answer, count=60)


def test_damage_is_not_answered_by_collecting_garbage(tmp_path: Path) -> None:
    """In a process with many objects that took half a second for every damaged file."""
    file = tmp_path / "file"
    file.write_bytes(b"MZ" + bytes(100))
    collected: list[str] = []

    def heard(phase: str, _info: object) -> None:
        collected.append(phase)

    gc.disable()
    gc.callbacks.append(heard)
    try:
        with pytest.raises(BadObject):
            describe(str(file), 0, 102)
    finally:
        gc.callbacks.remove(heard)
        gc.enable()
    assert collected == []


def test_no_pe(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"MZ" + bytes(100))
    with pytest.raises(BadObject, match="damaged PE file"):
        describe(str(file), 0, 102)
