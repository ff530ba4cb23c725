"""What a JavaScript run asked and decided: the evidence for one script, one file, one frame.

No secrets: URLs are without user and password, and headers are not kept.
"""

from typing import Literal

from msgspec import Struct

from inspector.model.outcome import Miss
from inspector.model.why.trace import Asked, Transfer

FoundBy = Literal["", "release_file", "bundle", "local_build", "web"]
Refused = Literal["", "no_url", "disabled", "scheme", "origin", "private_host"]
Reference = Literal["", "header", "comment", "embedded", "debug_id"]
NamedBy = Literal["", "scope", "token", "caller", "request"]
TextFrom = Literal["", "map", "file", "no line", "missing"]


class ApiAnswer(Struct, frozen=True, kw_only=True):
    """What the artifact lookup API was asked for one file, and what it said."""

    source: str  # id
    uri: str  # with the whole query
    transfer: Transfer
    miss: Miss | None = None
    listed: tuple[tuple[str, str], ...] = ()  # "bundle" or "file"; where, or its path


class FileTrace(Struct, frozen=True, kw_only=True):
    """How one file was looked for, from the known bundles to the web."""

    role: str  # "minified_source", "source_map", "source"
    path: str = ""  # "": wanted by its id alone
    debug_id: str = ""  # that it was wanted by
    spellings: tuple[str, ...] = ()  # of the path, as bundles and release files may list it
    api: ApiAnswer | None = None  # None: not asked, or what it said before was enough
    asked: tuple[Asked, ...] = ()  # release files, files of local builds, the web; in order
    unreadable: tuple[tuple[str, str, Miss], ...] = ()  # bundle, member ("": all of it), why
    refused: Refused = ""  # why the web was not asked
    origins: tuple[tuple[str, str], ...] = ()  # each allowed origin, and why it does not fit
    attempt: str = ""  # "success", or the reason of the scraping attempt that failed
    found_by: FoundBy = ""
    resolved_with: str = ""
    origin: str = ""  # where it was found
    has_text: bool = False
    fault: str = ""  # without text: "disabled", "malformed", "missing"
    details: str = ""  # of the fault


class BundleTrace(Struct, frozen=True, kw_only=True):
    """An artifact bundle that the run knew."""

    uri: str
    miss: Miss | None = None  # why it could not be opened
    release: str = ""
    dist: str = ""
    by_url: bool = True  # its files count when they are found by URL
    is_local: bool = False


class ScriptTrace(Struct, frozen=True, kw_only=True):
    """All that was decided for one script."""

    index: int  # place among the modules of the report
    name: str
    path: str
    debug_id: str = ""  # as the request says
    unreadable_id: str = ""  # a debug id of the request that names nothing, as given
    own_debug_id: str = ""  # that the script itself says
    release: str = ""
    dist: str = ""
    frames: int = 0
    positions: int = 0  # that were looked up
    answered: int = 0  # of those, by the map
    file: FileTrace | None = None  # None: no frame in it has a line
    reference: Reference = ""  # what led to the map; "": nothing
    referred: str = ""  # as written there
    reference_miss: Miss | None = None  # why the reference is of no use
    map: FileTrace | None = None  # None: not looked for, or in the script itself
    label: str = ""  # what the response calls the map
    map_fault: str = ""  # "malformed", "missing", "disabled"
    map_details: str = ""
    bundles: tuple[BundleTrace, ...] = ()


class MapLink(Struct, frozen=True, kw_only=True):
    """What one map of a chain of maps said of a position."""

    label: str  # what the response calls the map
    source: str  # as the map names it
    line: int  # 1-based, there
    column: int


class ScriptFrameTrace(Struct, frozen=True, kw_only=True):
    """All that was decided for one frame, beyond its script."""

    thread: int  # place in the request
    index: int  # callee first
    place: str  # in the request: "stacktraces[0].frames[3]"
    script: int  # index
    status: str
    line: int  # 1-based as requested; 0: unknown
    column: int | None = None  # 1-based as requested
    in_script: bool | None = None  # whether the script has that line; None: not known
    source: str = ""  # as the last map names it
    at: tuple[int, int] | None = None  # line and column there; None: the map has nothing
    second: bool = False  # the second reader of maps answered
    path: str = ""  # as answered
    function: str = ""  # as answered
    named_by: NamedBy = ""
    scope: str = ""  # the innermost function around
    token: str = ""  # the name that the map gives the place
    callsite: str = ""  # the name at which the caller made its call
    raw_function: str = ""
    chain: tuple[MapLink, ...] = ()  # the script's own map, then each that the one before led to
    chained: bool = False  # the request asks to follow further maps
    text: TextFrom = ""  # "": not wanted
    text_file: FileTrace | None = None  # of "file" and "missing"
