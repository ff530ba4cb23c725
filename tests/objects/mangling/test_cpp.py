"""C++: our own names, and names that are made to hurt."""

from collections.abc import Callable

import pytest

from inspector.objects.mangling import cpp

HASH = "0123456789abcdef" * 2


@pytest.mark.parametrize(
    ("symbol", "name"),
    [
        pytest.param("_ZN6harbor4Dock6arriveEi", "harbor::Dock::arrive(int)", id="method"),
        pytest.param("__ZN6harbor4Dock6arriveEi", "harbor::Dock::arrive(int)", id="mach-o"),
        pytest.param("_ZL6unloadP5crate", "unload(crate*)", id="static"),
        pytest.param("_ZN6harbor4DockC2ERKSs", "harbor::Dock::Dock(std::string const&)", id="ctor"),
        pytest.param("_ZN6harbor4DockD0Ev", "harbor::Dock::~Dock()", id="dtor"),
        pytest.param("_ZN6harbor4DockcvbEv", "harbor::Dock::operator bool()", id="conversion"),
        pytest.param(
            "_ZNK6harbor4DockeqERKS0_",
            "harbor::Dock::operator==(harbor::Dock const&) const",
            id="operator",
        ),
        pytest.param(
            "_ZN6harbor5cargo8ManifestI5crateE6unloadIZNS_4Dock6arriveEiE3$_0EEiT_",
            "harbor::cargo::Manifest<crate>::unload<harbor::Dock::arrive(int)::$_0>"
            "(harbor::Dock::arrive(int)::$_0)",
            id="template-result-left-out",
        ),
        pytest.param(
            "_ZZN6harbor4Dock6arriveEiENKUlP5crateiE_clES2_i",
            "harbor::Dock::arrive(int)::{lambda(crate*, int)#1}::operator()(crate*, int) const",
            id="lambda",
        ),
        pytest.param(
            "_ZN6harbor4findISt4lessIvEEEDaT_",
            "harbor::find<std::less<void> >(std::less<void>)",
            id="space-between-brackets",
        ),
        pytest.param(
            "_ZN6harbor4pierILi5ELb1ELj7EEEvv",
            "harbor::pier<5, true, (unsigned int)7>()",
            id="literals",
        ),
        pytest.param(
            "_ZN6harbor4callEPFiP5crateEMNS_4DockEKFvvE",
            "harbor::call(int (*)(crate*), void (harbor::Dock::*)() const)",
            id="results-of-parameters-stay",
        ),
        pytest.param(
            "_ZN6harbor4Dock6arriveEi.constprop.0.isra.0",
            "harbor::Dock::arrive(int) [clone .constprop.0] [clone .isra.0]",
            id="clones",
        ),
        pytest.param(
            f"_ZN6harbor4Dock6arriveEi${HASH}", "harbor::Dock::arrive(int)", id="hash-taken-off"
        ),
        pytest.param(
            "___ZN6harbor4Dock6arriveEi_block_invoke_2",
            "invocation function for block in harbor::Dock::arrive(int)",
            id="block",
        ),
        pytest.param(
            "_ZN6harbor4load9load_fileB5cxx11EPKc",
            "harbor::load::load_file[abi:cxx11](char const*)",
            id="abi-tag",
        ),
        pytest.param(
            "_ZThn16_N6harbor4Dock6arriveEi",
            "{virtual override thunk({offset(-16)}, harbor::Dock::arrive(int))}",
            id="thunk",
        ),
        pytest.param(
            "_ZStlsISt11char_traitsIcEERSt13basic_ostreamIcT_ES5_PKc",
            "std::operator<< <std::char_traits<char> >"
            "(std::basic_ostream<char, std::char_traits<char> >&, char const*)",
            id="stream",
        ),
        pytest.param("i", None, id="bare-type"),
        pytest.param("_____Z1fv", None, id="five-underscores"),
        pytest.param("_Z1fv@@GLIBC_2.2", None, id="versioned"),
        pytest.param("_Z", None, id="nothing-in-it"),
        pytest.param("foo__Fv", None, id="another-scheme"),
    ],
)
def test_itanium(symbol: str, name: str | None) -> None:
    assert cpp.itanium(symbol) == name


