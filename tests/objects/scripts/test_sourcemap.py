"""Positions of minified scripts, answered by the tables of the child process."""

import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.model.context import Context, Lines
from inspector.objects.errors import BadObject
from inspector.objects.scripts.sourcemap import SourceMaps, SourceMapTable, Token
from tests.js.maps import Segment, source_map

HARBOR = Path(__file__).resolve().parent.parent.parent / "fixtures" / "harbor" / "js"
TEXT = "one\ntwo\nthree\n"


def table(lines: list[list[Segment]], script: bytes = b"", **more: Any) -> SourceMapTable:
    return SourceMapTable(script, source_map(lines, **more))


def found(token: Token | None) -> tuple[str, int, int]:
    assert token is not None
    return token.source, token.line, token.column


@pytest.mark.symbolic
def test_a_token() -> None:
    script = b"function f(){throw 1}"
    token = table([[(0, 0, 0, 0), (13, 0, 1, 2, 1)]], script).look_up(1, 15)
    context = Context(("one",), "two", ("three",))
    assert token == Token("a.js", 2, 3, "beta", "f", True, context)


@pytest.mark.symbolic
@pytest.mark.parametrize(
    ("line", "column", "expected"),
    [
        pytest.param(1, 3, None, id="before-the-first"),
        pytest.param(1, 4, ("a.js", 1, 1), id="at-the-first"),
        pytest.param(1, 5, ("a.js", 1, 1), id="behind-it"),
        pytest.param(1, 6, ("a.js", 2, 1), id="at-the-second"),
        pytest.param(1, 9999, ("a.js", 2, 1), id="far-behind"),
        pytest.param(1, 0, None, id="column-0-is-the-first-column"),
        pytest.param(2, 1, None, id="line-without-tokens"),
        pytest.param(0, 4, None, id="line-0"),
        pytest.param(0xFFFF_FFFF, 0xFFFF_FFFF, None, id="largest"),
    ],
)
def test_positions(line: int, column: int, expected: tuple[str, int, int] | None) -> None:
    token = table([[(3, 0, 0, 0), (5, 0, 1, 0)]]).look_up(line, column)
    assert (found(token) if token else None) == expected


@pytest.mark.symbolic
def test_places_beyond_what_the_table_takes() -> None:
    """A damaged map names such places, and a chain of maps asks for them."""
    asked = table([[(0, 0, 0, 0)]])
    assert found(asked.look_up(1, 1 << 32)) == ("a.js", 1, 1)
    assert asked.look_up(1 << 32, 1) is None


@pytest.mark.symbolic
def test_unmapped_tokens_answer_nothing() -> None:
    tokens = table([[(0, 0, 0, 0), (4,), (8, 0, 1, 0)]])
    assert tokens.look_up(1, 5) is None
    assert found(tokens.look_up(1, 9)) == ("a.js", 2, 1)


@pytest.mark.symbolic
def test_equal_tokens_collapse_across_lines() -> None:
    tokens = table([[(0, 0, 0, 0)], [(0, 0, 0, 0), (1, 0, 0, 1)]])
    assert tokens.look_up(2, 1) is None
    assert found(tokens.look_up(2, 2)) == ("a.js", 1, 2)


@pytest.mark.symbolic
@pytest.mark.parametrize(
    ("contents", "has_content", "line"),
    [
        pytest.param([TEXT], True, "two", id="text"),
        pytest.param([""], True, None, id="empty"),
        pytest.param(["one line"], True, None, id="too-short"),
        pytest.param([None], False, None, id="null"),
        pytest.param([], False, None, id="fewer-than-sources"),
        pytest.param(None, False, None, id="absent"),
        pytest.param(["1\n" + "x" * 50_000], True, "x" * 140 + " {snip}", id="long-line"),
    ],
)
def test_contents(contents: Any, has_content: bool, line: str | None) -> None:
    token = table([[(0, 0, 1, 0)]], contents=contents).look_up(1, 1)
    assert token is not None
    assert token.has_content == has_content
    assert (token.context.line if token.context else None) == line


@pytest.mark.symbolic
def test_sources_of_the_same_name() -> None:
    lines: list[list[Segment]] = [[(0, 0, 0, 0), (2, 1, 0, 0)]]
    tokens = table(lines, sources=["a", "a"], contents=[None, "second"])
    first, second = tokens.look_up(1, 1), tokens.look_up(1, 3)
    assert first is not None
    assert not first.has_content
    assert second is not None
    assert second.context == Context((), "second", ())


