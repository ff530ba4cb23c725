"""One file that was wanted -> who was asked for it, in which order, and what came of that."""

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from inspector.fetch.caching.cache import LISTINGS, SOURCEFILES
from inspector.fetch.remote import Found, RemoteFile, WebSource
from inspector.fetch.servers.sentry import answer_key, shown_query
from inspector.js.finding.entries import Entry
from inspector.js.finding.scrape import failure
from inspector.js.urls import candidates
from inspector.model.outcome import Miss
from inspector.model.places.artifacts import BundleArtifact
from inspector.model.places.scraping import explain_origins
from inspector.model.places.sources import FilesystemSource, SentrySource, hide_secrets
from inspector.model.why.script_trace import ApiAnswer, FileTrace
from inspector.model.why.trace import Asked, Transfer

if TYPE_CHECKING:
    from inspector.fetch.caching.cache import Cache
    from inspector.js.evidence import Evidence, Looked

_TYPES = {"minified_source": "minified", "source_map": "map", "source": "source"}


class Searches:
    """The searches of one run.

    fetched  how files were fetched just now, by source and location
    """

    def __init__(
        self,
        evidence: "Evidence",
        fetched: Mapping[tuple[str, str], Transfer],
        cache: "Cache",
    ) -> None:
        self._evidence, self._fetched, self._cache = evidence, fetched, cache

    def looked(self, role: str, path: str | None, entry: Entry | None = None) -> "Looked | None":
        """How a file was looked for: the search that gave `entry`, else the first for it."""
        of_it = [
            one for one in self._evidence.looked if (one.key.role, one.key.abs_path) == (role, path)
        ]
        return next((one for one in of_it if one.entry is entry), of_it[0] if of_it else None)

    def file(self, entry: Entry, role: str, path: str | None) -> FileTrace | None:
        """How the file was looked for that `entry` is; None if it was not."""
        looked = self.looked(role, path, entry)
        if looked is None:
            return None
        key = looked.key
        return FileTrace(
            role=role,
            path=hide_secrets(path or ""),
            debug_id=str(key.debug_id) if key.debug_id else "",
            spellings=tuple(map(hide_secrets, candidates(path))) if path else (),
            api=self._api(looked),
            asked=tuple(self._asked(looked, *one) for one in looked.asked),
            unreadable=tuple(self._unreadable(looked)) if entry.text is None else (),
            refused=looked.refusal.rule if looked.refusal else "",
            origins=self._origins(looked),
            attempt=_attempt(looked),
            found_by=looked.found_by or "",
            resolved_with=entry.resolved_with,
            origin=hide_secrets(entry.origin.text).partition("#")[0] if entry.origin else "",
            has_text=entry.text is not None,
            fault="" if entry.text else entry.fault,
            details=entry.details,
        )

    def _unreadable(self, looked: "Looked") -> Iterator[tuple[str, str, Miss]]:
        """Bundles that could not be opened, and members that could not be read."""
        for known in self._evidence.bundles:
            if known.miss is not None:
                yield hide_secrets(known.uri), "", known.miss
        for uri, member, why in looked.unreadable:
            yield hide_secrets(uri), member, why

    def _origins(self, looked: "Looked") -> tuple[tuple[str, str], ...]:
        """The patterns that did not allow a file; none if that is not why it was not asked."""
        if looked.refusal is None or looked.refusal.rule != "origin":
            return ()
        patterns = self._evidence.scraping.allowed_origins
        verdicts = explain_origins(looked.key.abs_path or "", patterns)
        return tuple((verdict.pattern, verdict.reason) for verdict in verdicts)

    def _api(self, looked: "Looked") -> ApiAnswer | None:
        source = self._evidence.request.source
        if looked.query is None or source is None:
            return None
        uri, answer = shown_query(source, looked.query), looked.answer
        place = RemoteFile(source=source, location="", scope=self._evidence.around.scope)
        heard = self._fetched.get((source.id, uri))
        age = self._cache.age(LISTINGS, answer_key(place, source, looked.query))
        kept = Transfer(origin="cache" if age is not None else "not_asked", age=age)
        listed = () if answer is None or isinstance(answer, Miss) else answer
        return ApiAnswer(
            source=source.id,
            uri=uri,
            transfer=heard or kept,
            miss=answer if isinstance(answer, Miss) else None,
            listed=tuple(
                ("bundle", hide_secrets(one.url))
                if isinstance(one, BundleArtifact)
                else ("file", one.abs_path)
                for one in listed
            ),
        )

    def _asked(self, looked: "Looked", where: str, file: RemoteFile, answer: Found | Miss) -> Asked:
        entry = looked.entry
        chosen = entry is not None and entry.text is not None and looked.found_by == where
        return Asked(
            source=file.source.id,
            uri=location_of(file),
            file_type=_TYPES[looked.key.role],
            transfer=self.transfer(file, answer),
            miss=answer if isinstance(answer, Miss) else None,
            chosen=chosen and not isinstance(answer, Miss),
        )

    def transfer(self, file: RemoteFile, answer: Found | Miss) -> Transfer:
        """How the answer to a question for one file came."""
        heard = self._fetched.get((file.source.id, file.shown))
        if heard is not None:
            return heard
        if isinstance(file.source, FilesystemSource):
            return Transfer(origin="disk")
        key = file.miss_key if isinstance(answer, Miss) else answer.key
        age = self._cache.age(SOURCEFILES, key)
        return Transfer(origin="cache" if age is not None else "not_asked", age=age)


def location_of(file: RemoteFile) -> str:
    """Where a file is, to a person: without password, and without the hour of a scraped copy."""
    uri = hide_secrets(file.url if isinstance(file.source, SentrySource) and file.url else file.uri)
    return uri.partition("#")[0] if isinstance(file.source, WebSource) else uri


def _attempt(looked: "Looked") -> str:
    """The reason of the scraping attempt, "success", or "" when there was none."""
    if looked.refusal is not None:
        return looked.refusal.attempt.reason if looked.refusal.attempt else ""
    for where, _, answer in looked.asked:
        if where == "web":
            if not isinstance(answer, Miss):
                if looked.found_by == "web":
                    return "success"
                bad = looked.entry is not None and looked.entry.fault == "malformed"
                return "other" if bad else "not_found"  # a file without a byte is none
            return failure("", answer).reason
    return ""
