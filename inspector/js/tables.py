"""A found file -> what it says and what it answers, asked of a child process and kept on disk.

Scripts and maps are never read here, whatever their size: the child that has read one answers
all positions of a request in one call, and the answers are kept for the next run.
"""

from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping
from copy import copy
from hashlib import sha256
from typing import TYPE_CHECKING, Any, TypeVar

import msgspec
from msgspec import Struct

from inspector.fetch.caching.cache import SOURCEMAP_CACHES
from inspector.fetch.caching.cached import NotCached
from inspector.fetch.remote import Found
from inspector.model.context import Context
from inspector.model.outcome import Miss, Why
from inspector.objects.readers import is_portable
from inspector.objects.scripts.build_folder import BuildFolder
from inspector.objects.scripts.script import ScriptAnswer, ScriptInfo
from inspector.objects.scripts.sourcemap import Answers, Token

if TYPE_CHECKING:
    from inspector.fetch.caching.cache import Cache
    from inspector.objects.bundle import Bundle
    from inspector.objects.children.worker import Workers

T = TypeVar("T")
Position = tuple[int, int]
"""Line and column, both 1-based; column 0 where a request has none."""

_MOST_KEPT = 4_000  # answers in one file, unless a single request asks for more


class Text(Struct, frozen=True):
    """A script, a map or a source that was found, and the lines around what was asked for."""

    found: Found
    info: ScriptInfo
    contexts: Mapping[Position, Context | None] = {}


EMPTY_TEXT = Text(Found("", "", cached=True), ScriptInfo(digest="", size=0))
"""A script without text: what stands for a Hermes bundle, whose map says all."""


class _KeptScript(Struct, frozen=True):
    info: ScriptInfo
    rows: tuple[tuple[int, int, Context | None], ...]


class _KeptTokens(Struct, frozen=True):
    rows: tuple[tuple[int, int, Token | None], ...]


_SCRIPT = msgspec.json.Decoder(_KeptScript)
_FOLDER = msgspec.json.Decoder(BuildFolder)
_TOKENS = msgspec.json.Decoder(_KeptTokens)


