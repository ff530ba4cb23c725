"""The DWARF sections of Mach-O files."""

from pathlib import Path

from inspector.objects.dwarf.containers.macho import image
from inspector.objects.identify import identify
from tests.harbor import HARBOR
from tests.objects.dwarf.containers.copies import damaged, opened

DSYM = "macho/arm64/harbor.dSYM/Contents/Resources/DWARF/harbor"
FAT = "macho/harbor.fat.dSYM/Contents/Resources/DWARF/harbor.fat"


def test_dsym() -> None:
    found = opened(HARBOR / DSYM, image)
    assert (found.arch, found.bits, found.order, found.base) == ("arm64", 64, "little", 1 << 32)
    assert {"debug_info", "debug_abbrev", "debug_line", "debug_str"} <= set(found.sections)
    assert "tension" in {symbol.name for symbol in found.read_symbols()}


def test_a_slice_is_the_thin_file() -> None:
    slices = [
        image(str(HARBOR / FAT), each.offset, each.size) for each in identify(str(HARBOR / FAT))
    ]
    thin = opened(HARBOR / DSYM, image)
    assert [each.arch for each in slices] == ["x86_64", "arm64"]
    for name in ("debug_info", "debug_line"):
        assert slices[1].section(name).whole() == thin.section(name).whole()
    assert slices[1].read_symbols() == thin.read_symbols()


def test_damaged(tmp_path: Path) -> None:
    read, refused = damaged(HARBOR / DSYM, tmp_path, image)
    assert read
    assert refused