@pytest.mark.symbolic
@pytest.mark.parametrize(
    ("root", "source", "expected"),
    [
        ("", "a.js", "a.js"),
        ("/", "a.js", "/a.js"),
        ("http://h/x", "../a.js", "http://h/x/../a.js"),
        ("r/", "a.js", "r/a.js"),
        ("r", "/a.js", "/a.js"),
        ("r", "webpack:///a.js", "r/webpack:///a.js"),
        ("r", "http://h/a.js", "http://h/a.js"),
        ("r", "", "r/"),
    ],
)
def test_source_roots(root: str, source: str, expected: str) -> None:
    token = table([[(0, 0, 0, 0)]], sources=[source], sourceRoot=root).look_up(1, 1)
    assert token is not None
    assert token.source == expected
    assert token.context is not None


@pytest.mark.symbolic
def test_a_source_without_name_has_content() -> None:
    token = table([[(0, 0, 0, 0)]], sources=[None]).look_up(1, 1)
    assert token is not None
    assert (token.source, token.has_content) == ("", True)


@pytest.mark.symbolic
def test_index_maps() -> None:
    def section(line: int, column: int, name: str) -> dict[str, Any]:
        lines: list[list[Segment]] = [[(0, 0, 0, 0)], [(0, 0, 1, 0)]]
        inner = json.loads(source_map(lines, [name], [TEXT]))
        return {"offset": {"line": line, "column": column}, "map": inner}

    whole = {"version": 3, "sections": [section(0, 0, "a.js"), section(1, 10, "b.js")]}
    tokens = SourceMapTable(b"", json.dumps(whole).encode())
    assert found(tokens.look_up(1, 1)) == ("a.js", 1, 1)
    assert found(tokens.look_up(2, 11)) == ("b.js", 1, 1)
    assert found(tokens.look_up(3, 1)) == ("b.js", 2, 1)
    token = tokens.look_up(3, 1)
    assert token is not None
    assert token.context is not None


BAD_MAPS = [
    pytest.param(b"", id="empty"),
    pytest.param(b"[]", id="array"),
    pytest.param(b"\xef\xbb\xbf{}", id="byte-order-mark"),
    pytest.param(b'{"version":"3"}', id="version-text"),
    pytest.param(b'{"mappings":"","mappings":""}', id="key-twice"),
    pytest.param(b'{"names":["\\ud800"]}', id="lone-surrogate"),
    pytest.param(b'{"debugId":"x","mappings":""}', id="debug-id"),
    pytest.param(b'{"sources":["a"],"names":[],"mappings":"AA"}', id="two-fields"),
    pytest.param(b'{"sources":["a"],"names":[],"mappings":"AAA"}', id="three-fields"),
    pytest.param(b'{"sources":["a"],"names":["b"],"mappings":"AAAAAA"}', id="six-fields"),
    pytest.param(b'{"sources":[],"names":[],"mappings":"AAAA"}', id="source-index"),
    pytest.param(b'{"sources":["a"],"names":[],"mappings":"AAAAA"}', id="name-index"),
    pytest.param(b'{"sources":["a"],"names":[],"mappings":"AAAg"}', id="leftover-bits"),
    pytest.param(b'{"sections":[{"offset":{"line":0,"column":0},"url":"u"}]}', id="section-url"),
    pytest.param(b")]}'", id="guard-without-line-feed"),
    pytest.param(b")]}'\r{}", id="guard-with-lone-return"),
]


@pytest.mark.symbolic
@given(st.text("ab\n\r\x0b\u2028ü🚢", max_size=40), st.integers(0, 12), st.integers(0, 400))
def test_both_ways_to_the_lines_agree(text: str, line: int, column: int) -> None:
    """What the token brings along is what its whole source says."""
    long = text.replace("b", "long ü " * 40)
    quick = table([[(0, 0, line, column)]], contents=[long]).look_up(1, 1)
    assert quick is not None
    assert quick.has_content
    assert quick.context == Lines(long).around(line + 1, column + 1)


@pytest.mark.symbolic
@pytest.mark.parametrize("content", BAD_MAPS)
def test_malformed(content: bytes) -> None:
    with pytest.raises(BadObject):
        SourceMapTable(b"", content)