@pytest.mark.parametrize(
    ("symbol", "name"),
    [
        pytest.param("?arrive@Dock@harbor@@QEAAHH@Z", "harbor::Dock::arrive(int)", id="method"),
        pytest.param(
            "??0Dock@harbor@@QEAA@AEBV01@@Z", "harbor::Dock::Dock(harbor::Dock const&)", id="ctor"
        ),
        pytest.param("??1Dock@harbor@@UEAA@XZ", "harbor::Dock::~Dock(void)", id="no-parameters"),
        pytest.param(
            "??BDock@harbor@@QEBA_NXZ", "harbor::Dock::operator bool(void) const", id="conversion"
        ),
        pytest.param("??_7Dock@harbor@@6B@", "harbor::Dock::`vftable'", id="vftable"),
        pytest.param("?count@Dock@harbor@@2HA", "harbor::Dock::count", id="variable"),
        pytest.param(
            "?berth@harbor@@YAXW4Side@1@PEBDZZ",
            "harbor::berth(harbor::Side, char const*, ...)",
            id="no-enum",
        ),
        pytest.param(
            "?push_back@?$vector@HV?$allocator@H@std@@@std@@QEAAXAEBH@Z",
            "std::vector<int, std::allocator<int> >::push_back(int const&)",
            id="no-class",
        ),
        pytest.param(
            "?call@harbor@@YAXP6AHPEAUcrate@@@ZP8Dock@1@EAAXXZ@Z",
            "harbor::call(int (*)(crate*), void (harbor::Dock::*)(void))",
            id="pointers-to-functions",
        ),
        pytest.param(
            "?start@?A0x1a2b3c4d@@YAXXZ", "`anonymous namespace'::start(void)", id="anonymous"
        ),
        pytest.param("?", None, id="nothing-in-it"),
        pytest.param("@?arrive@Dock@harbor@@QEAAHH@Z", None, id="import-thunk"),
        pytest.param("_Z1fv", None, id="another-scheme"),
    ],
)
def test_msvc(symbol: str, name: str | None) -> None:
    assert cpp.msvc(symbol) == name


def nested(levels: int) -> str:
    return "_Z4load" + "St6vectorI" * levels + "i" + "E" * levels


@pytest.mark.parametrize("levels", [1, 4, 5, 13])
def test_nested_templates(levels: int) -> None:
    """At once up to four, then after a look by the reader with limits."""
    assert cpp.itanium(nested(levels)) == (
        "load(" + "std::vector<" * levels + "int>" + " >" * (levels - 1) + ")"
    )


def test_expressions_are_read_with_limits() -> None:
    assert cpp.itanium("_Z4loadIiEDTcl6unloadT_EET_") == "load<int>(int)"


REPEATED: dict[str, Callable[[int], str]] = {
    "unfinished-std": lambda n: "_Z1f" + "St6vectorI" * n + "i",
    "unfinished-allocators": lambda n: "_Z1f" + "SaI" * n,
    "unfinished-constructors": lambda n: "_Z1f" + "StC1I" * n + "iE",
    "unfinished-literals": lambda n: "_ZTT" + "SbIL" * n + "iEiE",
    "unfinished-conversions": lambda n: "_Z1fI" + "cvLSbI" * n + "i",
    "unfinished-negations": lambda n: "_Z1fIX" + "ng" * n,
    "unfinished-additions": lambda n: "_Z1fDT" + "napl" * n,
    "unfinished-operators": lambda n: "_Z1fIX" + "dlsp" * n + "i",
    "conversions-to-local": lambda n: "_ZGVZ" + "cvZpLE" * n + "E",
    "complex-identifiers": lambda n: "_Z9SaISaISaI" + "C5C1D19SaISaISaI" * n + "E" * 3 * n,
    "pointers": lambda n: "_Z1f" + "P" * n + "i",
    "functions": lambda n: "_Z1f" + "PFv" * n + "i" + "E" * n,
    "local-names": lambda n: "_Z" + "Z" * n + "1fvE1g",
    "doubled": lambda n: "_Z1f1AIiiE" + "".join(f"1AIS{i}_S{i}_E" for i in range(n)),
    "msvc-pointers": lambda n: "?f@@YAX" + "PEA" * n + "H@Z",
    "msvc-templates": lambda n: "?f@@YAX" + "V?$A@" * n + "H" + "@@" * n + "@Z",
    "msvc-functions": lambda n: "?f@@YAX" + "P6AX" * n + "X" + "Z" * n + "@Z",
    "msvc-arrays": lambda n: "?a@@3" + "PAY01" * n + "HA",
    "msvc-scopes": lambda n: "?a" + "@?1??f" * n + "@@YAXXZ" + "@4HA" * n,
    "msvc-doubled": lambda n: (
        "?f@@YAXPAH" + "".join(f"P6AX{str(i % 10) * 30}@Z" for i in range(n)) + "@Z"
    ),
    "msvc-back-references": lambda n: "?f@@YAX" + "V?$a@V?$b@@" * n + "@234@Uc@4@" * n,
}


@pytest.mark.parametrize("levels", [8, 30, 400, 5000])
@pytest.mark.parametrize("make", REPEATED.values(), ids=REPEATED)
def test_hostile_names_end(make: Callable[[int], str], levels: int) -> None:
    """Without limits these take minutes to ages, all memory, or the process."""
    symbol = make(levels)
    read = cpp.itanium if cpp.is_itanium(symbol) else cpp.msvc
    name = read(symbol)
    assert name is None or len(name) < 50_000
