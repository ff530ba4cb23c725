"""A file that a request wants -> where it is: known bundles, known files, the lookup API, local
builds, and last the web. Rules: spec/js.md 4.2, 6.1 and 6.4.

One `Artifacts` serves one request: what an answer of the API brought is known to all files
that are wanted later, as upstream has it. So the order of the questions matters.
"""

from collections.abc import Callable, Sequence

from inspector.fetch.caching.cache import SOURCEFILES
from inspector.fetch.remote import RemoteFile
from inspector.js.access import Access
from inspector.js.evidence import KnownBundle, Looked, Where
from inspector.js.finding import scrape
from inspector.js.finding.bundles import Bundles
from inspector.js.finding.entries import Entry, Near, Sighting, describe, map_header, missing
from inspector.js.finding.local import LocalBuilds
from inspector.js.finding.origins import FileKey, individual_file, scraped_file
from inspector.js.tables import EMPTY_TEXT, Position, Text
from inspector.js.urls import candidates, file_stem
from inspector.js.wire import Attempt
from inspector.model.outcome import NOT_FOUND, Miss, Why
from inspector.model.places.artifacts import (
    BundleArtifact,
    FileArtifact,
    ResolvedWith,
    decode_artifacts,
)
from inspector.model.places.scraping import Scraping


class Api:
    """The lookup API of one request, and the release it is asked for."""

    def __init__(self, place: RemoteFile, release: str | None, dist: str | None) -> None:
        self.place = place  # its source is Sentry's, its location is empty
        self._release, self._dist = release, dist

    def parameters(self, key: FileKey) -> tuple[tuple[str, str], ...] | None:
        """The query for one file; None when there is nothing to ask for."""
        if key.debug_id is None and (self._release is None or key.abs_path is None):
            return None
        named: list[tuple[str, str | None]] = [("release", self._release)]
        if self._release is not None and key.abs_path is not None:
            named.append(("url", file_stem(key.abs_path)))
        named += [
            ("dist", self._dist),
            ("debug_id", None if key.debug_id is None else str(key.debug_id)),
        ]
        return tuple((name, value) for name, value in named if value is not None)

    def file(self, artifact: FileArtifact | BundleArtifact) -> RemoteFile:
        """Where an artifact is to be had."""
        place = self.place
        return RemoteFile(
            source=place.source,
            location=artifact.id,
            scope=place.scope,
            trusted=place.trusted,
            url=artifact.url,
        )


