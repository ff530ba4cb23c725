"""Our reader of Breakpad text says what `symbolic` says."""

from pathlib import Path

import pytest

from inspector.objects.errors import BadObject
from inspector.objects.plain.breakpad import answer, describe
from inspector.objects.symcache import Location
from tests.objects.comparison import check_description, differences, survive, upstream

HARBOR = ["clang-dwarf5.inl", "clang-dwarf5", "gcc-dwarf5.inl", "sep.debug", "aarch64"]
UPSTREAM = [
    "linux/crash.sym",
    "macos/crash.sym",
    "macos/crash.inlines.sym",
    "windows/crash.sym",
    "windows/CrashWithException.pdb.sym",
    "regression/large_symbol.sym",
    "libgallium_dri.sym",
    "xul.sym",
    "xul2.sym",
]
TEXT = b"""\
MODULE Linux x86_64 0123456789ABCDEF0123456789ABCDEF0 harbor
INFO CODE_ID 67452301AB
FILE 0 /build/harbor/crane.c
FILE 1 /build/harbor/../dock.c
INLINE_ORIGIN 0 read_scale
FUNC 1000 20 0 tension
INLINE 0 15 0 0 1008 8 1018 4
1000 8 14 0
1008 8 9 1
1010 10 16 0
FUNC m 1040 10 0
PUBLIC 1060 0 start
PUBLIC m 1070 0
STACK CFI INIT 1000 20 .cfa: $rsp 8 +
"""


@pytest.mark.symbolic
@pytest.mark.parametrize("name", HARBOR)
def test_harbor(name: str, harbor: Path, tmp_path: Path) -> None:
    path = harbor / f"breakpad/{name}.sym"
    check_description(path, describe)
    assert differences(path, answer, tmp_path) == []


@pytest.mark.symbolic
@pytest.mark.parametrize("name", UPSTREAM)
def test_upstream(name: str, shared: Path, tmp_path: Path) -> None:
    path = upstream(shared, name)
    check_description(path, describe)
    assert differences(path, answer, tmp_path) == []


@pytest.mark.symbolic
@pytest.mark.parametrize("ends", [b"\n", b"\r\n"], ids=["unix", "dos"])
def test_a_small_file(tmp_path: Path, ends: bytes) -> None:
    file = tmp_path / "a.sym"
    file.write_bytes(TEXT.replace(b"\n", ends))
    check_description(file, describe)
    assert differences(file, answer, tmp_path) == []
    asked = [0xFFF, 0x100A, 0x1014, 0x1020, 0x1041, 0x1061, 0x1070, 1 << 33]
    chains = answer(str(file), 0, file.stat().st_size, asked)
    crane, dock = "/build/harbor/crane.c", "/build/dock.c"
    assert chains == [
        [],
        [Location("read_scale", 0x1000, 9, "", dock), Location("tension", 0x1000, 15, "", crane)],
        [Location("tension", 0x1000, 16, "", crane)],
        [],
        [Location("<unknown>", 0x1040, 0, "", "")],
        [Location("start", 0x1060, 0, "", "")],
        [Location("<unknown>", 0x1070, 0, "", "")],
        [],
    ]


@pytest.mark.parametrize("name", ["clang-dwarf5.inl", "gcc-dwarf5.inl"])
def test_damaged(name: str, harbor: Path, tmp_path: Path) -> None:
    survive(harbor / f"breakpad/{name}.sym", tmp_path, describe, answer)


@pytest.mark.parametrize("data", [b"", b"MODULE windows x86", b"MODULE a b 12 c\n"])
def test_no_symbol_file(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "file"
    file.write_bytes(data)
    with pytest.raises(BadObject):
        describe(str(file), 0, len(data))


def test_deep_inlining_is_no_trouble(tmp_path: Path) -> None:
    """`symbolic` kills its process on very deep nesting."""
    inlines = b"".join(b"INLINE %d 1 0 0 1000 20\n" % depth for depth in range(9000))
    file = tmp_path / "deep.sym"
    file.write_bytes(TEXT.replace(b"INLINE 0 15", inlines + b"INLINE 0 15"))
    (chain,) = answer(str(file), 0, file.stat().st_size, [0x1004])
    assert len(chain) == 9001
