"""Tables in a real cache, made by real child processes."""

import asyncio
import gc
from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from inspector.fetch.caching.cache import OBJECT_META, PPDB_CACHES, SYMCACHES, Cache
from inspector.fetch.caching.cached import NotCached
from inspector.fetch.remote import Found
from inspector.fetch.waiting import step
from inspector.model.events import Event, ParseEnded, ParseStarted
from inspector.model.outcome import NOT_FOUND, Miss, Why
from inspector.native.tables import Tables
from inspector.objects.children.worker import Workers
from inspector.objects.dotnet.portable_pdb import PortablePdb
from inspector.objects.identify import ObjectInfo
from inspector.objects.symcache import SymCache
from tests.harbor import HARBOR

FAT = "macho/harbor.fat.dSYM/Contents/Resources/DWARF/harbor.fat"


def found(name: str) -> Found:
    path = str(HARBOR / name)
    return Found(path, f"scope: global\n\nlocation: {name}\n", cached=True)


class Bench:
    """A cache, and what its tables have children do."""

    def __init__(self, root: Path) -> None:
        self.cache = Cache(str(root))
        self.events: list[Event] = []
        self.workers = Workers(2, 1 << 30, 20, self.events.append)
        self.tables = Tables(self.cache, self.workers)

    @property
    def kept(self) -> Tables:
        """Only what is on disk."""
        return Tables(self.cache, None)

    def parsed(self) -> list[str]:
        """The tasks of all children so far."""
        return [event.task for event in self.events if isinstance(event, ParseStarted)]

    async def symcache(self, name: str = "elf/sep.debug") -> SymCache:
        (info,) = await self.identified(name)
        table = await self.tables.symcache(found(name), info, name)
        assert isinstance(table, SymCache)
        return table

    async def identified(self, name: str) -> tuple[ObjectInfo, ...]:
        infos = await self.tables.identify(found(name), name)
        assert not isinstance(infos, Miss)
        return infos


@pytest.fixture
async def bench(tmp_path: Path) -> AsyncIterator[Bench]:
    one = Bench(tmp_path / "cache")
    async with one.workers:
        yield one


@pytest.mark.symbolic("only it makes symcaches")
async def test_made_once_and_kept(bench: Bench) -> None:
    first = await bench.symcache()
    assert bench.parsed() == ["identify", "symcache"]
    again = await bench.symcache()
    assert bench.parsed() == ["identify", "symcache"]
    assert first.lookup(0x1290) == again.lookup(0x1290) != ()

    infos = step(bench.kept.identify(found("elf/sep.debug"), "x"))
    assert not isinstance(infos, Miss)
    kept = step(bench.kept.symcache(found("elf/sep.debug"), infos[0], "x"))
    assert isinstance(kept, SymCache)
    assert kept.lookup(0x1290) == first.lookup(0x1290)


def test_without_workers_nothing_is_made(tmp_path: Path) -> None:
    tables = Tables(Cache(str(tmp_path)), None)
    info = ObjectInfo(format="elf", size=1)
    with pytest.raises(NotCached):
        step(tables.identify(found("elf/sep.debug"), "x"))
    with pytest.raises(NotCached):
        step(tables.symcache(found("elf/sep.debug"), info, "x"))
    assert not list(tmp_path.rglob("*.*"))


@pytest.mark.symbolic("only it makes symcaches")
async def test_one_maker_for_many_askers(bench: Bench) -> None:
    (info,) = await bench.identified("elf/sep.debug")
    tables = await asyncio.gather(
        *(bench.tables.symcache(found("elf/sep.debug"), info, "x") for _ in range(5))
    )
    assert all(isinstance(table, SymCache) for table in tables)
    assert bench.parsed() == ["identify", "symcache"]


async def test_no_lock_stays_of_what_was_made(bench: Bench) -> None:
    """A service sees new files as long as it lives."""
    await bench.identified("elf/sep.debug")
    gc.collect()
    assert not bench.tables._making


async def test_different_files_are_read_at_once(bench: Bench) -> None:
    names = ["elf/sep.debug", "elf/aarch64"]
    await asyncio.gather(*(bench.tables.identify(found(name), name) for name in names))
    kinds = [type(event) for event in bench.events]
    assert kinds == [ParseStarted, ParseStarted, ParseEnded, ParseEnded]


