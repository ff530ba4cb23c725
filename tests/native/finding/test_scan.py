"""Folders searched by what their files hold, with real parsers."""

import asyncio
import json
import os
import shutil
from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import pytest

from inspector.engine import Engine, load
from inspector.fetch.caching.cache import Cache
from inspector.fetch.caching.cached import CachedFiles, NotCached
from inspector.fetch.scan import Entry, Ids
from inspector.model.events import Event, Note, ParseStarted
from inspector.model.ids import DebugId, ObjectId
from inspector.model.outcome import Miss
from inspector.model.places.sources import FilesystemSource, FileType, Filters, Layout, is_scanned
from inspector.native.finding.lookup import Place
from inspector.native.finding.scan import Index, Scans, batches
from inspector.objects.children.worker import Workers
from inspector.settings import Settings
from tests.harbor import HARBOR, Build
from tests.harbor_builds import BUILDS

UUID = "dfb8e43af2423d73a453aeb6a777ef75"
OTHER = UUID[::-1]
ALL: tuple[FileType, ...] = ("elf_code", "breakpad", "pdb", "pe", "elf_debug")

MATCHES = [
    pytest.param(Ids("elf", UUID), ObjectId(debug_id=DebugId(UUID)), True, id="debug-id"),
    pytest.param(Ids("elf", UUID), ObjectId(debug_id=DebugId(OTHER)), False, id="another"),
    pytest.param(Ids("pdb", f"{UUID}2"), ObjectId(debug_id=DebugId(UUID, 1)), True, id="younger"),
    pytest.param(Ids("pdb", f"{UUID}1"), ObjectId(debug_id=DebugId(UUID, 2)), False, id="older"),
    pytest.param(Ids("elf", OTHER, "AB12"), ObjectId(code_id="ab12"), True, id="code-id"),
    pytest.param(
        Ids("elf", OTHER, "ab12"),
        ObjectId(code_id="ab12", debug_id=DebugId(UUID)),
        True,
        id="build-id-with-another-debug-id",
    ),
    pytest.param(
        Ids("pe", OTHER, "ab12"),
        ObjectId(code_id="ab12", debug_id=DebugId(UUID)),
        False,
        id="time-stamp-with-another-debug-id",
    ),
    pytest.param(Ids("pe", OTHER, "ab12"), ObjectId(code_id="ab12"), True, id="time-stamp"),
    pytest.param(Ids("macho", UUID), ObjectId(debug_id=DebugId(UUID)), False, id="type-not-asked"),
    pytest.param(Ids("elf", "0" * 32), ObjectId(debug_id=DebugId("0" * 32)), False, id="no-id"),
    pytest.param(Ids("elf", UUID, ""), ObjectId(), False, id="nothing-wanted"),
]


@pytest.mark.parametrize(("ids", "wanted", "found"), MATCHES)
def test_matching(ids: Ids, wanted: ObjectId, found: bool) -> None:
    index = Index([Entry("a", 1, 1, (ids,))])
    assert index.find(ALL, wanted) == (["a"] if found else [])


def test_the_order_is_that_of_the_types() -> None:
    entries = [
        Entry("z", 1, 1, (Ids("elf", UUID),)),
        Entry("a", 1, 1, (Ids("breakpad", UUID),)),
        Entry("c", 1, 1, (Ids("elf", UUID, None, "m/n"),)),
        Entry("b", 1, 1, (Ids("pdb", UUID), Ids("pdb", UUID))),
    ]
    wanted = ObjectId(debug_id=DebugId(UUID))
    assert Index(entries).find(ALL, wanted) == ["c!/m/n", "z", "a", "b"]
    assert Index(entries).find(("pdb",), wanted) == ["b"]


@pytest.mark.parametrize(
    ("sizes", "expected"),
    [
        pytest.param([], [], id="none"),
        pytest.param([1] * 300, [128, 128, 44], id="many-small"),
        pytest.param([1, 1 << 40, 1], [1, 1, 1], id="a-large-one"),
        pytest.param([40 << 20] * 3, [1, 1, 1], id="large-ones"),
    ],
)
def test_batches(sizes: list[int], expected: list[int]) -> None:
    entries = [Entry(str(number), size, 1) for number, size in enumerate(sizes)]
    cut = batches(entries)
    assert [len(batch) for batch in cut] == expected
    assert [entry for batch in cut for entry in batch] == entries