class Tables:
    """Answers of one engine. Without `workers`, only those that are on disk: else NotCached."""

    def __init__(self, cache: "Cache", workers: "Workers | None") -> None:
        self._cache, self.workers = cache, workers
        self.portable = is_portable()
        """Whether the second reader of maps answers instead of `symbolic`."""
        # They differ in details, so neither takes the other's answers for its own.
        self._reader = "reader: second\n" if self.portable else ""

    def asking(self, workers: "Workers") -> "Tables":
        """The same, with children to ask for what is not on disk."""
        mine = copy(self)
        mine.workers = workers
        return mine

    async def text(
        self, found: Found, label: str, positions: Iterable[Position] = ()
    ) -> Text | Miss:
        """What a file says, and the lines around `positions`. A Miss if it is no text."""
        content = self._content(found)
        key = f"{content}\ntext\n"
        kept = self._kept(key, _SCRIPT)
        if isinstance(kept, Miss):
            return kept
        known = {(line, col): context for line, col, context in kept.rows} if kept else {}
        asked = dict.fromkeys(positions)
        missing = [position for position in asked if position not in known]
        if kept is not None and not missing:
            return Text(found, kept.info, known)
        arguments = {"key": content, "path": found.path, "positions": missing}
        answer = await self._ask("script", arguments, label, ScriptAnswer, content)
        if isinstance(answer, Miss):
            self._keep_miss(key, answer)
            return answer
        known |= zip(missing, answer.contexts, strict=True)
        rows = tuple((line, col, context) for (line, col), context in _worth_keeping(known, asked))
        self._keep(key, _KeptScript(answer.info, rows))
        return Text(found, answer.info, known)

    async def tokens(
        self, pair: tuple[Text, Text], scope: str, positions: Iterable[Position], label: str
    ) -> Mapping[Position, Token | None] | Miss:
        """What a script and its map say about `positions`. A Miss if the map is malformed."""
        script, source_map = pair
        digests = f"source:\n{script.info.digest}\nsourcemap:\n{source_map.info.digest}\n"
        key = f"scope: {scope}\n\n{digests}{self._reader}"
        kept = self._kept(key, _TOKENS)
        if isinstance(kept, Miss):
            return kept
        known = {(line, col): token for line, col, token in kept.rows} if kept else {}
        asked = dict.fromkeys(positions)
        missing = [position for position in asked if position not in known]
        if kept is not None and not missing:
            return known
        arguments = {
            "key": digests,
            "minified": script.found.path,
            "source_map": source_map.found.path,
            "positions": missing,
        }
        answer = await self._ask("sourcemap", arguments, label, Answers, digests)
        if isinstance(answer, Miss):
            self._keep_miss(key, answer)
            return answer
        known |= zip(missing, answer, strict=True)
        rows = tuple((line, col, token) for (line, col), token in _worth_keeping(known, asked))
        self._keep(key, _KeptTokens(rows))
        return known

    async def embedded_map(self, script: Text, url: str, label: str) -> Text | Miss:
        """The map in a data URL: in `url`, else in the comment of `script`."""

        def write(out: str) -> Awaitable[Any]:
            arguments = {"path": script.found.path, "url": url, "out_path": out}
            return self._ask("embedded_map", arguments, label, None)

        content = self._content(script.found)
        found = await self._written(f"{content}\nembedded map: {url}\n", write)
        return found if isinstance(found, Miss) else await self.text(found, label)

    async def original_source(
        self, source_map: Text, position: Position, source: str, label: str
    ) -> Text | Miss:
        """The text that a map carries of the source that a position of the script is in."""

        def write(out: str) -> Awaitable[Any]:
            line, column = position
            arguments = {
                "source_map": source_map.found.path,
                "line": line,
                "column": column,
                "source": source,
                "out_path": out,
            }
            return self._ask("original_source", arguments, label, None)

        content = self._content(source_map.found)
        found = await self._written(f"{content}\nsource: {source!r}\n{self._reader}", write)
        return found if isinstance(found, Miss) else await self.text(found, label)

    async def member(self, bundle: Found, name: str, label: str) -> Found | Miss:
        """A member of a bundle as a file of its own."""

        def write(out: str) -> Awaitable[Any]:
            arguments = {"path": bundle.path, "member": name, "out_path": out}
            return self._ask("bundle_member", arguments, label, None)

        return await self._written(f"{self._content(bundle)}\nmember: {name!r}\n", write)

    async def bundle(self, found: Found) -> "Bundle | Miss":
        """An open bundle."""
        from inspector.objects.bundle import Bundle
        from inspector.objects.errors import BadObject

        try:
            return Bundle.open(found.path)
        except BadObject as error:
            return Miss(Why.MALFORMED, str(error))

    async def build_folder(
        self, root: str, listed: tuple[tuple[str, int, int], ...], scope: str
    ) -> BuildFolder | Miss:
        """What the files of a folder are. `listed`: location, size, time of change of each."""
        digest = sha256(msgspec.json.encode(listed)).hexdigest()
        key = f"scope: {scope}\n\nbuild folder: {root}\nfiles: {digest}\n"
        kept = self._kept(key, _FOLDER)
        if kept is not None:
            return kept
        arguments = {"root": root, "locations": [location for location, _, _ in listed]}
        answer = await self._ask("build_folder", arguments, root, BuildFolder)
        if not isinstance(answer, Miss):
            self._keep(key, answer)
        return answer  # type: ignore[no-any-return]  # what `_ask` was told to read

    def _content(self, found: Found) -> str:
        """Names what is in a file: at one location there may be another one some day."""
        return found.key + self._cache.edition(found.path)

    async def _written(self, key: str, write: Callable[[str], Awaitable[Any]]) -> Found | Miss:
        """A file that a child makes out of another one; made once and kept."""
        kept = self._cache.find(SOURCEMAP_CACHES, key)
        if isinstance(kept, Miss):
            return kept
        if kept is not None:
            return Found(kept, key, cached=True)
        if self.workers is None:
            raise NotCached(key)
        with self._cache.temporary() as out:
            failed = await write(out)
            if isinstance(failed, Miss):
                self._keep_miss(key, failed)
                return failed
            return Found(self._cache.store(SOURCEMAP_CACHES, key, out), key, cached=False)

    async def _ask(
        self,
        task: str,
        arguments: Mapping[str, Any],
        label: str,
        answer: Any,
        key: str | None = None,
    ) -> Any:
        if self.workers is None:
            raise NotCached(label)
        return await self.workers.run(task, arguments, label, answer, key)

    def _kept(self, key: str, decoder: "msgspec.json.Decoder[T]") -> T | Miss | None:
        path = self._cache.find(SOURCEMAP_CACHES, key)
        if not isinstance(path, str):
            return path
        try:
            with open(path, "rb") as file:
                return decoder.decode(file.read())
        except (OSError, msgspec.DecodeError):
            return None

    def _keep(self, key: str, value: Struct) -> None:
        with self._cache.temporary() as temp:
            with open(temp, "wb") as file:
                file.write(msgspec.json.encode(value))
            self._cache.store(SOURCEMAP_CACHES, key, temp)

    def _keep_miss(self, key: str, miss: Miss) -> None:
        self._cache.store_miss(SOURCEMAP_CACHES, key, miss)


def _worth_keeping(
    known: Mapping[Position, T], asked: Collection[Position]
) -> list[tuple[Position, T]]:
    """All that was asked now, and of what was asked before as much as a file should hold."""
    wanted = dict.fromkeys(asked)
    others = [position for position in known if position not in wanted]
    room = max(_MOST_KEPT - len(wanted), 0)
    kept = others[len(others) - room if len(others) > room else 0 :]
    return [(position, known[position]) for position in (*kept, *wanted)]
