"""Source text for frames: a second lookup, what it has at hand, and what must be downloaded.

Rules: spec/native.md 3. What one object says about one path is in source_lines.
"""

from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from inspector.fetch.caching.cache import SOURCEFILES
from inspector.fetch.remote import RemoteFile, WebSource
from inspector.model.context import Lines
from inspector.model.ids import ObjectId
from inspector.model.outcome import Miss, Why
from inspector.model.places.scraping import Scraping, is_allowed
from inspector.native.access import Access
from inspector.native.finding import filetypes
from inspector.native.finding.candidates import download_status
from inspector.native.finding.lookup import Lookup, Place
from inspector.native.modules import ModuleMap
from inspector.native.prepare import Prepared, look_up
from inspector.native.source_lines import SourceFile, source_of
from inspector.native.wire import Candidate, Features, Frame, Thread, parse_addr_mode

if TYPE_CHECKING:
    from inspector.fetch.remote import Found
    from inspector.native.memory import Remembered

SOURCE_LINK = "sourcelink"

_SOURCES_ONLY = Features(
    has_debug_info=False, has_unwind_info=False, has_symbols=False, has_sources=True
)


class SourceObject(Struct, frozen=True):
    """What the source lookup of a module came to; `opened` None: nothing has source text."""

    asked: Lookup
    opened: "SourceFile | None"


class _Text(Struct, frozen=True):
    """What a module's source object knows of one path: its lines, or the URL that has them."""

    lines: Lines | None = None
    url: str | None = None


class Wanted(Struct, frozen=True):
    """A file behind a URL, and the frames that are waiting for it."""

    file: RemoteFile
    frames: list[Frame]


class Origin(Struct, frozen=True):
    """Where the source text of a frame comes from, or why it has none."""

    state: Literal["no module", "no object", "no path", "unknown path", "no text", "text", "link"]
    url: str = ""  # of the link
    answer: "Found | Miss | None" = None  # what came of the link


