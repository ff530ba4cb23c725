"""The crash of the harbor program, looked up in every format it was built for.

At the crash, innermost first: read_scale (inlined), tension, crane_lift, hoist (inlined), a
lambda, unload, arrive, harbor_run.
"""

import random
from pathlib import Path

import pytest

from inspector.objects.errors import BadObject
from inspector.objects.identify import identify
from inspector.objects.symcache import Location, SymCache, convert
from tests.harbor import CRASH_AT, HARBOR

pytestmark = pytest.mark.symbolic("only it makes symcaches")

LAMBDA = "harbor::Dock::arrive(int)::$_0"
UNLOAD = f"int harbor::cargo::Manifest<crate>::unload<{LAMBDA}>({LAMBDA})"
PDB_UNLOAD = (
    "harbor::cargo::Manifest<crate>::unload<`lambda at C:\\build\\harbor\\harbor.cpp:46:15'>"
    "(harbor::Dock::arrive::<lambda_0>)"
)

GCC = [
    ["read_scale", "tension"],
    ["crane_lift"],
    ["hoist", "_ZZN6harbor4Dock6arriveEiENKUlP5crateiE_clES2_i"],
    ["_ZN6harbor5cargo8ManifestI5crateE6unloadIZNS_4Dock6arriveEiEUlPS2_iE_EEiT_"],
    ["_ZN6harbor4Dock6arriveEi"],
    ["harbor_run"],
]
CLANG = [
    ["read_scale", "tension"],
    ["crane_lift"],
    ["_ZN6harbor5cargoL5hoistEP5cratei", "_ZZN6harbor4Dock6arriveEiENK3$_0clEP5cratei"],
    ["_ZN6harbor5cargo8ManifestI5crateE6unloadIZNS_4Dock6arriveEiE3$_0EEiT_"],
    ["_ZN6harbor4Dock6arriveEi"],
    ["harbor_run"],
]
GMLT = [CLANG[0], CLANG[1], ["hoist", CLANG[2][1]], *CLANG[3:]]
PDB = [
    ["read_scale(crate const*)", "tension(crate*, int)"],
    ["crane_lift(crate*, int)"],
    [
        "harbor::cargo::hoist(crate*, int)",
        "harbor::Dock::arrive::<lambda_0>::operator()(crate*, int) const",
    ],
    [PDB_UNLOAD],
    ["harbor::Dock::arrive(int)"],
    ["harbor_run(int)"],
]
MINGW = [
    ["read_scale", "tension"],
    ["crane_lift"],
    ["hoist", "operator()"],
    ["unload<harbor::Dock::arrive(int)::<lambda(crate*, int)> >"],
    ["ZN6harbor4Dock6arriveEi"],
    ["harbor_run"],
]
WASM = [
    CLANG[0],
    CLANG[1],
    [CLANG[2][0], "harbor::Dock::arrive(int)::$_0::operator()(crate*, int) const"],
    [UNLOAD],
    ["harbor::Dock::arrive(int)"],
    ["harbor_run"],
]
BREAKPAD = [
    ["read_scale", "tension"],
    ["crane_lift"],
    [
        "harbor::cargo::hoist(crate*, int)",
        "harbor::Dock::arrive(int)::$_0::operator()(crate*, int) const",
    ],
    [UNLOAD],
    ["harbor::Dock::arrive(int)"],
    ["harbor_run"],
]
PLACES = [
    [("crane.c", 9), ("crane.c", 15)],
    [("crane.c", 22)],
    [("harbor.cpp", 28), ("harbor.cpp", 48)],
    [("harbor.cpp", 14)],
    [("harbor.cpp", 51)],
    [("harbor.cpp", 62)],
]
WASM_PLACES = [[("crane.c", 7), ("crane.c", 15)], *PLACES[1:]]  # the trap stands on line 7

