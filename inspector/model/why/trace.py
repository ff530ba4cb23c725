"""What a run asked, where, and what came back: the evidence that explainers read.

Made from the values of the run itself, when somebody wants to know; a run only keeps them.
No secrets: URLs are without user, password and query.
"""

from typing import Literal

from msgspec import Struct

from inspector.model.outcome import Miss

Origin = Literal["disk", "cache", "asked", "not_asked"]
"""In place on this machine; fetched or missed earlier; asked just now; decided without asking."""


class Hop(Struct, frozen=True):
    """One HTTP request: the first, one that a redirect led to, a part, another attempt."""

    url: str
    status: int | None = None  # None: no answer came


class Transfer(Struct, frozen=True, kw_only=True):
    """How one location was answered."""

    origin: Origin
    age: float | None = None  # seconds since it was fetched or missed; None unless "cache"
    seconds: float = 0.0  # it took, waiting for a slot not counted
    size: int = 0  # bytes received
    attempts: int = 0  # times it was tried; each may be several hops
    hops: tuple[Hop, ...] = ()  # every request that was sent, in order
    packing: str = ""  # that was undone: "gzip", "zlib", "zstd", "zip", "cab"


class Asked(Struct, frozen=True, kw_only=True):
    """One location of one source, and what came of it."""

    source: str  # id
    uri: str  # as candidates spell it, without user and password
    file_type: str  # what was looked for there: "elf_debug", "pdb", "minified", "map", ...
    transfer: Transfer
    miss: Miss | None = None  # None: found and usable as far as its identity goes
    format: str = ""  # of what was found: "elf", "pdb", "sourcemap", ...
    arch: str = ""
    debug_id: str = ""  # that the file itself has
    code_id: str = ""
    features: tuple[str, ...] = ()  # of "debug", "symbols", "unwind", "sources"
    chosen: bool = False  # it won


class Filtered(Struct, frozen=True, kw_only=True):
    """A file type that a source was not asked for."""

    source: str  # id
    file_type: str
    rule: str  # "filetypes", "path_patterns", "requires_checksum", "layout", "index", ...
    text: str = ""  # the rule with its values, to a person


class Search(Struct, frozen=True, kw_only=True):
    """One question put to all sources."""

    purpose: str  # "debug", "source", "alternate", ...: native/finding/lookup.py, `Question`
    asked: tuple[Asked, ...] = ()  # in the order of the list
    filtered: tuple[Filtered, ...] = ()

    @property
    def best(self) -> Asked | None:
        """The one that won; None if none did."""
        return next((one for one in self.asked if one.chosen), None)


class Neighbour(Struct, frozen=True, kw_only=True):
    """A module near an address that no module owns."""

    module: int  # index in the request
    name: str
    side: Literal["below", "above"]
    distance: int  # bytes: from its end when below, to its start when above


class Table(Struct, frozen=True, kw_only=True):
    """What answers addresses for a module."""

    kind: str  # "symcache", "portable_pdb", or "second": the second reader answers alone
    how: Literal["built", "opened", "failed"]  # opened: it was on disk
    seconds: float = 0.0  # of building it
    miss: Miss | None = None  # why it failed
    arch: str = ""


class ModuleTrace(Struct, frozen=True, kw_only=True):
    """All that was decided for one native module."""

    index: int  # place in the request
    name: str  # last component of its file
    type: str
    status: str  # wire debug_status
    code_id: str = ""
    debug_id: str = ""
    code_file: str = ""
    debug_file: str = ""
    checksum: str = ""
    unreadable: tuple[tuple[str, str], ...] = ()  # fields of ids that name nothing, as given
    sources: tuple[str, ...] = ()  # ids of all that could be asked, in order
    searches: tuple[Search, ...] = ()
    table: Table | None = None  # None: no object to make one from
    frames: int = 0  # raw frames that fall into it

    def search(self, purpose: str) -> Search | None:
        """The question of that purpose; None if it was not put."""
        return next((one for one in self.searches if one.purpose == purpose), None)


class FrameTrace(Struct, frozen=True, kw_only=True):
    """All that was decided for one native frame, beyond its module."""

    thread: int  # place in the request
    index: int  # of the raw frame, callee first
    place: str  # in the request: "stacktraces[0].frames[3]"
    status: str  # wire status, also of a frame that was left out
    trust: str = ""
    address: int  # as requested
    relative_to: int | None = None  # number of the module it counts from; None: absolute
    module: int | None = None  # that owns it
    neighbours: tuple[Neighbour, ...] = ()  # of an address without an owner
    reading: str = ""  # what the address was taken for: native/frames.py, `Reason`
    looked_up: int | None = None  # relative to the module; None: nothing was
    stepped_back: bool = False  # it was taken for a return address: the call before counts
    unadjusted: str = ""  # what would have been found without that, if that found nothing
    functions: int = 0  # in the inline chain
    function: str = ""  # the innermost
    symbol: str = ""
    into: int | None = None  # bytes from the entry of the outermost function
    path: str = ""
    line: int | None = None  # 0: no line known
    second: tuple[str, ...] = ()  # what the second reader added: native/second/table.py, `added`
    managed: tuple[int | None, int] | None = None  # .NET: method token, IL offset
    dropped: str = ""  # why the response leaves it out: "scan", "below entry"
    text: str = ""  # source text: native/source_context.py, `Origin`; "" when not wanted
    has_text: bool = False
    text_link: str = ""
    text_miss: Miss | None = None  # what came of the link
