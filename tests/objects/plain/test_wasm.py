"""Our WebAssembly reader: what `symbolic` says of a module, and its function names."""

from pathlib import Path

import pytest

from inspector.objects.errors import BadObject
from inspector.objects.plain.wasm import Wasm, answer, describe
from tests.objects.comparison import check_description, differences, survive, upstream

NAMES = ["harbor4", "harbor5", "harbor-hexid", "harbor-noid", "debug", "run", "stripped"]


@pytest.mark.parametrize("name", NAMES)
def test_description(name: str, harbor: Path) -> None:
    check_description(harbor / f"wasm/{name}.wasm", describe)


@pytest.mark.parametrize("name", ["wasm/simple.wasm", "wasm/emscripten/index.wasm"])
def test_upstream_description(name: str, shared: Path) -> None:
    check_description(upstream(shared, name), describe)


@pytest.mark.symbolic
def test_names(harbor: Path, tmp_path: Path) -> None:
    assert differences(harbor / "wasm/stripped.wasm", answer, tmp_path) == []


def test_imported_functions_are_counted(shared: Path, tmp_path: Path) -> None:
    """The names are those of `symbolic` wherever it has one from the same section."""
    path = upstream(shared, "wasm/emscripten/index.wasm")
    wasm = Wasm(memoryview(path.read_bytes()))
    assert wasm.imported() > 0
    names = {name for _, _, name in wasm.symbols()}
    assert names == set(wasm.names().values()) - set(list(wasm.names().values())[: wasm.imported()])


def test_sections(harbor: Path) -> None:
    wasm = Wasm(memoryview((harbor / "wasm/harbor4.wasm").read_bytes()))
    assert wasm.code_start == 0x51
    assert wasm.section(".debug_line") is not None
    assert wasm.section("nowhere") is None


@pytest.mark.parametrize("name", ["harbor4", "stripped"])
def test_damaged(name: str, harbor: Path, tmp_path: Path) -> None:
    survive(harbor / f"wasm/{name}.wasm", tmp_path, describe, answer, count=120)


@pytest.mark.parametrize(
    "rest",
    [
        pytest.param(b"\x02", id="no-size"),
        pytest.param(b"\x02\xff\xff\xff\xff\xff\xff", id="number-without-end"),
        pytest.param(b"\x02\x05ab", id="beyond-the-end"),
        pytest.param(b"\x00\x01\x09", id="name-beyond-the-end"),
    ],
)
def test_no_module(rest: bytes) -> None:
    with pytest.raises(BadObject):
        Wasm(memoryview(b"\0asm\x01\0\0\0" + rest))