DSYM = "harbor.dSYM/Contents/Resources/DWARF/harbor"
FAT_DSYM = "macho/harbor.fat.dSYM/Contents/Resources/DWARF/harbor.fat"
GCC_AT = CRASH_AT["elf/gcc"]
CLANG_AT = CRASH_AT["elf/clang"]
FILES = [
    ("elf/gcc-dwarf4", GCC, GCC_AT),
    ("elf/gcc-dwarf5", GCC, GCC_AT),
    ("elf/sep.debug", GCC, GCC_AT),
    ("elf/nobuildid", GCC, GCC_AT),
    ("elf/zlib.debug", GCC, GCC_AT),
    ("elf/zlibgnu.debug", GCC, GCC_AT),
    ("elf/zstd.debug", GCC, GCC_AT),
    ("elf/dwzsingle.debug", GCC, GCC_AT),
    ("elf/clang-dwarf4", CLANG, CLANG_AT),
    ("elf/clang-dwarf5", CLANG, CLANG_AT),
    ("elf/aarch64", CLANG, CRASH_AT["elf/aarch64"]),
    ("elf/i686", CLANG, CRASH_AT["elf/i686"]),
    ("elf/armv7", CLANG, CRASH_AT["elf/armv7"]),
    ("pe/x86_64/harbor.pdb", PDB, CRASH_AT["pe/x86_64"]),
    ("pe/i686/harbor.pdb", PDB, CRASH_AT["pe/i686"]),
    ("pe/aarch64/harbor.pdb", PDB, CRASH_AT["pe/aarch64"]),
    ("pe/mingw-x86_64/harbor.exe", MINGW, CRASH_AT["pe/mingw-x86_64"]),
    ("pe/mingw-i686/harbor.exe", MINGW, CRASH_AT["pe/mingw-i686"]),
    (FAT_DSYM, CLANG, CRASH_AT["macho/x86_64"]),
    (f"macho/arm64/{DSYM}", CLANG, CRASH_AT["macho/arm64"]),
    ("wasm/harbor4.wasm", WASM, CRASH_AT["wasm"]),
    ("wasm/harbor5.wasm", WASM, CRASH_AT["wasm"]),
    ("breakpad/clang-dwarf5.inl.sym", BREAKPAD, CLANG_AT),
]
BEFORE_RETURN = {"arm64": 4, "arm": 2, "wasm32": 0}  # bytes from a return address to the call


def opened(name: str, folder: Path, number: int = 0) -> SymCache:
    """The table of an object in a harbor file."""
    path, out = str(HARBOR / name), str(folder / "table")
    info = identify(path)[number]
    convert(path, info.offset, info.size, out)
    return SymCache.open(out)


@pytest.mark.parametrize(("name", "names", "addresses"), FILES, ids=[name for name, *_ in FILES])
def test_crash(
    name: str, names: list[list[str]], addresses: tuple[int, ...], tmp_path: Path
) -> None:
    table = opened(name, tmp_path)
    back = BEFORE_RETURN.get(table.arch, 1)
    chains = [table.lookup(at - (back if at != addresses[0] else 0)) for at in addresses]
    folder = "C:\\build\\harbor\\" if name.endswith(".pdb") else "/build/harbor/"
    places = WASM_PLACES if table.arch == "wasm32" else PLACES

    assert [[found.symbol for found in chain] for chain in chains] == names
    assert [[(found.path, found.line) for found in chain] for chain in chains] == [
        [(folder + file, line) for file, line in chain] for chain in places
    ]
    for chain, at in zip(chains, addresses, strict=True):
        assert at - 0x60 < chain[-1].sym_addr <= at
        assert table.lookup(chain[-1].sym_addr)[-1].symbol == chain[-1].symbol


def test_languages(tmp_path: Path) -> None:
    """Known from DWARF, per unit; PDB and Breakpad name none."""
    table = opened("elf/gcc-dwarf5", tmp_path)
    assert [table.lookup(at)[-1].lang for at in (0x1290, 0x1274)] == ["c", "cpp"]
    assert opened("pe/x86_64/harbor.pdb", tmp_path).lookup(0x1182)[-1].lang == ""
    assert opened("breakpad/clang-dwarf5.sym", tmp_path).lookup(0x1992)[-1].lang == ""


