"""The second reader of maps against `symbolic`: real maps, random ones, damaged ones."""

import json
import random
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from inspector.objects.children.worker import Workers
from inspector.objects.errors import BadObject
from inspector.objects.scripts import sourcemap
from inspector.objects.scripts.sourcemap import SourceMapTable
from inspector.objects.scripts.table import PortableTable, source_text
from tests.js.maps import Segment, mappings
from tests.objects.comparison import mutations
from tests.objects.scripts.test_sourcemap import BAD_MAPS

ROOT = Path(__file__).resolve().parents[3]
HARBOR = ROOT / "tests" / "fixtures" / "harbor" / "js"
FOLDERS = [HARBOR, ROOT.parent / "shared" / "fixtures", ROOT.parent / "shared" / "conformance"]
MAPS = [
    path
    for folder in FOLDERS
    if folder.is_dir()
    for path in sorted(folder.rglob("*.map"))
    if "pe" not in path.parts
]
SCRIPT = b"function a(){b(()=>1)}\nvar c=class{d(){}};e.f={g(){}}\n"


@pytest.mark.symbolic
@pytest.mark.parametrize("path", MAPS, ids=lambda path: path.name)
def test_every_fixture(path: Path) -> None:
    """Each token, name and context at random positions."""
    script = path.with_suffix("")
    minified = script.read_bytes() if script.is_file() else b""
    first = SourceMapTable(minified, path.read_bytes())
    second = PortableTable(minified, path.read_bytes())
    lines = minified.split(b"\n") if minified else [b" " * 20_000]
    chosen = random.Random(4)
    for _ in range(800):
        line = chosen.randrange(len(lines))
        column = chosen.randrange(len(lines[line]) + 5)
        assert second.look_up(line + 1, column) == first.look_up(line + 1, column)


@st.composite
def plain_maps(draw: st.DrawFn) -> dict[str, Any]:
    """A map with at most one token at each position: of several, upstream takes any."""
    sources = draw(st.lists(st.sampled_from(["a", "b/c", "/d", "http://h/e", None]), min_size=1,
                            max_size=3, unique=True))  # fmt: skip
    names = [f"n{number}" for number in range(draw(st.integers(0, 3)))]
    lines: list[list[Segment]] = []
    for _ in range(draw(st.integers(1, 3))):
        columns = draw(st.sets(st.integers(0, 30), max_size=6))
        lines.append(
            [(column, *draw(_fields(len(sources), len(names)))) for column in sorted(columns)]
        )
    found: dict[str, Any] = {"version": 3, "sources": sources, "names": names}
    found["mappings"] = mappings(lines)
    if draw(st.booleans()):
        found["sourcesContent"] = [
            draw(st.sampled_from([None, "", "x", "a\nb\r\nc\nd"])) for _ in sources
        ]
    if draw(st.booleans()):
        found["sourceRoot"] = draw(st.sampled_from(["", "/", "r", "r/", None]))
    return found


def _fields(sources: int, names: int) -> st.SearchStrategy[tuple[int, ...]]:
    four = st.tuples(st.integers(0, sources - 1), st.integers(0, 4), st.integers(0, 9))
    options: list[st.SearchStrategy[tuple[int, ...]]] = [st.just(()), four]
    if names:
        options.append(st.tuples(four, st.integers(0, names - 1)).map(lambda t: (*t[0], t[1])))
    return st.one_of(options)


@st.composite
def index_maps(draw: st.DrawFn) -> dict[str, Any]:
    """Sections far enough from each other."""
    sections = []
    for number in range(draw(st.integers(0, 3))):
        inner = draw(st.one_of(plain_maps(), index_maps()) if number == 0 else plain_maps())
        offset = {"line": 12 * number, "column": draw(st.integers(0, 9))}
        sections.append({"offset": offset, "map": inner})
    return {"version": 3, "sections": draw(st.permutations(sections))}


POSITIONS = st.lists(st.tuples(st.integers(0, 40), st.integers(0, 45)), min_size=5, max_size=20)


