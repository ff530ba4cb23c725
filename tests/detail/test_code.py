import pytest

from inspector.detail.code import MOST, code_at
from inspector.objects.errors import BadObject
from tests.detail.harbor_elf import code_of
from tests.harbor import CRASH_AT, HARBOR


@pytest.mark.parametrize(
    ("file", "build", "section", "arch"),
    [
        pytest.param("elf/gcc-dwarf5", "elf/gcc", ".text", "x86_64", id="elf"),
        pytest.param("elf/armv7", "elf/armv7", ".text", "arm", id="elf-arm"),
        pytest.param("pe/x86_64/harbor.exe", "pe/x86_64", ".text", "x86_64", id="pe"),
        pytest.param("macho/arm64/harbor", "macho/arm64", "__text", "arm64", id="macho"),
    ],
)
def test_the_crash_is_in_the_code(file: str, build: str, section: str, arch: str) -> None:
    path, address = HARBOR / file, CRASH_AT[build][0]
    code = code_at(str(path), 0, path.stat().st_size, address)
    assert (code.section, code.arch) == (section, arch)
    assert code.start <= address < code.start + len(code.data) <= code.start + 2 * MOST
    assert code.section_start <= address < code.section_start + code.section_size


def test_a_debug_file_has_a_place_but_no_code() -> None:
    code = code_of("sep.debug", 0x1290)
    assert (code.data, code.section) == (b"", ".text")


@pytest.mark.parametrize("address", [0, 1 << 31, 0xFFFFFFFF], ids=hex)
def test_outside_of_all_sections(address: int) -> None:
    assert code_of("gcc-dwarf5", address).section in ("", ".interp")


def test_other_formats_have_none() -> None:
    path = HARBOR / "pe" / "x86_64" / "harbor.pdb"
    with pytest.raises(BadObject, match="no machine code"):
        code_at(str(path), 0, path.stat().st_size, 0x1290)
