"""The second readers by one door: what a file is, what runs there, and which files it needs."""

from pathlib import Path

import msgspec
import pytest

from inspector.objects.errors import BadObject
from inspector.objects.identify import identify
from inspector.objects.second import Companions, Needs, answer, describe, needs
from inspector.objects.symcache import Location
from tests.harbor import CRASH_AT, HARBOR
from tests.objects.test_symcache import FILES

ALONE = Companions()
NOT_OBJECTS = {".sh", ".cs", ".c", ".cpp", ".h", ".txt", ".md", ".plist", ".map"}
OBJECTS = sorted(
    str(path.relative_to(HARBOR))
    for path in HARBOR.rglob("*")
    if path.is_file() and path.suffix not in NOT_OBJECTS and "js" not in path.parts
)


@pytest.mark.parametrize("name", OBJECTS)
def test_describe_as_identify(name: str) -> None:
    assert describe(str(HARBOR / name)) == identify(str(HARBOR / name))


def test_describe_as_identify_on_files_of_others(shared: Path) -> None:
    compared = 0
    for path in (shared / "fixtures/upstream/symbolic").rglob("*"):
        if not path.is_file() or path.parent.name == "regression":  # absurd sizes
            continue
        try:
            expected = identify(str(path))
        except BadObject:
            continue
        assert describe(str(path)) == expected, path
        compared += 1
    assert compared > 40


@pytest.mark.parametrize(("name", "names", "at"), FILES, ids=[name for name, *_ in FILES])
def test_the_crash_is_there(name: str, names: list[list[str]], at: tuple[int, ...]) -> None:
    """In every format; exact answers are compared by the tests of each reader."""
    (info, *_) = identify(str(HARBOR / name))
    (chain,) = answer(str(HARBOR / name), info.offset, info.size, [at[0]], ALONE)
    assert chain[-1].symbol.lstrip("_") == names[0][-1].lstrip("_")


@pytest.mark.parametrize("name", ["elf/dwz1.debug", "elf/sep", "elf/split5/clang-19.bin"])
def test_what_goes_in_and_out_can_be_written(name: str) -> None:
    """The child process speaks JSON."""
    path = HARBOR / name
    found = needs(str(path), 0, path.stat().st_size)
    assert found != Needs()
    assert msgspec.json.decode(msgspec.json.encode(found), type=Needs) == found
    chains = answer(str(path), 0, path.stat().st_size, [0x1290], ALONE)
    written = msgspec.json.encode(chains)
    assert msgspec.json.decode(written, type=list[list[Location]]) == chains
    given = Companions(alternate="a", split={"1": "b"})
    assert msgspec.json.decode(msgspec.json.encode(given), type=Companions) == given


def test_exports_where_dwarf_has_nothing(shared: Path) -> None:
    """A PE file without DWARF still has names."""
    path = shared / "fixtures/upstream/symbolic/windows/crash.exe"
    assert answer(str(path), 0, path.stat().st_size, [0], ALONE) == [[]]
    mingw = HARBOR / "pe/mingw-x86_64/harbor.exe"
    at = list(CRASH_AT["pe/mingw-x86_64"])
    found = answer(str(mingw), 0, mingw.stat().st_size, at, ALONE)
    assert all(chain and chain[-1].line for chain in found)


@pytest.mark.parametrize("name", ["pe/x86_64/harbor.pdb", "breakpad/clang-dwarf5.sym"])
def test_formats_that_need_nothing(name: str) -> None:
    path = HARBOR / name
    assert needs(str(path), 0, path.stat().st_size) == Needs()


def test_no_addresses_in_a_bundle() -> None:
    path = HARBOR / "bundle/harbor.src.zip"
    with pytest.raises(BadObject, match="no addresses"):
        answer(str(path), 0, path.stat().st_size, [0], ALONE)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\x7fELF\x02\x01\x01" + bytes(8), id="15-bytes"),
        pytest.param(b"\x7fELF\x02\x01\x01" + bytes(9), id="only-a-magic"),
        pytest.param(b"this is a text file", id="text"),
        pytest.param(b"MZ" + bytes(100), id="no-pe"),
        pytest.param(b"\0asm\x09\0\0\0" + bytes(10), id="no-module"),
    ],
)
def test_bad_file(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "file"
    file.write_bytes(data)
    with pytest.raises(BadObject, match=r"^[^\n]+$"):
        describe(str(file))
    with pytest.raises(BadObject, match=r"^[^\n]+$"):
        answer(str(file), 0, len(data), [0], ALONE)


def test_beyond_the_end(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"\x7fELF" + bytes(100))
    with pytest.raises(BadObject, match="beyond"):
        answer(str(file), 50, 100, [0], ALONE)


def test_bad_slice_keeps_its_place(tmp_path: Path) -> None:
    """As with `identify`: the good slice is found, the other says why it is none."""
    from struct import pack

    good = (HARBOR / "macho/arm64/harbor").read_bytes()
    elf = (HARBOR / "elf/bare").read_bytes()
    places = [(100, 16), (4096, len(good)), (10**6, 500), (4096 + len(good), len(elf))]
    table = b"".join(pack(">5I", 7, 3, offset, size, 12) for offset, size in places)
    file = tmp_path / "half.fat"
    header = b"\xca\xfe\xba\xbe" + pack(">I", len(places)) + table
    file.write_bytes(header.ljust(4096, b"\0") + good + elf)
    found = describe(str(file))
    assert [(info.offset, info.size) for info in found] == places
    assert [info.error is None for info in found] == [False, True, False, False]
    assert found[3].error == "elf in a fat Mach-O file"


def test_missing_file_is_no_bad_object(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        describe(str(tmp_path / "nowhere"))