@pytest.mark.symbolic
@settings(max_examples=200)
@given(
    st.one_of(plain_maps(), index_maps()), st.sampled_from([SCRIPT, b"", b"a=()=>{};("]), POSITIONS
)
def test_any_map(tree: dict[str, Any], script: bytes, positions: list[tuple[int, int]]) -> None:
    data = json.dumps(tree).encode()
    first, second = SourceMapTable(script, data), PortableTable(script, data)
    for position in positions:
        assert second.look_up(*position) == first.look_up(*position)


@pytest.mark.parametrize("content", BAD_MAPS)
def test_malformed(content: bytes) -> None:
    with pytest.raises(BadObject):
        PortableTable(b"", content)


SECTION = b'{"sections":[{"offset":{"line":0,"column":0},"map":'


@pytest.mark.parametrize(
    "content",
    [
        pytest.param(b"[" * 100_000, id="deep"),
        pytest.param(SECTION * 200 + b"{}" + b"}]}" * 200, id="deep-sections"),
        pytest.param(b'{"version":NaN}', id="no-json-number"),
        pytest.param(b'{"sources":"a"}', id="sources-text"),
        pytest.param(b'{"sources":[1]}', id="source-number"),
        pytest.param(b'{"mappings":"A\xc3\xa4AA","sources":["a"]}', id="no-base64"),
        pytest.param(b'{"mappings":"' + b"g" * 60 + b'A"}', id="long-number"),
        pytest.param(b'{"sections":[{"map":{}}]}', id="section-without-offset"),
    ],
)  # fmt: skip
def test_more_that_is_malformed(content: bytes) -> None:
    with pytest.raises(BadObject):
        PortableTable(b"", content)


@pytest.mark.symbolic
@pytest.mark.parametrize("name", ["dist/terser.js", "dist/indexed.js", "rn/dist.composed"])
def test_damaged(name: str) -> None:
    """Refused, or read as `symbolic` reads it; never anything else."""
    script = HARBOR / name
    minified = script.read_bytes() if script.suffix == ".js" else b""
    data = Path(f"{script}.map").read_bytes()
    for copy in mutations(data, 100):
        try:
            second = PortableTable(minified, copy)
        except BadObject:
            continue
        first = SourceMapTable(minified, copy)
        for column in range(1, 900, 40):
            found = second.look_up(1, column)
            assert found is None or found.line >= 1
            known = first.look_up(1, column)
            assert (found is None) == (known is None)


@pytest.mark.parametrize("column", [100, 150, 300])
def test_sources_are_written(column: int, tmp_path: Path) -> None:
    path = str(HARBOR / "dist/es.external.js.map")
    token = PortableTable.read("", path).look_up(1, column)
    assert token is not None
    text = source_text(Path(path).read_bytes(), 0, column - 1, token.source)
    assert text
    out = tmp_path / "out"
    sourcemap.write_source(path, 1, column, token.source, str(out))
    assert out.read_bytes() == text.encode()


def test_a_source_without_text(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INSPECTOR_READER", "portable")
    path = str(HARBOR / "dist/es.nocontent.js.map")
    with pytest.raises(BadObject, match="no text of this source"):
        sourcemap.write_source(path, 1, 150, "../src/dock.js", str(tmp_path / "out"))
    assert not (tmp_path / "out").exists()


@pytest.mark.symbolic
@pytest.mark.parametrize(("reader", "kind"), [("portable", PortableTable), ("", SourceMapTable)])
def test_which_reader_answers(reader: str, kind: type, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("INSPECTOR_READER", reader)
    path = str(HARBOR / "dist/terser.js")
    assert isinstance(sourcemap.read_table(path, f"{path}.map"), kind)


async def test_children_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    """Of the environment they see little; which reader is wanted is part of it."""
    monkeypatch.setenv("INSPECTOR_READER", "portable")
    tasks = {"which": "inspector.objects.scripts.sourcemap:is_portable"}
    async with Workers(1, 1 << 30, 20, tasks=tasks) as workers:
        assert await workers.run("which", {}, "a.js", bool) is True


def test_without_symbolic_the_second_reader_answers(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("INSPECTOR_READER", raising=False)
    monkeypatch.setattr("sys.path", [])
    path = str(HARBOR / "dist/terser.js")
    assert isinstance(sourcemap.read_table(path, f"{path}.map"), PortableTable)
