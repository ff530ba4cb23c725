"""The second reader against `symbolic` on every fixture with DWARF or a symbol table of ELF.

Where they differ, `DIFFERENT` says why; everything else is equal, to the last line.
"""

import random
from collections.abc import Sequence
from pathlib import Path

import pytest

from inspector.objects.dwarf.answers import answer, needs, open_dwarf
from inspector.objects.dwarf.reader import Dwarf
from inspector.objects.errors import BadObject
from inspector.objects.identify import identify
from inspector.objects.second import Alternate, Companions, DebugLink
from inspector.objects.symcache import Location, SymCache, convert
from tests.harbor import CRASH_AT, HARBOR
from tests.objects.comparison import shown, upstream
from tests.objects.test_symcache import CLANG, GCC, PLACES

FIXTURES = Path(__file__).resolve().parents[2] / "fixtures"
ALONE = Companions()

LINE = "symbolic has the name and no line"
NAME = "symbolic has nothing there"
UNDERSCORE = "symbolic takes the first underscore off"

DIFFERENT = {
    "elf/clang-gmlt": LINE,  # functions without inlined calls have no entry
    "elf/split4/clang-19.bin": LINE,  # the line table is in the skeleton, the names are not
    "elf/split5/clang-19.bin": LINE,
    "elf/split5/gcc.bin": LINE,
    "elf/armv7": LINE,  # symbols have the Thumb bit there, and cut pieces at odd addresses
    "elf/minidebuginfo": NAME,
    "pe/mingw-i686/harbor.exe": UNDERSCORE,
    "pe/mingw-x86_64/harbor.exe": UNDERSCORE,
    "pe/mingw-x86_64/harbor.exe.debug": UNDERSCORE,
    "linux/arm64/cfi_test": LINE,  # assembler: units without functions
    "linux/libjemalloc.so.debug": LINE,  # functions that start behind their range's first row
    "windows/hello-dwarf.exe": UNDERSCORE,
    "wasm/emscripten/index.wasm": LINE,
}

OWN = sorted(
    str(path.relative_to(HARBOR))
    for folder in ("elf", "macho", "wasm", "pe/mingw-i686", "pe/mingw-x86_64")
    for path in (HARBOR / folder).rglob("*")
    if path.is_file() and path.suffix != ".plist"
)
UPSTREAM = [
    "linux/arm64/cfi_test",
    "linux/crash",
    "linux/crash.debug",
    "linux/crash.debug-zlib",
    "linux/crash.debug-zstd",
    "linux/cross_language_lto.debug",
    "linux/dynsyms_only",
    "linux/elf_debuglink/gen/elf_with_debuglink",
    "linux/libjemalloc.so.debug",
    "macos/crash",
    "macos/crash.dSYM/Contents/Resources/DWARF/crash",
    "macos/overlapping_funcs.dSYM/Contents/Resources/DWARF/overlapping_funcs",
    "wasm/emscripten/index.wasm",
    "wasm/simple.wasm",
    "windows/hello-dwarf.exe",
]


def addresses(dwarf: Dwarf, count: int) -> list[int]:
    """Where functions and symbols begin, random places behind that, and random ones around."""
    base, chosen = dwarf.image.base, random.Random(9)
    starts = {symbol.address for symbol in dwarf.image.read_symbols()}
    for unit in dwarf.units:
        starts |= {part[0] - base for each in dwarf.functions(unit) for part in each.ranges}
    some = sorted(starts) or [0x1000]
    some = chosen.sample(some, min(count, len(some)))
    low, high = max(min(some) - 100, 0), max(some) + 400
    asked = [*some, *(at + chosen.randint(0, 150) for at in some)]
    return asked + [chosen.randint(low, high) for _ in range(count)]


