"""Wire words -> what a person reads. Every state has a glyph and a word; colour only repeats it."""

from msgspec import Struct

from inspector.model.report import Frame, Module, Report

NAMELESS = "(no name)"
"""What a module is called that has none."""

Tone = str  # a component class of the lists: "good", "weak", "bad", "dim"


class Mark(Struct, frozen=True):
    """How one state is shown."""

    glyph: str
    word: str
    tone: Tone


_FRAME = {
    "raw": Mark("·", "not run yet", "dim"),
    "symbolicated": Mark("✓", "symbolicated", "good"),
    "missing_symbol": Mark("~", "no symbol", "weak"),
    "unknown_image": Mark("?", "no module", "bad"),
    "missing": Mark("!", "no file", "bad"),
    "malformed": Mark("✗", "malformed", "bad"),
}
_MODULE = {
    "raw": Mark("·", "not run yet", "dim"),
    "unused": Mark("·", "unused", "dim"),
    "found": Mark("✓", "found", "good"),
    "missing": Mark("!", "missing", "bad"),
    "malformed": Mark("✗", "malformed", "bad"),
    "timeout": Mark("!", "timeout", "bad"),
    "fetching_failed": Mark("!", "fetching failed", "bad"),
    "unsupported": Mark("✗", "unsupported", "bad"),
    "other": Mark("✗", "internal error", "bad"),
}
_CANDIDATE = {
    "ok": Mark("✓", "ok", "good"),
    "notfound": Mark("-", "notfound", "dim"),
    "noperm": Mark("!", "noperm", "bad"),
    "malformed": Mark("✗", "malformed", "bad"),
    "error": Mark("✗", "error", "bad"),
}
_TRUST = {"context": "ctx", "prewalked": "pre", "cfiscan": "cfis", "none": ""}
_SIGNALS = {
    4: "SIGILL", 5: "SIGTRAP", 6: "SIGABRT", 7: "SIGBUS", 8: "SIGFPE", 10: "SIGBUS",
    11: "SIGSEGV", 13: "SIGPIPE", 15: "SIGTERM",
}  # fmt: skip


def frame_mark(status: str) -> Mark:
    """A JavaScript error type, or a status of the future, keeps its own word."""
    return _FRAME.get(status) or Mark("!", status.replace("_", " "), "bad")


def module_mark(status: str) -> Mark:
    """The state of a module's debug file."""
    return _MODULE.get(status) or Mark("!", status.replace("_", " "), "bad")


def candidate_mark(download: str) -> Mark:
    """What one place answered."""
    return _CANDIDATE.get(download) or Mark("!", download, "bad")


def trust_word(trust: str) -> str:
    """How the stack walker found a frame, in at most four letters where we know the word."""
    return _TRUST.get(trust, trust)


def guessed(trust: str) -> bool:
    """Whether the walker only found something like a return address on the stack."""
    return trust in ("scan", "cfiscan")


def crash_words(report: Report) -> str:
    """Signal and system: "SIGSEGV (11) · x86_64 linux"; "" when neither is known. Not cleaned."""
    arch = next((m.arch for m in report.modules if m.arch not in ("", "unknown")), "")
    system = " ".join(part for part in (arch, report.platform) if part not in ("", "native"))
    return " · ".join(part for part in (signal_word(report.signal), system) if part)


def signal_word(signal: int | None) -> str:
    """ "SIGSEGV (11)"; numbers beyond POSIX are Windows exception codes, shown in hex."""
    if signal is None:
        return ""
    if name := _SIGNALS.get(signal):
        return f"{name} ({signal})"
    return f"signal {signal}" if 0 <= signal < 65 else f"exception 0x{signal & 0xFFFFFFFF:08x}"


def size_word(size: int) -> str:
    """Bytes for people: "999 B", "8.1 MB"."""
    if size < 1000:
        return f"{size} B"
    value = float(size)
    unit = "B"
    for unit in ("kB", "MB", "GB", "TB"):  # noqa: B007  the last one tried is the one to show
        value /= 1000
        if value < 999.5:
            break
    return f"{value:.1f} {unit}" if value < 99.95 else f"{value:.0f} {unit}"


def clock_word(seconds: float) -> str:
    """Elapsed time: "0:07.3" below an hour, "1:02:07" above."""
    minutes, rest = divmod(max(seconds, 0.0), 60)
    if minutes < 60:
        return f"{int(minutes)}:{rest:04.1f}"
    return f"{int(minutes) // 60}:{int(minutes) % 60:02}:{int(rest):02}"


def ago_word(seconds: float) -> str:
    """How long ago, in one unit: "now", "5 min", "2 h", "3 d"."""
    if seconds < 60:
        return "now"
    if seconds < 3600:
        return f"{int(seconds // 60)} min"
    return f"{int(seconds // 3600)} h" if seconds < 86400 else f"{int(seconds // 86400)} d"


def why_unresolved(frame: Frame, module: Module | None) -> str:
    """One sentence: why a frame has no function and line. "" when it has them."""
    name = (module.name if module else "") or "the module"
    match frame.status:
        case "symbolicated":
            return ""
        case "raw":
            return "Not symbolicated yet."
        case "missing_symbol":
            return f"A debug file for {name} was found, but no function in it covers this address."
        case "unknown_image":
            return (
                "The address lies in no module of the request: "
                "JIT code, an unloaded module, or a corrupt stack."
            )
        case "missing":
            return f"No usable debug file for {name}: {_module_story(module)}."
        case "malformed":
            return f"The debug file for {name} cannot be read."
    return f"{frame.status.replace('_', ' ').capitalize()}."


def why_no_source(frame: Frame, module: Module | None) -> str:
    """One sentence: why there are no source lines to show for a frame."""
    if reason := why_unresolved(frame, module):
        return reason
    if not frame.path and not frame.file:
        return "The debug file names no source file for this address."
    if module is not None and module.type != "sourcemap" and "sources" not in module.features:
        name = module.name or "this module"
        return f"No source text: the files found for {name} carry no sources."
    return "No source text: this file is not among the sources that were found."


def _module_story(module: Module | None) -> str:
    if module is None:
        return "the module is not listed"
    asked = len(module.candidates)
    places = f"{asked} place asked" if asked == 1 else f"{asked} places asked"
    if module.status in ("missing", "raw", "found"):
        return places if asked else "no source was asked"
    return f"{module_mark(module.status).word}, {places}"
