"""What a run keeps for whoever asks why: references to its own values, nothing made for it."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from inspector.fetch.remote import Found, RemoteFile
from inspector.js.finding.entries import Entry, Near
from inspector.js.finding.origins import FileKey
from inspector.model.outcome import Miss
from inspector.model.places.artifacts import Artifact

if TYPE_CHECKING:
    from inspector.js.chain import Hop
    from inspector.js.finding.scrape import Refusal
    from inspector.js.modules import Resolved
    from inspector.js.symbolicate import Surroundings
    from inspector.js.tables import Position
    from inspector.js.wire import JsRequest, Trace
    from inspector.model.places.scraping import Scraping

Where = Literal["release_file", "bundle", "local_build", "web"]


class Looked(Struct):
    """How one file was looked for; filled while that goes on."""

    key: FileKey
    near: Near | None = None  # where what refers to it was
    query: tuple[tuple[str, str], ...] | None = None  # None: the API was not asked
    answer: tuple[Artifact, ...] | Miss | None = None  # of the API
    asked: list[tuple[Where, RemoteFile, Found | Miss]] = []
    unreadable: list[tuple[str, str, Miss]] = []  # bundle, member, why
    refusal: "Refusal | None" = None  # why the web was not asked
    found_by: Where | None = None  # None: nowhere
    entry: Entry | None = None  # None: not finished


class KnownBundle(Struct, frozen=True, kw_only=True):
    """A bundle that the run opened, or could not open."""

    uri: str
    found: Found | None  # None: `miss` says why
    miss: Miss | None = None
    release: str | None = None
    dist: str | None = None
    by_url: bool = True  # files in it count when they are found by URL
    is_local: bool = False


class Evidence(Struct, frozen=True, kw_only=True):
    """What a run decided with."""

    request: "JsRequest"
    raw: "Sequence[Trace]"  # in request order, paths as they were looked up
    resolved: "Mapping[str, Resolved]"  # by path
    sources: Mapping[str, Entry]  # that maps do not carry, by path
    chains: "Mapping[str, Mapping[Position, Hop]]"  # by path of the script
    looked: Sequence[Looked]  # in the order they began
    bundles: Sequence[KnownBundle]
    scraping: "Scraping"  # as it held for the run
    around: "Surroundings"
