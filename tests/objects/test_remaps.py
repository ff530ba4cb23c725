from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.model.ids import DebugId
from inspector.objects.errors import BadObject
from inspector.objects.remaps import BcSymbolMap, LineMap, read_uuid_map
from inspector.objects.symcache import Location, SymCache, convert

NAMES = b"""BCSymbolMap Version: 2.0
-[Dock arrive:]
/build/harbor
Sources/Dock.m
/elsewhere/Crane.m
_crane_lift
"""


def at(symbol: str = "f", path: str = "", line: int = 1) -> Location:
    return Location(symbol, 16, line, "objc", path)


@pytest.mark.parametrize(
    ("symbol", "expected"),
    [
        pytest.param("__hidden#0_", "-[Dock arrive:]", id="hidden"),
        pytest.param("__hidden#4_", "_crane_lift", id="as-it-stands-in-the-map"),
        pytest.param("main", "main", id="plain"),
        pytest.param("__hidden#5_", "__hidden#5_", id="beyond-the-map"),
        pytest.param("__hidden#0", "__hidden#0", id="no-end"),
        pytest.param("x__hidden#0_", "x__hidden#0_", id="no-start"),
        pytest.param("__hidden#-1_", "__hidden#-1_", id="negative"),
        pytest.param(f"__hidden#{'9' * 5000}_", f"__hidden#{'9' * 5000}_", id="absurd"),
        pytest.param("", "", id="empty"),
    ],
)
def test_hidden_name(symbol: str, expected: str) -> None:
    (found,) = BcSymbolMap.parse(NAMES).apply((at(symbol),))
    assert found == at(expected)


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param("__hidden#1_/__hidden#2_", "/build/harbor/Sources/Dock.m", id="two-parts"),
        pytest.param(
            "__hidden#1_/__hidden#1_/__hidden#2_", "/build/harbor/Sources/Dock.m", id="three-parts"
        ),
        pytest.param("__hidden#1_/__hidden#3_", "/elsewhere/Crane.m", id="absolute-name"),
        pytest.param("/comp/dir/__hidden#2_", "/comp/dir/Sources/Dock.m", id="only-the-name"),
        pytest.param("__hidden#1_/dir/x.m", "/build/harbor/dir/x.m", id="only-the-folder"),
        pytest.param("/__hidden#2_", "/Sources/Dock.m", id="root"),
        pytest.param("__hidden#1_/__hidden#99_", "/build/harbor/__hidden#99_", id="beyond-the-map"),
        pytest.param("/comp/a__hidden#1_", "/comp/a__hidden#1_", id="part-of-a-name"),
        pytest.param("", "", id="empty"),
    ],
)
def test_hidden_path(path: str, expected: str) -> None:
    (found,) = BcSymbolMap.parse(NAMES).apply((at(path=path),))
    assert found == at(path=expected)


@pytest.mark.symbolic
def test_a_real_symbol_map(shared: Path, tmp_path: Path) -> None:
    folder = shared / "conformance/cases/fixtures/symbols"
    hidden = folder / "2d10c42f-591d-3265-b147-78ba0868073f.dwarf-hidden"
    convert(str(hidden), 0, hidden.stat().st_size, str(tmp_path / "table"))
    original = read_uuid_map((folder / hidden.name.replace("dwarf-hidden", "plist")).read_bytes())
    names = BcSymbolMap.parse((folder / f"{original}.bcsymbolmap").read_bytes())

    (found,) = names.apply(SymCache.open(str(tmp_path / "table")).lookup(0x5A75))

    assert (found.symbol, found.line) == ("-[SentryMessage initWithFormatted:]", 10)
    assert found.path.startswith("/Users/")
    assert found.path.endswith("/git-repos/sentry-cocoa/Sources/Sentry/SentryMessage.m")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"BCSymbolMap Version: 1.0\nx\n", id="other-version"),
        pytest.param(b"BCSymbolMap Version: 2.0 \nx\n", id="more-on-the-line"),
        pytest.param(b"x\nBCSymbolMap Version: 2.0\n", id="late"),
        pytest.param(b"BCSymbolMap Version: 2.0\n\xff\n", id="not-utf-8"),
    ],
)
def test_no_symbol_map(data: bytes) -> None:
    with pytest.raises(BadObject):
        BcSymbolMap.parse(data)


def test_symbol_map_with_windows_lines() -> None:
    names = BcSymbolMap.parse(NAMES.replace(b"\n", b"\r\n"))
    assert names.apply((at("__hidden#4_"),)) == (at("_crane_lift"),)


LINES = b"""{
  "__debug-id__": "c8374b6d-6e96-34d8-ae38-efaa5fec424f",
  "/gen/Dock.cpp": {"Assets/Dock.cs": {"10": 3, "20": 4}, "Assets/../Crane.cs": {"15": 9}},
  "/gen/Empty.cpp": {}
}"""


