"""One location and its answer, in sentences; and what to do about an answer that is no file."""

from inspector.model.outcome import RESTRICTED, Miss, Why
from inspector.model.why.explanation import Action
from inspector.model.why.judged import Around
from inspector.model.why.trace import Asked, Transfer

_WORDS = {
    Why.NOT_FOUND: "not found",
    Why.NO_PERMISSION: "no permission",
    Why.TIMEOUT: "timed out after",
    Why.DOWNLOAD_FAILED: "could not be asked",
    Why.MALFORMED: "cannot be read",
    Why.UNSUPPORTED: "not supported",
    Why.INTERNAL: "internal error",
}


def answer_text(asked: Asked) -> str:
    """What came of asking: "not found", "found: elf x86_64 with debug, symbols"."""
    if asked.miss is not None:
        return miss_text(asked.miss) + _how(asked.transfer)
    kind = " ".join(word for word in (asked.format, asked.arch) if word)
    features = f" with {', '.join(asked.features)}" if asked.features else ""
    return f"found: {kind or 'a file'}{features}{_how(asked.transfer)}"


def miss_text(miss: Miss) -> str:
    """A miss in words, with its details."""
    word = _WORDS[miss.why]
    if not miss.details:
        return word
    return f"{word} {miss.details}" if miss.why is Why.TIMEOUT else f"{word}: {miss.details}"


def _how(transfer: Transfer) -> str:
    """How an answer came, in brackets; "" for a file in its place."""
    parts = []
    if transfer.origin == "cache":
        parts.append(f"remembered for {span(transfer.age or 0.0)}")
    elif transfer.origin == "asked":
        parts.append(f"asked, {transfer.seconds:.2f} s")
        if transfer.size:
            parts.append(f"{transfer.size:,} bytes")
        if transfer.attempts > 1:
            parts.append(f"{transfer.attempts} attempts")
        if transfer.hops:
            last = transfer.hops[-1]
            parts.append(f"HTTP {last.status}" if last.status else "no answer")
    elif transfer.origin == "not_asked":
        parts.append("nobody was asked")
    if transfer.packing:
        parts.append(f"unpacked from {transfer.packing}")
    return f" ({', '.join(parts)})" if parts else ""


def span(seconds: float) -> str:
    """A length of time in one unit: "12 s", "3 min", "5 h", "2 d"."""
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= size:
            return f"{seconds / size:.0f} {unit}"
    return f"{seconds:.0f} s"


def mend(asked: Asked, miss: Miss, around: Around) -> Action:
    """What to do about an answer that is no file."""
    place = {"source": asked.source, "location": asked.uri}
    match miss.why:
        case Why.NO_PERMISSION:
            return Action(
                kind="fix_credentials",
                text=f"Give the source {asked.source!r} credentials that may read {asked.uri}.",
                arguments={"source": asked.source},
            )
        case Why.TIMEOUT:
            return _raise_timeout(miss, around)
        case Why.DOWNLOAD_FAILED if miss.details == RESTRICTED:
            return Action(
                kind="trust_request",
                text="Trust this request, if you know where it is from: it may then reach private "
                "hosts and files outside its folder.",
            )
        case Why.DOWNLOAD_FAILED if around.offline:
            return Action(kind="go_online", text=f"Go online, so that {asked.source!r} is asked.")
        case Why.MALFORMED | Why.UNSUPPORTED:
            return Action(
                kind="exclude_candidate",
                text=f"Leave {asked.uri} out and run again: another candidate may do.",
                arguments=place,
            )
        case Why.INTERNAL:
            return Action(kind="open_activity", text="See the activity log for what went wrong.")
    return Action(
        kind="retry", text=f"Ask {asked.source!r} for {asked.uri} again.", arguments=place
    )


def _raise_timeout(miss: Miss, around: Around) -> Action:
    """The limit that was hit, twice as high: a miss tells it in the response's words."""
    from inspector.model.outcome import duration_text

    named = (name for name, limit in around.seconds.items() if duration_text(limit) == miss.details)
    setting = next(named, "max_download_timeout")
    seconds = around.seconds.get(setting, 300.0) * 2
    return Action(
        kind="raise_timeout",
        text=f"Allow more time: `{setting}` of {seconds:g} s.",
        arguments={"setting": setting, "seconds": f"{seconds:g}"},
    )