class Artifacts:
    """All files of one request, each asked for when it is wanted."""

    def __init__(
        self,
        access: Access,
        api: Api | None,
        local: LocalBuilds,
        web: scrape.Web,
        clock: Callable[[], float],
    ) -> None:
        self._access, self._api, self._local = access, api, local
        self._web, self._clock = web, clock
        self._bundles = Bundles(access)
        self._files: dict[str, tuple[FileArtifact, RemoteFile]] = {}
        self.attempts: list[Attempt] = []
        self.looked: list[Looked] = []
        self.notes: list[str] = []  # what the response hides, for people

    async def get(
        self, key: FileKey, positions: Sequence[Position] = (), near: Near | None = None
    ) -> Entry:
        """The file, with the lines around `positions`. `near`: where what refers to it was."""
        looked = Looked(key, near)
        self.looked.append(looked)
        entry = await self._known(looked, positions)
        if entry is None and await self._learn(looked):
            entry = await self._known(looked, positions)
        if entry is None:
            entry = await self._local.find(looked, positions)
        if entry is None:
            entry = await self._scraped(looked, positions)
        elif key.abs_path is not None:
            self.attempts.append(Attempt(url=key.abs_path, status="not_attempted"))
        looked.entry = entry
        return entry

    @property
    def scraping(self) -> Scraping:
        """What of the web may be asked."""
        return self._web.scraping

    def bundles(self) -> list[KnownBundle]:
        """Every bundle that was opened so far, also those of local builds."""
        return [*self._bundles.known(is_local=False), *self._local.bundles()]

    async def _known(self, looked: Looked, positions: Sequence[Position]) -> Entry | None:
        key = looked.key
        entry = await self._bundles.find(looked, positions)
        if entry is not None or key.abs_path is None:
            return entry
        for url in candidates(key.abs_path):
            if known := self._files.get(url):
                return await self._individual(*known, looked, positions)
        return None

    async def _individual(
        self,
        artifact: FileArtifact,
        file: RemoteFile,
        looked: Looked,
        positions: Sequence[Position],
    ) -> Entry:
        seen = Sighting(
            resolved_with=artifact.resolved_with,
            origin=individual_file(file.uri),
            header=map_header(artifact.headers),
        )
        looked.found_by = "release_file"
        text = await self._text(file, positions, looked)
        if isinstance(text, Miss) and text.why is Why.NOT_FOUND and artifact.headers:
            text = EMPTY_TEXT  # React Native uploads an empty file with headers for a Hermes bundle
        return await self._entry(text, looked.key, seen)

    async def _learn(self, looked: Looked) -> bool:
        """Ask the lookup API; whether it told anything that was not known."""
        parameters = self._api.parameters(looked.key) if self._api else None
        if self._api is None or parameters is None:
            return False
        place = self._api.place
        answer = await self._access.files.lookup(place, parameters, decode_artifacts)
        looked.query, looked.answer = parameters, answer
        if isinstance(answer, Miss):
            self.notes.append(f"The artifact lookup failed: {answer.details or answer.why}")
            return False
        bundles: dict[str, tuple[RemoteFile, ResolvedWith]] = {}
        news = False
        for artifact in answer:
            file = self._api.file(artifact)
            if isinstance(artifact, FileArtifact):
                news |= artifact.abs_path not in self._files
                self._files.setdefault(artifact.abs_path, (artifact, file))
            elif file.uri not in self._bundles:
                bundles.setdefault(file.uri, (file, artifact.resolved_with))
        await self._access.each(self._open, bundles.values())
        return news or bool(bundles)

    async def _open(self, listed: tuple[RemoteFile, ResolvedWith]) -> None:
        file, how = listed
        opened = await self._bundles.add(file, how)
        if isinstance(opened, Miss):
            self.notes.append(f"{file.shown} cannot be used: {opened.details or opened.why}")

    async def _scraped(self, looked: Looked, positions: Sequence[Position]) -> Entry:
        path = looked.key.abs_path
        if path is None:
            return Entry()
        target = scrape.target(path, self._web, self._clock())
        if isinstance(target, scrape.Refusal):
            looked.refusal = target
            if target.attempt is not None:
                self.attempts.append(target.attempt)
            return Entry(fault="disabled" if target.disabled else "missing")
        text = await self._text(target, positions, looked, "web")
        self.attempts.append(
            scrape.failure(path, text)
            if isinstance(text, Miss)
            else Attempt(url=path, status="success")
        )
        if isinstance(text, Text):
            looked.found_by = "web"
        seen = Sighting(resolved_with="scraping", origin=scraped_file(target.uri))
        return await self._entry(text, looked.key, seen)

    async def _text(
        self,
        file: RemoteFile,
        positions: Sequence[Position],
        looked: Looked,
        where: Where = "release_file",
    ) -> Text | Miss:
        """The text of a file; one without a single byte counts as not there."""
        found = await self._access.files.get(file, SOURCEFILES)
        looked.asked.append((where, file, found))
        if isinstance(found, Miss):
            return found
        text = await self._access.tables.text(found, file.uri, positions)
        return NOT_FOUND if isinstance(text, Text) and not text.info.size else text

    async def _entry(self, text: Text | Miss, key: FileKey, seen: Sighting) -> Entry:
        if isinstance(text, Text):
            return await describe(text, key, seen, self._access.tables)
        malformed = text.why is Why.MALFORMED
        return missing(seen, "malformed" if malformed else "missing", text.details)
