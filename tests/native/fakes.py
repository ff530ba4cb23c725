"""Sources and tables made of dictionaries: every outcome without a file, a server or a child."""

import json
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec

from inspector.fetch.caching.cache import OBJECTS, Kind
from inspector.fetch.caching.cached import NotCached
from inspector.fetch.remote import Found, RemoteFile, SentryFile
from inspector.fetch.waiting import step
from inspector.model.events import Tell, ignore
from inspector.model.outcome import NOT_FOUND, Miss
from inspector.model.places.sourcelinks import SourceText
from inspector.model.places.sources import HttpSource, Source
from inspector.native.access import Access
from inspector.native.finding.lookup import Place, Probe
from inspector.native.symbolicate import Answer, Surroundings, symbolicate
from inspector.native.wire import AddrMode, NativeRequest, from_tree
from inspector.objects.identify import ObjectInfo
from inspector.objects.references import References
from inspector.objects.second import Needs
from inspector.objects.symcache import Location

DEBUG = ObjectInfo(format="elf", has_debug_info=True, has_symbols=True, size=100)
SYMBOLS = ObjectInfo(format="elf", has_symbols=True, has_unwind_info=True, size=100)
NOTHING = ObjectInfo(format="pe", has_unwind_info=True, size=100)
PORTABLE = ObjectInfo(format="portablepdb", has_debug_info=True, size=100)
WINDOWS = ObjectInfo(format="pdb", has_debug_info=True, has_symbols=True, size=100)
BUNDLE = ObjectInfo(format="sourcebundle", has_sources=True, size=100)

WEB = HttpSource(id="web", url="https://h/")
OTHER = HttpSource(id="other", url="https://o/")


def place(line: int = 7, symbol: str = "main", entry: int = 0x10, **more: Any) -> Location:
    """A location as a symcache answers it."""
    return Location(symbol, entry, line, more.get("lang", "c"), more.get("path", "/src/a.c"))


class FakeTable:
    """A symcache or a Portable PDB, as wanted; also what knows source text."""

    def __init__(
        self,
        chains: Mapping[int, tuple[Location, ...]] | None = None,
        *,
        arch: str = "x86_64",
        methods: Mapping[tuple[int, int], tuple[str, int, str]] | None = None,
        texts: Mapping[str, SourceText] | None = None,
    ) -> None:
        self.arch = arch
        self._chains, self._methods, self._texts = chains or {}, methods or {}, texts or {}

    def lookup(self, rel: int, offset: int | None = None) -> Any:
        return self._chains.get(rel, ()) if offset is None else self._methods.get((rel, offset))

    def source_by_path(self, path: str) -> SourceText | None:
        return self._texts.get(path)


class FakeFiles:
    """Location -> the name of a file, or a miss; everything else is not found."""

    def __init__(self, files: Mapping[str, str | Miss], *, cached: bool = True) -> None:
        self._files, self._cached = files, cached
        self.asked: list[str] = []
        self.sent: list[RemoteFile] = []

    async def get(self, file: RemoteFile, kind: Kind = OBJECTS) -> Found | Miss:
        if not self._cached:
            raise NotCached(file.uri)
        self.asked.append(file.uri)
        self.sent.append(file)
        found = self._files.get(file.location, NOT_FOUND)
        return found if isinstance(found, Miss) else Found(found, found, cached=True)

    async def index(self, file: RemoteFile) -> frozenset[str]:
        return frozenset(self._files)

    async def sentry_files(
        self, file: RemoteFile, debug_id: str | None, code_id: str | None
    ) -> tuple[SentryFile, ...]:
        return ()


class FakeTables:
    """File name -> what is in it, and its table. A second reader has nothing to add."""

    portable = False

    def __init__(
        self,
        infos: Mapping[str, ObjectInfo | Sequence[ObjectInfo] | Miss],
        tables: Mapping[str, FakeTable | Miss],
    ) -> None:
        self._infos, self._tables = infos, tables

    async def identify(self, found: Found, file: str) -> Any:
        info = self._infos[found.path]
        return (info,) if isinstance(info, ObjectInfo) else info

    async def symcache(self, found: Found, info: ObjectInfo, file: str) -> Any:
        return self._tables.get(found.path, FakeTable())

    async def references(self, found: Found, info: ObjectInfo, file: str) -> References:
        return References(Needs(), adds=False)

    def second_kept(self, *_: object) -> dict[int, tuple[Location, ...]]:
        return {}

    async def second(
        self, found: Found, info: ObjectInfo, beside: object, addresses: list[int], file: str
    ) -> dict[int, tuple[Location, ...]]:
        return dict.fromkeys(addresses, ())

    portable_pdb = symcache
    source = symcache


class World:
    """Sources with files, and what the files hold."""

    def __init__(
        self,
        files: Mapping[str, str | Miss] | None = None,
        infos: Mapping[str, Any] | None = None,
        tables: Mapping[str, Any] | None = None,
        sources: Sequence[Source] = (WEB,),
    ) -> None:
        self.files = FakeFiles(files or {})
        self._tables = FakeTables(infos or {}, tables or {})
        self._sources = sources

    @property
    def access(self) -> Access:
        files: Any = self.files
        tables: Any = self._tables
        return Access(files=files, tables=tables, waits=False)

    def places(self, *, trusted: bool = False) -> tuple[Place, ...]:
        return tuple(Place(s, trusted=trusted, folder="/r", scope="global") for s in self._sources)

    def run(self, request: dict[str, Any], tell: Tell = ignore, *, strict: bool = False) -> Answer:
        """The answer to a request whose `sources` are those of this world."""
        around = Surroundings(
            places=self.places(),
            trusted=False,
            strict=strict,
            cached=self.access,
            live=None,
            tell=tell,
        )
        return step(symbolicate(from_tree(request), around))


def probe_of(info: ObjectInfo) -> Probe:
    """An object that was found."""
    file = RemoteFile(source=WEB, location="file")
    return Probe(file, Found("/file", "scope: global\n\nfile\n", cached=True), info)


def written(request: NativeRequest) -> bytes:
    """A request as JSON: what it does not say is left out."""

    def plain(value: object) -> object:
        return str(value) if isinstance(value, AddrMode) else int(value)  # type: ignore[call-overload]

    def without_nothing(value: Any) -> Any:
        if isinstance(value, dict):
            return {k: without_nothing(v) for k, v in value.items() if v is not None}
        return [without_nothing(v) for v in value] if isinstance(value, (list, tuple)) else value

    tree = msgspec.to_builtins(request, enc_hook=plain)
    return json.dumps(without_nothing(tree)).encode()