class Tree:
    """A folder to scan, and who scans it."""

    def __init__(self, folder: Path, workers: Workers) -> None:
        self.root = folder / "tree"
        self.root.mkdir()
        self.cache = Cache(str(folder / "cache"))
        self.workers, self.events = workers, list[Event]()

    def add(self, location: str, fixture: str = "elf/gcc-dwarf5") -> Path:
        path = self.root / location
        path.parent.mkdir(parents=True, exist_ok=True)
        return Path(shutil.copyfile(HARBOR / fixture, path))

    def place(self, *, trusted: bool = True, **more: Any) -> Place:
        source = FilesystemSource(id="t", path="tree", layout=Layout(type="scan"), **more)
        return Place(source, trusted=trusted, folder=str(self.root.parent), scope="global")

    async def find(self, wanted: ObjectId, *, live: bool = True, **more: Any) -> list[str]:
        scans = Scans(self.cache, self.workers if live else None, self.events.append)
        return await scans.locations(self.place(**more), ALL, wanted)

    def notes(self) -> list[str]:
        notes = [event.text for event in self.events if isinstance(event, Note)]
        self.events.clear()
        return notes


@pytest.fixture
async def tree(tmp_path: Path) -> AsyncIterator[Tree]:
    async with Workers(1, 4 << 30, 30.0) as workers:
        yield Tree(tmp_path, workers)


def build(name: str) -> Build:
    return next(build for build in BUILDS if build.name == name)


GCC = ObjectId("elf", code_id=build("elf-gcc-dwarf5").module["code_id"])


async def test_only_what_is_new_is_looked_at(tree: Tree) -> None:
    tree.add("a/x")
    (tree.root / "readme").write_text("no object", encoding="utf-8")
    with pytest.raises(NotCached):
        await tree.find(GCC, live=False)
    assert await tree.find(GCC) == ["a/x"]
    first, last = tree.notes()
    assert first == f"looking into 2 files in {tree.root}"
    assert last.startswith(f"found 1 objects in 2 files in {tree.root} (")
    assert await tree.find(GCC, live=False) == ["a/x"]
    assert await tree.find(GCC) == ["a/x"]
    assert tree.notes() == []
    tree.add("b")
    assert await tree.find(GCC) == ["a/x", "b"]
    assert tree.notes()[0].startswith("looking into 1 files")


async def test_a_file_that_changes_or_goes_is_noticed(tree: Tree) -> None:
    path = tree.add("a")
    assert await tree.find(GCC) == ["a"]
    tree.add("a", "elf/clang-dwarf5")
    assert await tree.find(GCC) == []
    tree.add("a")
    os.utime(path, ns=(1, 1))
    assert await tree.find(GCC) == ["a"]
    path.unlink()
    assert await tree.find(GCC, live=False) == []
    assert await tree.find(GCC) == []


async def test_one_run_looks_once(tree: Tree) -> None:
    tree.add("a")
    scans = Scans(tree.cache, tree.workers, tree.events.append)
    every = [scans.locations(tree.place(), ALL, GCC) for _ in range(20)]
    assert await asyncio.gather(*every) == [["a"]] * 20
    assert len(tree.notes()) == 2


async def test_filters_hold(tree: Tree) -> None:
    tree.add("a")
    assert await tree.find(GCC, filters=Filters(filetypes=("pdb",))) == []
    assert await tree.find(GCC, filters=Filters(filetypes=("elf_code",))) == ["a"]
    assert await tree.find(GCC, filters=Filters(requires_checksum=True)) == []


async def test_nobody_vouches(tree: Tree, tmp_path: Path) -> None:
    """Then links lead nowhere, and the folder has to be below that of the request."""
    secret = tmp_path / "secret"
    shutil.copyfile(HARBOR / "elf/gcc-dwarf5", secret)
    (tree.root / "link").symlink_to(secret)
    assert await tree.find(GCC, trusted=False) == []
    assert await tree.find(GCC, trusted=True) == ["link"]
    place = tree.place(trusted=False)
    outside = Place(place.source, trusted=False, folder=str(tmp_path / "sub"), scope="global")
    (tmp_path / "sub").mkdir()
    (tmp_path / "sub" / "tree").symlink_to(tree.root)
    tree.add("b")
    assert await Scans(tree.cache, tree.workers).locations(outside, ALL, GCC) == []
    assert await tree.find(GCC, trusted=False) == ["b"]


async def test_a_file_that_ends_the_parser_spares_the_others(tmp_path: Path) -> None:
    tasks = {"scan": "tests.native.fragile:scan"}
    async with Workers(1, 4 << 30, 30.0, tasks=tasks) as workers:
        tree = Tree(tmp_path, workers)
        for name in ("a", "b", "deadly", "z"):
            tree.add(name)
        assert await tree.find(GCC) == ["a", "b", "z"]
        assert await tree.find(GCC, live=False) == ["a", "b", "z"]