@pytest.mark.parametrize("number", [0, 1], ids=["x86_64", "arm64"])
def test_slices_of_a_fat_file(tmp_path: Path, number: int) -> None:
    """Each is the thin file of its architecture."""
    fat = opened(FAT_DSYM, tmp_path, number)
    assert fat.arch == ["x86_64", "arm64"][number]
    found = fat.lookup([0x513, 0x574][number])
    assert [(each.symbol, each.line) for each in found] == [("read_scale", 9), ("tension", 15)]


def test_symbol_table_only(tmp_path: Path) -> None:
    """A name and nothing else."""
    table = opened("elf/symtab-only", tmp_path)
    assert table.lookup(0x1290) == (Location("tension", 0x1290, 0, "", ""),)


def test_line_tables_only(tmp_path: Path) -> None:
    """Functions without inlinees have no line then: that is what upstream answers, too."""
    table = opened("elf/clang-gmlt", tmp_path)
    chains = [table.lookup(at - 1) for at in CLANG_AT]
    assert [[found.symbol for found in chain] for chain in chains[1:]] == GMLT[1:]
    assert chains[1] == (Location("crane_lift", 0x1960, 0, "", ""),)
    assert [found.line for found in chains[2]] == [28, 48]


def test_split_dwarf(tmp_path: Path) -> None:
    """The skeleton promises debug info it does not have: names from the symbol table."""
    table = opened("elf/split5/clang-19.bin", tmp_path)
    assert table.lookup(0x12B2) == (Location("tension", 0x12A0, 0, "", ""),)


def test_dwz_alternate_file(tmp_path: Path) -> None:
    """Names that live in the alternate file are empty, as upstream has them; lines are right."""
    table = opened("elf/dwz1.debug", tmp_path)
    chains = [table.lookup(at - 1) for at in GCC_AT[1:]]
    assert [found.line for chain in chains for found in chain] == [22, 28, 48, 14, 51, 62]
    assert "" in [found.symbol for chain in chains for found in chain]


def test_public_symbols_only(tmp_path: Path) -> None:
    table = opened("pe/pubonly/harbor.pdb", tmp_path)
    assert [found.symbol for found in table.lookup(0x1020)] == ["?arrive@Dock@harbor@@QEAAHH@Z"]


@pytest.mark.parametrize("address", [-1, 0, 0xFFF, 1 << 32, (1 << 32) + 0x1290, 1 << 70])
def test_nothing_there(tmp_path: Path, address: int) -> None:
    assert opened("elf/gcc-dwarf5", tmp_path).lookup(address) == ()


def test_empty_table(tmp_path: Path) -> None:
    """A stripped file converts; it only never answers."""
    assert opened("elf/sep", tmp_path).lookup(0x1290) == ()


@pytest.mark.parametrize("name", ["elf/sep.debug", "pe/x86_64/harbor.pdb", "wasm/harbor4.wasm"])
def test_damaged_debug_file(name: str, tmp_path: Path) -> None:
    """Cut anywhere it converts or is refused; refused, it leaves no table behind."""
    data = (HARBOR / name).read_bytes()
    source, out = tmp_path / "source", tmp_path / "out"
    refused = 0
    for end in random.Random(1).sample(range(len(data)), 12):
        source.write_bytes(data[:end])
        try:
            convert(str(source), 0, end, str(out))
        except BadObject:
            refused += 1
            assert not out.exists()
        else:
            SymCache.open(str(out)).lookup(0x1290)
            out.unlink()
    assert refused


@pytest.mark.parametrize(
    ("start", "end"),
    [
        pytest.param(0, 0, id="empty"),
        pytest.param(0, 40, id="cut"),
        pytest.param(0, -1, id="one-byte-short"),
        pytest.param(4, None, id="no-magic"),
    ],
)
def test_damaged_table(tmp_path: Path, start: int, end: int | None) -> None:
    opened("elf/sep.debug", tmp_path)
    damaged = tmp_path / "damaged"
    damaged.write_bytes((tmp_path / "table").read_bytes()[start:end])
    with pytest.raises(BadObject, match=r"^[^\n]+$"):
        SymCache.open(str(damaged))


def test_missing_table(tmp_path: Path) -> None:
    with pytest.raises(BadObject):
        SymCache.open(str(tmp_path / "nowhere"))