@pytest.mark.symbolic("only it makes symcaches")
async def test_an_asker_takes_over_from_one_that_was_cancelled(bench: Bench) -> None:
    (info,) = await bench.identified("elf/sep.debug")
    asking = [
        asyncio.create_task(bench.tables.symcache(found("elf/sep.debug"), info, "x"))
        for _ in range(2)
    ]
    await asyncio.sleep(0)
    asking[0].cancel()
    assert isinstance(await asking[1], SymCache)
    with pytest.raises(asyncio.CancelledError):
        await asking[0]


@pytest.mark.symbolic("only it makes symcaches")
async def test_slices_of_a_fat_file_have_tables_of_their_own(bench: Bench) -> None:
    infos = await bench.identified(FAT)
    tables = [await bench.tables.symcache(found(FAT), info, "x") for info in infos]
    assert [table.arch for table in tables if isinstance(table, SymCache)] == ["x86_64", "arm64"]
    assert bench.parsed() == ["identify", "symcache", "symcache"]


async def test_a_miss_is_kept(bench: Bench, tmp_path: Path) -> None:
    (tmp_path / "garbage").write_bytes(b"not an object file at all")
    garbage = Found(str(tmp_path / "garbage"), "scope: global\n\ngarbage\n", cached=True)
    for tables in (bench.tables, bench.tables, bench.kept):
        miss = await tables.identify(garbage, "x")
        assert isinstance(miss, Miss)
        assert miss.why is Why.MALFORMED
    assert bench.parsed() == ["identify"]


async def test_a_failure_of_ours_is_not_kept(bench: Bench, tmp_path: Path) -> None:
    """The file went away between finding and reading it: that says nothing about it."""
    gone = Found(str(tmp_path / "gone"), "scope: global\n\ngone\n", cached=True)
    miss = await bench.tables.identify(gone, "x")
    assert isinstance(miss, Miss)
    assert miss.why is Why.INTERNAL
    with pytest.raises(NotCached):
        await bench.kept.identify(gone, "x")


@pytest.mark.symbolic("only it makes symcaches")
@pytest.mark.parametrize("left", [b"\0" * 40, b"SYMC"], ids=["zeros", "four-bytes"])
async def test_a_damaged_table_is_made_again(bench: Bench, left: bytes) -> None:
    await bench.symcache()
    Path(bench.cache.path(SYMCACHES, found("elf/sep.debug").key)).write_bytes(left)
    with pytest.raises(NotCached):
        await bench.kept.symcache(found("elf/sep.debug"), ObjectInfo(size=1), "x")
    assert (await bench.symcache()).lookup(0x1290)
    assert bench.parsed() == ["identify", "symcache", "symcache"]


@pytest.mark.parametrize("left", [b"[]x", b'[{"size":"x"}]'], ids=["syntax", "shape"])
async def test_damaged_facts_are_found_again(bench: Bench, left: bytes) -> None:
    before = await bench.identified("elf/sep.debug")
    key = found("elf/sep.debug").key + ("reader: second\n" if bench.tables.portable else "")
    Path(bench.cache.path(OBJECT_META, key)).write_bytes(left)
    assert await bench.identified("elf/sep.debug") == before
    assert bench.parsed() == ["identify", "identify"]


async def test_a_portable_pdb(bench: Bench) -> None:
    name = "dotnet/out/Quay.pdb"
    (info,) = await bench.identified(name)
    table = await bench.tables.portable_pdb(found(name), info, name)
    assert isinstance(table, PortablePdb)
    assert table.lookup(5, 6) == ("/build/quay/Quay.cs", 19, "csharp")
    table.close()
    assert isinstance(bench.cache.find(PPDB_CACHES, found(name).key), str)


async def test_sources_of_a_bundle(bench: Bench) -> None:
    name = "bundle/clang-dwarf5.src.zip"
    (info,) = await bench.identified(name)
    source = await bench.tables.source(found(name), info, name)
    assert not isinstance(source, Miss)
    text = source.source_by_path("/build/harbor/crane.c")
    assert text is not None
    assert text.text
    assert bench.parsed() == ["identify"]


async def test_sources_of_a_damaged_bundle(bench: Bench, tmp_path: Path) -> None:
    path = tmp_path / "bundle"
    path.write_bytes((HARBOR / "bundle/clang-dwarf5.src.zip").read_bytes()[:-30])
    info = ObjectInfo(format="sourcebundle", has_sources=True, size=1)
    miss = await bench.tables.source(Found(str(path), "k", cached=True), info, "x")
    assert isinstance(miss, Miss)
    assert miss.why is Why.MALFORMED


async def test_other_objects_have_no_sources(bench: Bench) -> None:
    info = ObjectInfo(format="elf", has_debug_info=True, size=1)
    assert await bench.tables.source(found("elf/sep.debug"), info, "x") == NOT_FOUND
