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

    purpose: str  # "debug", "source", "uuidmap", "bcsymbolmap", "il2cpp";
    asked: tuple[Asked, ...] = ()  # in the order of the list
    filtered: tuple[Filtered, ...] = ()

    @property
    def best(self) -> Asked | None:
        """The one that won; None if none did."""
        return next((one for one in self.asked if one.chosen), None)