class SourceContext:
    """Adds text to the frames of one response.

    trusted  somebody vouches for the request: its links may lead to private hosts
    """

    def __init__(
        self, modules: ModuleMap, places: Sequence[Place], scraping: Scraping, *, trusted: bool
    ) -> None:
        self._modules, self._places = modules, places
        self._scraping, self._trusted = scraping, trusted
        self._opened: dict[int, tuple[SourceFile, str]] = {}  # the object, and its files' scope
        self._texts: dict[tuple[int, str], _Text | None] = {}
        self.downloads: list[tuple[RemoteFile, Found | Miss]] = []  # of links, as they came

    def used_by(self, threads: Iterable[Thread]) -> list[int]:
        """Numbers of the modules that a frame of the response falls into, ascending."""
        frames = [frame for thread in threads for frame in thread.frames]
        absolute = {frame.instruction_addr for frame in frames if frame.addr_mode == "abs"}
        found = {self._modules.find(int(address, 16)) for address in absolute}
        found |= {self._owner(frame) for frame in frames if frame.addr_mode != "abs"}
        return sorted(index for index in found if index is not None)

    def _owner(self, frame: Frame) -> int | None:
        mode = frame.addr_mode
        relative_to = None if mode == "abs" else parse_addr_mode(mode).module
        return self._modules.owner_of(int(frame.instruction_addr, 16), relative_to)

    async def open(
        self,
        index: int,
        prepared: Prepared,
        access: Access,
        memory: "Remembered | None" = None,
    ) -> None:
        """Look for the source object of a module and open it; both show in the response."""
        wanted = self._modules.ids[index]
        found = None if memory is None else memory.source(wanted)
        if found is None:
            found = await self._find(wanted, access)
            if memory is not None:
                memory.keep_source(wanted, found)
        # Only now, for a run that finds it must wait starts over with the same candidates.
        best = found.asked.best
        prepared.lookups.append(found.asked)
        prepared.candidates.add(self._places, found.asked)
        if best is not None and found.opened is not None:
            self._opened[index] = found.opened, best.file.file_scope
            prepared.found_sources()

    async def _find(self, wanted: ObjectId, access: Access) -> SourceObject:
        asked = await look_up(self._places, filetypes.source_types(), wanted, access, "source")
        best = asked.best
        opened: SourceFile | Miss | None = None
        if best is not None and best.info is not None and best.found is not None:
            opened = await access.tables.source(best.found, best.info, best.file.uri)
        return SourceObject(asked, None if isinstance(opened, Miss) else opened)

    def add(self, threads: Iterable[Thread]) -> list[Wanted]:
        """Put text that is at hand and links into the frames; returns what to download."""
        wanted: dict[tuple[str, str], Wanted] = {}
        if not self._opened:
            return []
        for thread in threads:
            for frame in thread.frames:
                index = self._owner(frame)
                if index is None or index not in self._opened:
                    continue
                if not frame.abs_path or frame.lineno is None:
                    continue
                known = self._text(index, frame.abs_path)
                if known is None:
                    continue
                frame.source_link = known.url
                if known.lines is not None:
                    put_context(frame, known.lines)
                elif known.url is not None:
                    scope = self._opened[index][1]
                    file = self._web_file(known.url, scope)
                    wanted.setdefault((scope, known.url), Wanted(file, [])).frames.append(frame)
        return list(wanted.values())

    def origin(self, frame: Frame) -> Origin:
        """The same decisions as `add` took for a frame, for whoever wants to know."""
        index = self._owner(frame)
        if index is None:
            return Origin("no module")
        if index not in self._opened:
            return Origin("no object")
        if not frame.abs_path or frame.lineno is None:
            return Origin("no path")
        known = self._text(index, frame.abs_path)
        if known is None:
            return Origin("unknown path")
        if known.lines is not None:
            return Origin("text")
        if known.url is None:
            return Origin("no text")
        scope = self._opened[index][1]
        answers = (a for f, a in self.downloads if (f.scope, f.location) == (scope, known.url))
        return Origin("link", known.url, next(answers, None))

    def _text(self, index: int, path: str) -> _Text | None:
        """None: the object does not know the path, so the frame is left alone."""
        key = (index, path)
        if key not in self._texts:
            found = source_of(self._opened[index][0], path)
            if found is None:
                self._texts[key] = None
            else:
                lines = None if found.text is None else Lines(found.text)
                self._texts[key] = _Text(lines, found.url)
        return self._texts[key]

    def _web_file(self, url: str, scope: str) -> RemoteFile:
        """The request's headers go to the origins it allows; the file is asked for anyway."""
        scraping = self._scraping
        allowed = scraping.enabled and is_allowed(url, scraping.allowed_origins)
        source = WebSource(
            id=SOURCE_LINK,
            verify_ssl=scraping.verify_ssl,
            headers=scraping.headers if allowed else {},
        )
        return RemoteFile(source=source, location=url, scope=scope, trusted=self._trusted)

    async def download(self, wanted: Wanted, access: Access) -> Candidate:
        """Ask for one file and put its text into the frames that wait for it."""
        answer = await access.files.get(wanted.file, SOURCEFILES)
        self.downloads.append((wanted.file, answer))
        found = answer if isinstance(answer, Miss) else _read(answer.path)
        if isinstance(found, Miss):
            status = download_status(found)
        else:
            status = download_status(_SOURCES_ONLY)
            for frame in wanted.frames:
                put_context(frame, found)
        return Candidate(source=SOURCE_LINK, location=wanted.file.location, download=status)

    def receiver(self, frame: Frame) -> int | None:
        """The module whose candidates tell of a frame's link.

        Upstream takes the owner's place in the request for a place in its list sorted by
        address (symbolicator-native, symbolication/symbolicate.rs); so do we.
        """
        owner, order = self._owner(frame), self._modules.by_address()
        return order[owner] if owner is not None and owner < len(order) else None


def put_context(frame: Frame, lines: Lines) -> None:
    """The lines around the frame's; a line that does not exist changes nothing."""
    context = lines.around(frame.lineno or 0)
    if context is not None:
        frame.pre_context, frame.context_line = context.pre, context.line
        frame.post_context = context.post


def _read(path: str) -> Lines | Miss:
    with open(path, "rb") as file:
        data = file.read()
    try:
        data.decode("utf-8")
    except UnicodeDecodeError:
        return Miss(Why.MALFORMED, "not valid UTF-8")
    return Lines(data)
