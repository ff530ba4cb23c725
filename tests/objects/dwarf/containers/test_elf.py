"""What ELF files are, as `symbolic` says it, and their symbols."""

from pathlib import Path

import pytest

from inspector.objects.dwarf.containers.elf import describe, headers_of, image, read
from inspector.objects.errors import BadObject
from inspector.objects.identify import identify
from tests.harbor import HARBOR
from tests.objects.comparison import check_description, survive

OWN = sorted(str(path.relative_to(HARBOR)) for path in HARBOR.glob("elf/**/*") if path.is_file())


@pytest.mark.parametrize("name", OWN)
def test_as_identify(name: str) -> None:
    check_description(HARBOR / name, describe)


def test_as_identify_on_files_of_others(shared: Path) -> None:
    folder = shared / "fixtures/upstream/symbolic"
    files = [path for path in folder.rglob("*") if path.is_file()]
    elf = [path for path in files if path.read_bytes()[:4] == b"\x7fELF"]
    assert len(elf) > 10
    for path in elf:
        if path.parent.name != "regression":  # sections with absurd sizes
            check_description(path, describe)


def test_a_part_of_a_file(tmp_path: Path) -> None:
    data = (HARBOR / "elf/sep.debug").read_bytes()
    file = tmp_path / "part"
    file.write_bytes(b"x" * 100 + data + b"y" * 100)
    found = describe(str(file), 100, len(data))
    (info,) = identify(str(HARBOR / "elf/sep.debug"))
    assert (found.debug_id, found.kind, found.offset) == (info.debug_id, "dbg", 100)


def test_symbols() -> None:
    """Functions only, relative to the first segment, without the Thumb bit."""
    path = HARBOR / "elf/armv7"
    symbols = image(str(path), 0, path.stat().st_size).read_symbols()
    assert {each.name for each in symbols} >= {"crane_lift", "tension", "harbor_run"}
    assert all(each.address % 2 == 0 for each in symbols)


def test_sections_without_bytes_are_not_there() -> None:
    """A debug file names all sections of the program it came from."""
    path = HARBOR / "elf/sep.debug"
    elf = headers_of(str(path), 0, path.stat().st_size)
    assert elf.find("text") is None
    assert elf.find("debug_info") is not None


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\x7fELF\x02\x01\x01" + bytes(9), id="only-a-magic"),
        pytest.param(b"\x7fELF\x05\x01\x01" + bytes(100), id="neither-32-nor-64-bits"),
        pytest.param(b"MZ" + bytes(100), id="another-format"),
    ],
)
def test_no_elf(data: bytes) -> None:
    with pytest.raises(BadObject, match=r"^[^\n]+$"):
        read(data)


@pytest.mark.parametrize("name", ["elf/gcc-dwarf5", "elf/i686", "elf/harbor.alt"])
def test_damaged(name: str, tmp_path: Path) -> None:
    survive(HARBOR / name, tmp_path, describe)