def pairs(
    path: Path, scratch: Path, count: int
) -> list[tuple[Sequence[Location], Sequence[Location]]]:
    """What `symbolic` and what we say, at function starts and random addresses."""
    found: list[tuple[Sequence[Location], Sequence[Location]]] = []
    for info in identify(str(path)):
        out = str(scratch / "table")
        convert(str(path), info.offset, info.size, out)
        table = SymCache.open(out)
        asked = addresses(open_dwarf(str(path), info.offset, info.size, ALONE), count)
        ours = answer(str(path), info.offset, info.size, asked, ALONE)
        found += zip((table.lookup(at) for at in asked), ours, strict=True)
    return found


def allowed(reason: str | None, first: Sequence[Location], second: Sequence[Location]) -> bool:
    """Whether a difference is the one that is known of the file."""
    names = [each.symbol for each in second]
    match reason:
        case None:
            return False
        case _ if reason == NAME:
            return not first
        case _ if reason == LINE:
            return [each.line for each in first] == [0] and names == [first[0].symbol]
        case _ if reason == UNDERSCORE:
            bare = [each.symbol for each in first]
            return bare == [name.removeprefix("_") for name in names]
    return names == [each.symbol for each in first[-1:]] and second[0].line == 0


def check(name: str, path: Path, scratch: Path, count: int) -> None:
    compared = pairs(path, scratch, count)
    differ = [(one, two) for one, two in compared if shown(one) != shown(two)]
    reason = DIFFERENT.get(name)
    assert [each for each in differ if not allowed(reason, *each)] == []
    assert bool(differ) == (reason is not None)


@pytest.mark.symbolic
@pytest.mark.parametrize("name", OWN)
def test_as_symbolic(name: str, tmp_path: Path) -> None:
    check(name, HARBOR / name, tmp_path, 300)


@pytest.mark.symbolic
@pytest.mark.parametrize("name", UPSTREAM)
def test_as_symbolic_on_files_of_others(name: str, shared: Path, tmp_path: Path) -> None:
    check(name, upstream(shared, name), tmp_path, 150)


def chains(name: str, at: Sequence[int], companions: Companions) -> list[list[Location]]:
    path = HARBOR / name
    return answer(str(path), 0, path.stat().st_size, list(at), companions)


def calls(at: Sequence[int]) -> list[int]:
    """The crash, and the calls before the other return addresses."""
    return [at[0], *(each - 1 for each in at[1:])]


def folder(name: str) -> dict[str, str]:
    """The `.dwo` files beside a fixture, by the id of their unit."""
    path = HARBOR / name
    found = needs(str(path), 0, path.stat().st_size).split
    return {each.id: str(path.with_name(each.name)) for each in found}


def beside(name: str) -> str:
    return str(HARBOR / f"{name}.dwp")


SPLIT_AT = CRASH_AT["elf/split5"]
GCC_AT = CRASH_AT["elf/gcc"]
WHOLE = [
    pytest.param("elf/dwz1.debug", GCC, GCC_AT, {"alternate": "elf/harbor.alt"}, id="dwz"),
    pytest.param("elf/sep", GCC, GCC_AT, {"debug_link": "elf/sep.debug"}, id="debuglink"),
]


@pytest.mark.parametrize(("name", "names", "at", "files"), WHOLE)
def test_with_a_companion(
    name: str, names: list[list[str]], at: Sequence[int], files: dict[str, str]
) -> None:
    """Names and lines as if nothing had been moved to another file."""
    given = Companions(**{key: str(HARBOR / file) for key, file in files.items()})  # type: ignore[arg-type]
    found = chains(name, calls(at), given)
    assert [[each.symbol for each in chain] for chain in found] == names
    assert places(found) == PLACES
    assert [chain[0].lang for chain in found] == ["c", "c", "cpp", "cpp", "cpp", "cpp"]


