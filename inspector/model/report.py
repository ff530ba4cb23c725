"""What a face shows: the same shape for native and JavaScript, before, during and after a run.

Everything here is data, ordered and named; wording, colours and keys belong to the face.
Strings are as the request, the symbol file or the server gave them: hostile until cleaned.
"""

from msgspec import Struct


class Frame(Struct, frozen=True, kw_only=True, gc=False):  # 100,000 of them, and no cycles
    """One row: a raw frame, or one of the functions that a raw frame turned out to be."""

    status: str = "raw"  # wire status; "raw" before a run. JS: "symbolicated" or an error type
    index: int = 0  # which raw frame it is of, counted callee first within the thread
    depth: int = 0  # inline depth: 0 is the function that was really called, 1 inlined in it
    trust: str = ""
    function: str = ""  # readable name; "" when unknown
    symbol: str = ""  # as the debug file has it
    raw_function: str = ""  # as the request had it
    module: int | None = None  # index in the request; None when no module owns the address
    package: str = ""  # path of the module as the request has it; JS: the module name
    file: str = ""  # last component
    path: str = ""  # full path or URL
    line: int | None = None  # 1-based; 0: no line known; None: nothing looked up
    column: int | None = None  # 1-based, JS only
    address: int | None = None  # absolute address as sent, None for JS
    offset: int | None = None  # address relative to its module; None without module or for JS
    lang: str = ""
    in_app: bool | None = None
    pre_context: tuple[str, ...] = ()
    context_line: str | None = None
    post_context: tuple[str, ...] = ()
    source_link: str = ""
    problems: tuple[str, ...] = ()  # JS: the errors that name this frame, as sentences
    facts: tuple[tuple[str, str], ...] = ()  # further labels (10 characters at most) and values


class Thread(Struct, frozen=True, kw_only=True):
    """Frames callee first, whatever the order of the request."""

    index: int  # place in the request
    id: int | None = None
    name: str = ""
    crashed: bool = False
    registers: tuple[tuple[str, int], ...] = ()
    frames: tuple[Frame, ...] = ()


class Candidate(Struct, frozen=True, kw_only=True):
    """One location asked for one module, with its outcome."""

    source: str
    location: str  # without user and password, which the response has
    download: str  # "ok", "notfound", "noperm", "malformed", "error"
    details: str = ""
    reason: str = ""  # JS: wire reason of a file that was not scraped
    features: tuple[str, ...] = ()  # of "debug", "symbols", "unwind", "sources"
    debug: str = ""  # "ok", "malformed", "error"; "" when this file was not chosen


class Module(Struct, frozen=True, kw_only=True):
    """One image; for JS, one minified file."""

    index: int  # place in the request
    type: str = "unknown"
    name: str = ""  # last component of code_file, else of debug_file
    code_file: str = ""
    debug_file: str = ""
    code_id: str = ""
    debug_id: str = ""
    address: int = 0  # 0: the image has no absolute addresses
    size: int | None = None  # bytes
    arch: str = ""
    status: str = "raw"  # wire debug_status; "raw" before a run
    features: tuple[str, ...] = ()
    candidates: tuple[Candidate, ...] = ()


class Report(Struct, frozen=True, kw_only=True):
    """One request, as much of it as is known."""

    kind: str  # "native" or "js"
    name: str = ""  # file name of the request
    platform: str = ""
    signal: int | None = None
    threads: tuple[Thread, ...] = ()
    modules: tuple[Module, ...] = ()
    notes: tuple[str, ...] = ()  # sentences about the whole request
    done: bool = False  # True: this is the answer, False: only what was asked


def crashed_thread(report: Report) -> int | None:
    """Where to look first: the crashed thread, else the first with frames, else the first."""
    threads = report.threads
    for chosen in (
        next((i for i, t in enumerate(threads) if t.crashed and t.frames), None),
        next((i for i, t in enumerate(threads) if t.frames), None),
    ):
        if chosen is not None:
            return chosen
    return 0 if threads else None


def resolved(report: Report) -> tuple[int, int]:
    """(raw frames that were symbolicated, raw frames); dropped frames count as neither."""
    good = total = 0
    for thread in report.threads:
        total += len({frame.index for frame in thread.frames})
        good += len({f.index for f in thread.frames if f.status == "symbolicated"})
    return good, total
