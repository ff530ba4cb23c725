"""What files of any name hold."""

import shutil
from pathlib import Path
from zipfile import ZIP_BZIP2, ZIP_DEFLATED, ZIP_LZMA, ZIP_STORED, ZipFile

import pytest

from inspector.objects import scan as scanning
from inspector.objects.errors import BadObject
from inspector.objects.scan import Seen, extract, scan

ELF = "elf/symtab-only"
SYM = "breakpad/aarch64.sym"
FILES = [
    pytest.param("elf/gcc-dwarf5", "elf", id="elf"),
    pytest.param(SYM, "breakpad", id="breakpad"),
    pytest.param("pe/x86_64/harbor.pdb", "pdb", id="pdb"),
    pytest.param("pe/x86_64/harbor.exe", "pe", id="pe"),
    pytest.param("dotnet/out/Quay.pdb", "portablepdb", id="portable-pdb"),
    pytest.param("bundle/harbor.src.zip", "sourcebundle", id="source-bundle"),
]


def look(folder: Path, *locations: str) -> list[list[Seen]]:
    return scan(str(folder), list(locations), str(folder / "scratch"))


@pytest.mark.parametrize(("fixture", "form"), FILES)
def test_objects_have_no_need_of_a_name(
    fixture: str, form: str, harbor: Path, tmp_path: Path
) -> None:
    shutil.copyfile(harbor / fixture, tmp_path / "0")
    ((seen,),) = look(tmp_path, "0")
    assert seen.format == form
    assert seen.debug_id.strip("0-")
    assert seen.member == ""


def test_slices_of_a_fat_file(harbor: Path) -> None:
    dsym = "macho/harbor.fat.dSYM/Contents/Resources/DWARF/harbor.fat"
    (seen,) = look(harbor, dsym)
    assert len({one.debug_id for one in seen}) == 2


@pytest.mark.parametrize(
    "content",
    [b"", b"int main;", b"\x7fELF", b"\x7fELF" + b"\0" * 60, b"PK\3\4" + b"\0" * 40, b"MZ" * 30],
    ids=["empty", "text", "short", "broken-elf", "broken-zip", "broken-pe"],
)
def test_all_else_holds_nothing(content: bytes, tmp_path: Path) -> None:
    (tmp_path / "a").write_bytes(content)
    assert look(tmp_path, "a", "none", ".") == [[], [], []]


@pytest.mark.parametrize("method", [ZIP_STORED, ZIP_DEFLATED, ZIP_BZIP2, ZIP_LZMA])
def test_members(method: int, harbor: Path, tmp_path: Path) -> None:
    with ZipFile(tmp_path / "z", "w", method) as archive:
        archive.writestr("readme", "not an object, but long enough to be one")
        archive.mkdir("d")
        archive.write(harbor / ELF, "d/x")
        archive.write(harbor / SYM, "y")
    (seen,) = look(tmp_path, "z")
    assert [(one.member, one.format) for one in seen] == [("d/x", "elf"), ("y", "breakpad")]
    extract(str(tmp_path / "z"), "d/x", str(tmp_path / "out"))
    assert (tmp_path / "out").read_bytes() == (harbor / ELF).read_bytes()


@pytest.mark.parametrize("damage", [b"", b"\0" * 200], ids=["cut", "overwritten"])
def test_damaged_members_spare_the_others(damage: bytes, harbor: Path, tmp_path: Path) -> None:
    path = tmp_path / "z"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.write(harbor / ELF, "x")
        place = archive.fp.tell() if archive.fp else 0
        archive.write(harbor / SYM, "y")
    content = path.read_bytes()
    spoilt = content[: place // 2] + damage + content[place // 2 + len(damage) :]
    path.write_bytes(spoilt if damage else content[:place])
    (seen,) = look(tmp_path, "z")
    assert [one.member for one in seen] == (["y"] if damage else [])
    with pytest.raises(BadObject):
        extract(str(path), "x", str(tmp_path / "out"))


def test_a_member_without_a_name_spares_the_others(harbor: Path, tmp_path: Path) -> None:
    path = tmp_path / "z"
    with ZipFile(path, "w") as archive:
        archive.write(harbor / ELF, "nameless")
        archive.write(harbor / ELF, "x")
    path.write_bytes(path.read_bytes().replace(b"nameless", b"\0ameless"))  # names end at a zero
    (seen,) = look(tmp_path, "z")
    assert [one.member for one in seen] == ["x"]


def test_members_that_cannot_be_had(tmp_path: Path) -> None:
    with ZipFile(tmp_path / "z", "w") as archive:
        archive.writestr("x", b"x")
    with pytest.raises(BadObject, match="no such member"):
        extract(str(tmp_path / "z"), "y", str(tmp_path / "out"))
    with pytest.raises(BadObject, match="cannot be unpacked"):
        extract(str(tmp_path / "none"), "y", str(tmp_path / "out"))


def test_bombs_are_bounded(harbor: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(scanning, "LARGEST_MEMBER", 1000)
    with ZipFile(tmp_path / "z", "w") as archive:
        archive.write(harbor / ELF, "x")
    assert look(tmp_path, "z") == [[]]
    with pytest.raises(BadObject, match="larger than 1000 bytes"):
        extract(str(tmp_path / "z"), "x", str(tmp_path / "out"))