@pytest.mark.parametrize("packed", [False, True], ids=["dwo", "dwp"])
@pytest.mark.parametrize(
    ("name", "names", "at"),
    [
        ("elf/split4/clang-19.bin", CLANG, SPLIT_AT),
        ("elf/split5/clang-19.bin", CLANG, SPLIT_AT),
        ("elf/split5/gcc.bin", GCC, GCC_AT),
    ],
)
def test_split(name: str, names: list[list[str]], at: Sequence[int], *, packed: bool) -> None:
    given = Companions(package=beside(name)) if packed else Companions(split=folder(name))
    found = chains(name, calls(at), given)
    assert [[each.symbol for each in chain] for chain in found] == names
    assert places(found) == PLACES


def places(found: list[list[Location]]) -> list[list[tuple[str, int]]]:
    return [[(Path(each.path).name, each.line) for each in chain] for chain in found]


@pytest.mark.parametrize(
    ("name", "asked", "given"),
    [
        pytest.param("elf/dwz1.debug", GCC_AT, Companions(alternate="/nowhere"), id="no-dwz"),
        pytest.param("elf/sep.debug", GCC_AT, Companions(debug_link="/nowhere"), id="no-link"),
        pytest.param("elf/split5/clang-19.bin", SPLIT_AT, Companions(package="/"), id="no-dwp"),
    ],
)
def test_a_companion_that_is_not_there(name: str, asked: Sequence[int], given: Companions) -> None:
    assert chains(name, asked, given) == chains(name, asked, ALONE)


def test_a_foreign_alternate_file() -> None:
    """It is not used: names out of it would be made up."""
    given = Companions(alternate=str(HARBOR / "elf/sep.debug"))
    assert chains("elf/dwz1.debug", GCC_AT, given) == chains("elf/dwz1.debug", GCC_AT, ALONE)


def test_mini_debug_info() -> None:
    found = chains("elf/minidebuginfo", calls(GCC_AT), ALONE)
    assert [chain[0].symbol for chain in found] == [names[-1] for names in GCC]


def test_line_tables_only() -> None:
    found = chains("elf/clang-gmlt", calls(CRASH_AT["elf/clang"]), ALONE)
    assert places(found) == PLACES
    assert found[1] == [Location("crane_lift", 0x1960, 22, "c", "/build/harbor/crane.c")]


def test_names_of_mingw_keep_their_underscore() -> None:
    at = calls(CRASH_AT["pe/mingw-x86_64"])
    found = chains("pe/mingw-x86_64/harbor.exe", at, ALONE)
    assert found[4][0].symbol == "_ZN6harbor4Dock6arriveEi"
    assert places(found) == PLACES


@pytest.mark.parametrize(
    ("at", "lines"),
    [(0x103A, [7, 13]), (0x1047, [8, 13]), (0x104D, [8, 13]), (0x1052, [14]), (0x1087, [16])],
    ids=str,
)
def test_cold_part(at: int, lines: list[int]) -> None:
    """As `addr2line -i` says of the same addresses; all but the last were moved out of `haul`."""
    path = FIXTURES / "cold" / "cold"
    (chain,) = answer(str(path), 0, path.stat().st_size, [at], ALONE)
    assert [each.line for each in chain] == lines
    assert [each.symbol for each in chain[:-1]] == ["report"] * (len(lines) - 1)


def test_needs() -> None:
    def of(name: str) -> object:
        path = HARBOR / name
        return needs(str(path), 0, path.stat().st_size)

    dwz, linked = of("elf/dwz1.debug"), of("elf/sep")
    identifier = "e38c90b8eec370428fa6d9d969086d15c65befb8"
    assert getattr(dwz, "alternate", None) == Alternate("harbor.alt", identifier)
    assert getattr(linked, "debug_link", None) == DebugLink("sep.debug", 0xC7CB0DD3)


def test_no_dwarf_in_this_format() -> None:
    path = HARBOR / "pe/x86_64/harbor.pdb"
    with pytest.raises(BadObject):
        open_dwarf(str(path), 0, path.stat().st_size, ALONE)