@pytest.mark.symbolic
@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"{}", id="nothing"),
        pytest.param(b'{"mappings":null}', id="null-mappings"),
        pytest.param(b')]}\'\n{"mappings":""}', id="guard"),
        pytest.param(b"  {}", id="spaces"),
        pytest.param(b'{"version":7,"names":null,"mappings":"A","sources":[]}', id="version-7"),
    ],
)
def test_maps_without_a_mapped_token(content: bytes) -> None:
    assert SourceMapTable(b"f()", content).look_up(1, 1) is None


@pytest.mark.symbolic
def test_a_script_that_is_no_javascript() -> None:
    token = table([[(0, 0, 0, 0)]], b"<html>(((").look_up(1, 1)
    assert token is not None
    assert token.function == "<unknown>"


def read(name: str) -> bytes:
    return (HARBOR / name).read_bytes()


@pytest.mark.symbolic
@pytest.mark.parametrize(
    ("script", "map_", "position", "expected", "function", "line"),
    [
        pytest.param(
            "dist/es.external.js", "dist/es.external.js.map", (1, 300),
            ("../src/dock.js", 16, 44), "<anonymous>", "    const sum = liftAll(crates",
            id="esbuild",
        ),
        pytest.param(
            "dist/terser.js", "dist/terser.js.map", (1, 200),
            ("../src/dock.js", 10, 12), "get Dock.label", "    return `dock ${this.name}`;",
            id="terser",
        ),
        pytest.param(
            "", "rn/dist.composed.map", (1, 2566),
            ("/build/harbor/rn/app/dock.js", 21, 22), "Dock#note", "    const entry =",
            id="hermes",
        ),
        pytest.param(
            "dist/indexed.js", "dist/indexed.js.map", (1, 200),
            ("../src/dock.js", 10, 12), "get Dock.label", "    return `dock",
            id="index-map",
        ),
    ],
)  # fmt: skip
def test_real_bundlers(
    script: str,
    map_: str,
    position: tuple[int, int],
    expected: tuple[str, int, int],
    function: str,
    line: str,
) -> None:
    token = SourceMapTable(read(script) if script else b"", read(map_)).look_up(*position)
    assert found(token) == expected
    assert token is not None
    assert token.function == function
    assert token.context is not None
    assert token.context.line.startswith(line)


@pytest.mark.symbolic
@pytest.mark.parametrize(
    ("script", "map_", "position", "expected", "function"),
    [
        pytest.param(
            None,
            "hermes-metro/react-native-hermes.map",
            (1, 11940),
            ("module.js", 2, 11),
            "foo",
            id="hermes",
        ),
        pytest.param("nofiles.js", "nofiles.js.map", (1, 39), ("", 3, 9), "add", id="no-files"),
    ],
)
def test_upstream_files(
    shared: Path,
    script: str | None,
    map_: str,
    position: tuple[int, int],
    expected: tuple[str, int, int],
    function: str,
) -> None:
    folder = shared / "fixtures/upstream/symbolic/sourcemapcache"
    minified = (folder / script).read_bytes() if script else b""
    token = SourceMapTable(minified, (folder / map_).read_bytes()).look_up(*position)
    assert found(token) == expected
    assert token is not None
    assert token.function == function
    assert token.context is not None


@given(st.lists(st.tuples(st.integers(0, 3), st.integers(0, 600)), max_size=30))
def test_a_batch_equals_one_by_one(positions: list[tuple[int, int]]) -> None:
    paths = str(HARBOR / "dist/rollup.js"), str(HARBOR / "dist/rollup.js.map")
    batch = SourceMaps()("k", *paths, positions)
    alone = SourceMaps()
    assert batch == tuple(alone("k", *paths, [position])[0] for position in positions)


def test_tables_are_kept_by_key(tmp_path: Path) -> None:
    path = tmp_path / "a.map"
    path.write_bytes(source_map([[(0, 0, 0, 0)]]))
    maps = SourceMaps()
    first = maps("k", "", str(path), [(1, 1)])
    path.unlink()
    assert maps("k", "", str(path), [(1, 1)]) == first
    with pytest.raises(FileNotFoundError):
        maps("other", "", str(path), [(1, 1)])


def test_tables_over_the_budget_are_dropped(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("inspector.objects.scripts.sourcemap._BUDGET", 1)
    path = tmp_path / "a.map"
    path.write_bytes(source_map([[(0, 0, 0, 0)]]))
    maps = SourceMaps()
    maps("a", "", str(path), [])
    maps("b", "", str(path), [])
    path.unlink()
    maps("b", "", str(path), [])
    with pytest.raises(FileNotFoundError):
        maps("a", "", str(path), [])
