"""All that was asked for one module -> its candidates, as the response has them.

Rules: spec/native.md 2.4.4 and 4.5.
"""

from collections.abc import Mapping, Sequence

from inspector.model.outcome import Miss, Why
from inspector.native.finding.lookup import Lookup, Place
from inspector.native.wire import Candidate, Features, Status

NOTHING_LISTED = "No object files listed on this source"


class Candidates:
    """The candidate list of one module, growing over its lookups."""

    def __init__(self) -> None:
        self._known: dict[tuple[str, str], Candidate] = {}

    def copy(self) -> "Candidates":
        """A list of its own with the same candidates."""
        copied = Candidates()
        copied._known = dict(self._known)
        return copied

    def add(self, places: Sequence[Place], lookup: Lookup, debug: Status | None = None) -> None:
        """Merge one lookup; `debug` tells how the chosen object was used."""
        with_files: set[str] = set()
        first: dict[tuple[str, str], Candidate] = {}
        for asked in lookup.probes:
            source = asked.file.source.id
            with_files.add(source)
            chosen = debug if asked is lookup.best else None
            candidate = Candidate(
                source=source,
                location=asked.file.uri,
                download=download_status(asked.features or asked.miss),
                debug=chosen,
            )
            known = first.setdefault((source, asked.file.uri), candidate)
            if known.debug is None and chosen is not None:
                first[source, asked.file.uri] = candidate
        for place in places:
            source = place.source.id
            if source not in with_files:
                nothing = Candidate(
                    source=source, location=NOTHING_LISTED, download=Status(status="notfound")
                )
                first.setdefault((source, NOTHING_LISTED), nothing)
        for candidate in first.values():
            self.merge(candidate)

    def merge(self, candidate: Candidate) -> None:
        """Add one candidate; a newer download replaces, an older use is kept."""
        key = (candidate.source, candidate.location)
        known = self._known.get(key)
        if known is not None and candidate.debug is None and known.debug is not None:
            candidate = Candidate(
                source=candidate.source,
                location=candidate.location,
                download=candidate.download,
                debug=known.debug,
            )
        self._known[key] = candidate

    def sorted(self) -> tuple[Candidate, ...]:
        """By source id, then location, as bytes."""
        keys = sorted(self._known, key=lambda key: (key[0].encode(), key[1].encode()))
        return tuple(self._known[key] for key in keys)


def download_status(outcome: Features | Miss) -> Status:
    """The `download` of a candidate: what the file offers, or why there is none."""
    if isinstance(outcome, Features):
        return Status(status="ok", features=outcome)
    match outcome.why:
        case Why.NOT_FOUND:
            return Status(status="notfound")
        case Why.MALFORMED:
            return Status(status="malformed")
        case Why.NO_PERMISSION:
            return Status(status="noperm", details=outcome.details)
        case _:
            return Status(status="error", details=error_text(outcome))


_ERROR_TEXTS: Mapping[Why, str] = {
    Why.DOWNLOAD_FAILED: "download failed: {}",
    Why.TIMEOUT: "download timed out after {}",
    Why.UNSUPPORTED: "unsupported: {}",
    Why.INTERNAL: "internal error",
}


def error_text(miss: Miss) -> str:
    """A failure in the words of the response."""
    return _ERROR_TEXTS[miss.why].format(miss.details)


DEBUG_STATUS: Mapping[Why, str] = {
    Why.NOT_FOUND: "missing",
    Why.NO_PERMISSION: "fetching_failed",
    Why.DOWNLOAD_FAILED: "fetching_failed",
    Why.TIMEOUT: "timeout",
    Why.MALFORMED: "malformed",
    Why.UNSUPPORTED: "unsupported",
    Why.INTERNAL: "other",
}
"""A module's `debug_status` when its table could not be had."""