@pytest.mark.parametrize(
    ("line", "expected"),
    [
        pytest.param(9, ("/gen/Dock.cpp", 9), id="above-the-first"),
        pytest.param(10, ("Assets/Dock.cs", 3), id="exact"),
        pytest.param(14, ("Assets/Dock.cs", 3), id="nearest-above"),
        pytest.param(15, ("Crane.cs", 9), id="the-other-file"),
        pytest.param(70, ("Assets/Dock.cs", 4), id="50-lines-above"),
        pytest.param(71, ("/gen/Dock.cpp", 71), id="51-lines-above"),
        pytest.param(0, ("/gen/Dock.cpp", 0), id="unknown-line"),
    ],
)
def test_line_map(line: int, expected: tuple[str, int]) -> None:
    found = LineMap.parse(LINES).apply((at("Dock_arrive", "/gen/Dock.cpp", line),))
    assert found == (at("Dock_arrive", *expected),)


@pytest.mark.parametrize("path", ["", "/gen/Empty.cpp", "/gen/dock.cpp", "Dock.cpp"])
def test_line_map_of_another_file(path: str) -> None:
    chain = (at(path=path, line=10),)
    assert LineMap.parse(LINES).apply(chain) == chain


@given(st.dictionaries(st.integers(0, 200), st.integers(0, 9), max_size=6), st.integers(0, 300))
def test_line_map_equals_the_slow_one(lines: dict[int, int], line: int) -> None:
    """Small numbers on purpose: lines then often meet, or lie just 50 apart."""
    data = "{" + ", ".join(f'"{cpp}": {cs}' for cpp, cs in lines.items()) + "}"
    near = [cpp for cpp in lines if line - 50 <= cpp <= line]
    expected = at(path="a.cs", line=lines[max(near)]) if near else at(path="a.cpp", line=line)
    map_ = LineMap.parse(f'{{"a.cpp": {{"a.cs": {data}}}}}'.encode())
    assert map_.apply((at(path="a.cpp", line=line),)) == (expected,)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"[]", id="list"),
        pytest.param(b'{"a": 1}', id="number-for-a-file"),
        pytest.param(b'{"a": {"b": {"x": 1}}}', id="line-is-a-word"),
        pytest.param(b'{"a": {"b": {"1": -1}}}', id="negative-line"),
        pytest.param(b'{"a": {"b": {"1": 4294967296}}}', id="line-of-33-bits"),
        pytest.param(b'{"a": {"b": {"1": 1.5}}}', id="fraction"),
        pytest.param(b'{"a": ' * 100_000, id="very-deep"),
    ],
)
def test_no_line_map(data: bytes) -> None:
    with pytest.raises(BadObject):
        LineMap.parse(data)


def plist(body: bytes, before: bytes = b"") -> bytes:
    return b'<?xml version="1.0"?>' + before + b'<plist version="1.0">' + body + b"</plist>"


UUID_TEXT = b"<key>DBGOriginalUUID</key><string>C8374B6D-6E96-34D8-AE38-EFAA5FEC424F</string>"


def test_uuid_map() -> None:
    found = read_uuid_map(
        plist(b"<dict><key>DBGVersion</key><string>2</string>" + UUID_TEXT + b"</dict>")
    )
    assert found == DebugId("c8374b6d6e9634d8ae38efaa5fec424f")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"bplist00", id="binary"),
        pytest.param(b"<plist><dict>" + UUID_TEXT, id="cut"),
        pytest.param(plist(b""), id="nothing-in-it"),
        pytest.param(plist(b"<string>x</string>"), id="no-dictionary"),
        pytest.param(plist(b"<dict></dict>"), id="no-key"),
        pytest.param(
            plist(b"<dict><key>DBGOriginalUUID</key><string>zz</string></dict>"), id="no-uuid"
        ),
        pytest.param(
            plist(b"<dict><key>DBGOriginalUUID</key><integer>1</integer></dict>"), id="a-number"
        ),
        pytest.param(plist(b"<dict><key>a</key><date>soon</date></dict>"), id="no-date"),
        pytest.param(plist(b"<array><key>a</key></array>"), id="key-in-a-list"),
        pytest.param(plist(b"<key>a</key>"), id="key-in-nothing"),
        pytest.param(plist(b"<array>" * 50_000), id="very-deep"),
        pytest.param(
            plist(b"<string>&b;</string>", b'<!DOCTYPE a [<!ENTITY b "c">]>'), id="entities"
        ),
        pytest.param(
            plist(
                b"<string>&b;</string>", b'<!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]>'
            ),
            id="file-entity",
        ),
    ],
)
def test_no_uuid_map(data: bytes) -> None:
    with pytest.raises(BadObject):
        read_uuid_map(data)
