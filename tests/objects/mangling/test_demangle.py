"""The door: which language, which reader, and that no symbol whatever does harm."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.objects.mangling.demangle import demangle, detect

HASHED = "??@" + "0123456789abcdef" * 2 + "@"

LANGUAGES = ["", "unknown", "c", "cpp", "d", "go", "objc", "objcpp", "rust", "swift", "csharp"]
LANGUAGES += ["visualbasic", "fsharp"]

CPP = "_ZN6harbor4Dock6arriveEi"
MSVC = "?arrive@Dock@harbor@@QEAAHH@Z"
RUST = "_ZN6harbor4dock6arrive17h0123456789abcdefE"
SWIFT = "$s6harbor4DockC6arriveyyF"
OBJC = "-[Dock arrive:]"


@pytest.mark.parametrize(
    ("symbol", "language", "name"),
    [
        pytest.param(CPP, "cpp", "harbor::Dock::arrive(int)", id="itanium"),
        pytest.param(CPP, "objcpp", "harbor::Dock::arrive(int)", id="itanium-in-objcpp"),
        pytest.param(CPP, "c", None, id="itanium-in-c"),
        pytest.param(CPP, "objc", CPP, id="itanium-in-objc"),
        pytest.param(CPP, "rust", None, id="itanium-in-rust"),
        pytest.param(CPP, "swift", CPP, id="itanium-in-swift"),
        pytest.param(CPP, "csharp", None, id="itanium-in-csharp"),
        pytest.param(CPP, "unknown", "harbor::Dock::arrive(int)", id="itanium-guessed"),
        pytest.param(MSVC, "cpp", "harbor::Dock::arrive(int)", id="msvc"),
        pytest.param(MSVC, "objcpp", None, id="msvc-in-objcpp"),
        pytest.param(MSVC, "", "harbor::Dock::arrive(int)", id="msvc-guessed"),
        pytest.param(RUST, "rust", "harbor::dock::arrive", id="rust"),
        pytest.param(RUST, "cpp", "harbor::dock::arrive::h0123456789abcdef", id="rust-in-cpp"),
        pytest.param(RUST, "", "harbor::dock::arrive", id="rust-guessed"),
        pytest.param(SWIFT, "swift", "Dock.arrive()", id="swift"),
        pytest.param(SWIFT, "", "Dock.arrive()", id="swift-guessed"),
        pytest.param(OBJC, "objc", OBJC, id="objc"),
        pytest.param(OBJC, "objcpp", OBJC, id="objc-in-objcpp"),
        pytest.param(OBJC, "cpp", None, id="objc-in-cpp"),
        pytest.param(OBJC, "", OBJC, id="objc-guessed"),
        pytest.param("main", "", None, id="plain"),
        pytest.param("main", "c", None, id="plain-c"),
        pytest.param(HASHED, "cpp", HASHED, id="hashed"),
        pytest.param(HASHED, "go", HASHED, id="hashed-in-any-language"),
        pytest.param(HASHED, "", HASHED, id="hashed-guessed"),
        pytest.param(HASHED.replace("a", "g"), "cpp", None, id="hash-of-other-digits"),
        pytest.param("_Z1fv", "klingon", None, id="unheard-of-language"),
        pytest.param("_ZN" + "3foo" * 5000 + "17h0123456789abcdefE", "rust", None, id="too-long"),
        pytest.param("_RMC0TTThTTTpB8_EB7_EB6_EB5_EB4_EB3_E", "rust", None, id="name-too-long"),
    ],
)
def test_demangle(symbol: str, language: str, name: str | None) -> None:
    assert demangle(symbol, language) == name


@pytest.mark.parametrize(
    ("symbol", "language"),
    [
        pytest.param("+[Dock dockWithSide:berth:]", "objc", id="objc"),
        pytest.param("-[Dock arrive:", "unknown", id="not-quite-objc"),
        pytest.param(RUST, "rust", id="rust-legacy"),
        pytest.param("_RNvNtCs1234_6harbor4dock6arrive", "rust", id="rust-v0"),
        pytest.param(CPP, "cpp", id="itanium"),
        pytest.param("____Z1fv_block_invoke", "cpp", id="block"),
        pytest.param("_Z?", "cpp", id="unreadable-itanium"),
        pytest.param("?", "cpp", id="unreadable-msvc"),
        pytest.param("@?f@@YAXXZ", "cpp", id="import-thunk"),
        pytest.param("_$s6harbor4DockCfD", "swift", id="swift"),
        pytest.param("_TtC6harbor4Dock", "swift", id="swift-3"),
        pytest.param("$s\0", "unknown", id="zero-byte"),
        pytest.param("", "unknown", id="empty"),
        pytest.param("memcpy", "unknown", id="plain"),
        pytest.param("_Z" * 10_000, "unknown", id="too-long"),
    ],
)
def test_detect(symbol: str, language: str) -> None:
    assert detect(symbol) == language


def test_like_upstream(shared: Path) -> None:
    """Each row of the shared table, which others made from upstream's own tests."""
    table = shared / "conformance" / "cases" / "tables" / "demangle.json"
    rows = json.loads(table.read_text(encoding="utf-8"))["rows"]
    assert len(rows) > 50

    def answer(row: dict[str, str]) -> str | None:
        if row["check"] == "detect":
            return detect(row["input"])
        return demangle(row["input"], row["language"])

    assert [(row, answer(row)) for row in rows if answer(row) != row["expected"]] == []


def test_threads_get_the_same_answers() -> None:
    symbols = [f"_ZN6harbor4Dock{len(name)}{name}Ev" for name in ("x" * n for n in range(1, 200))]
    with ThreadPoolExecutor(8) as threads:
        answers = [list(threads.map(demangle, symbols)) for _ in range(3)]
    assert answers == [[f"harbor::Dock::{'x' * n}()" for n in range(1, 200)]] * 3


PIECES = ["_Z", "_ZN", "St", "Sa", "I", "E", "L", "X", "N", "P", "1A", "6harbor", "S_", "S0_", "T_"]
PIECES += ["i", "v", "C1", "D2", "Ul", "_", "$", ".cold", "17h0123456789abcdefE", "_R", "Nv", "C"]
PIECES += ["?", "??", "@", "@@", "?$A@", "P6AX", "PEA", "YAX", "QEAA", "XZ", "H@Z", "0", "1", "2"]
PIECES += ["$s", "_T0", "4main", "yyF", "Si", "SDy", "G", "AA", "A2a", "t", "-[", "]", "\0", "ü"]
PIECES += ["\ud800", " ", "\n", "(", ")", "<", ">"]

symbols = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from(PIECES), max_size=25).map("".join),
    st.builds(lambda s, n: s * n, st.lists(st.sampled_from(PIECES), max_size=5).map("".join),
              st.integers(1, 100)),
)  # fmt: skip


@given(symbols, st.sampled_from(LANGUAGES))
def test_any_symbol_in_any_language(symbol: str, language: str) -> None:
    name = demangle(symbol, language)
    assert name is None or 0 <= len(name) <= 16_384
    assert demangle(symbol, language) == name
    assert detect(symbol) in {"objc", "rust", "cpp", "swift", "unknown"}


@given(symbols)
def test_a_guess_is_the_same_as_being_told(symbol: str) -> None:
    assert demangle(symbol, "") == demangle(symbol, "unknown") == demangle(symbol, detect(symbol))
