"""The DWARF sections of WebAssembly modules."""

from pathlib import Path

from inspector.objects.dwarf.containers.wasm import image
from tests.harbor import HARBOR
from tests.objects.dwarf.containers.copies import damaged, opened


def test_module() -> None:
    """Addresses are offsets in the file; DWARF counts from the code section."""
    found = opened(HARBOR / "wasm/harbor5.wasm", image)
    assert (found.arch, found.bits, found.base) == ("wasm32", 32, -0x51)
    assert {"debug_info", "debug_abbrev", "debug_line", "debug_rnglists"} <= set(found.sections)
    assert "crane_lift" in {symbol.name for symbol in found.read_symbols()}


def test_without_code() -> None:
    assert opened(HARBOR / "wasm/debug.wasm", image).base == 0


def test_damaged(tmp_path: Path) -> None:
    read, refused = damaged(HARBOR / "wasm/harbor5.wasm", tmp_path, image)
    assert read
    assert refused