async def test_members_of_zip_files(tree: Tree) -> None:
    with ZipFile(tree.root / "symbols", "w") as archive:
        archive.write(HARBOR / "elf/gcc-dwarf5", "deep/x!/y")
    (location,) = await tree.find(GCC)
    assert location == "symbols!/deep/x!/y"
    file = tree.place().file(location)
    files = CachedFiles(tree.cache)
    with pytest.raises(NotCached):
        await Scans(tree.cache, None).member(file, files)
    fresh = await Scans(tree.cache, tree.workers).member(file, files)
    known = await Scans(tree.cache, None).member(file, files)
    assert not isinstance(fresh, Miss)
    assert not isinstance(known, Miss)
    assert fresh.path == known.path
    content = Path(known.path).read_bytes()
    assert content == (HARBOR / "elf/gcc-dwarf5").read_bytes()


SAME = [
    "elf-gcc-dwarf5", "elf-aarch64", "elf-separate", "macho-arm64", "macho-fat-x86_64",
    "pe-x86_64", "breakpad-aarch64", "wasm-harbor5", "dotnet-portable",
]  # fmt: skip


@pytest.mark.parametrize("name", SAME)
async def test_the_answer_is_that_of_a_proper_layout(name: str, tmp_path: Path) -> None:
    """The same files under names that say nothing, in folders and in a zip file."""
    chosen = build(name)
    answers = []
    for where in ("symbols", "loose", "zipped"):
        request = chosen.request(candidates=False)
        request["sources"][0]["path"] = where if where != "symbols" else f"symbols/{name}"
        if where != "symbols":
            request["sources"][0]["layout"] = {"type": "scan"}
        body = tmp_path / f"{where}.json"
        body.write_text(json.dumps(request), encoding="utf-8")
        answers.append(body)
    chosen.lay_out(tmp_path)
    _lay_out(chosen, tmp_path)
    async with Engine(Settings(cache_dir=str(tmp_path / "cache"))) as engine:
        proper, loose, zipped = [
            (await engine.symbolicate(load(str(body)))).response_json() for body in answers
        ]
        assert loose == zipped == proper
        assert b'"status":"symbolicated"' in proper
        events: list[Event] = []
        again = await engine.symbolicate(load(str(answers[2])), events.append)
        warm = engine.cached(load(str(answers[2])))
    assert warm is not None
    assert warm.response_json() == again.response_json() == proper
    assert not [event for event in events if isinstance(event, ParseStarted | Note)]


def _lay_out(chosen: Build, folder: Path) -> None:
    loose, zipped = folder / "loose", folder / "zipped"
    zipped.mkdir()
    with ZipFile(zipped / "all", "w") as archive:
        for number, fixture in enumerate(chosen.files.values()):
            path = loose / f"folder{number}" / "file"
            path.parent.mkdir(parents=True)
            shutil.copyfile(HARBOR / fixture, path)
            archive.write(HARBOR / fixture, f"m{number}")


async def test_strict_asks_no_scanned_folder(tmp_path: Path) -> None:
    chosen = build("elf-gcc-dwarf5")
    _lay_out(chosen, tmp_path)
    request = chosen.request()
    del request["sources"]
    body = tmp_path / "body.json"
    body.write_text(json.dumps(request), encoding="utf-8")
    source = FilesystemSource(id="s", path=str(tmp_path / "loose"), layout=Layout(type="scan"))
    assert is_scanned(source)
    settings = Settings(cache_dir=str(tmp_path / "cache"), sources=(source,))
    async with Engine(settings) as engine:
        found = await engine.symbolicate(load(str(body)))
        strict = await engine.symbolicate(load(str(body), strict=True))
    assert b'"debug_status":"found"' in found.response_json()
    assert b'"debug_status":"missing"' in strict.response_json()


async def test_two_sources_with_one_id_are_told(tmp_path: Path) -> None:
    chosen = build("elf-gcc-dwarf5")
    request = chosen.request()
    request["sources"] *= 2
    body = tmp_path / "body.json"
    body.write_text(json.dumps(request), encoding="utf-8")
    events: list[Event] = []
    async with Engine(Settings(cache_dir=str(tmp_path / "cache"))) as engine:
        await engine.symbolicate(load(str(body)), events.append)
    notes = [event.text for event in events if isinstance(event, Note)]
    assert notes == ["several sources are called 'harbor': their candidates look alike"]
