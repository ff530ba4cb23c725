"""One question to the sources, as the run asked it -> what was asked, filtered and answered."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from inspector.model.outcome import NOT_FOUND
from inspector.model.places.sources import Filters, SentrySource, Source, is_scanned
from inspector.model.why.trace import Asked, Filtered, Search, Transfer
from inspector.native.finding.filetypes import SENTRY_TYPES, Refusal
from inspector.native.finding.lookup import Lookup, Offer, Probe, is_excluded, offers

if TYPE_CHECKING:
    from inspector.objects.identify import ObjectInfo

How = Callable[[Probe, Lookup], Transfer]

_UNREAD = ("uuidmap", "bcsymbolmap", "il2cpp", "package", "split")
"""Purposes whose files are not looked into before they are used."""


def searched(lookup: Lookup, best: Probe | None, how: How) -> Search:
    """The evidence of one question. `best` is the probe that won, if one did."""
    question = lookup.question
    types: dict[tuple[str, str], str] = {}
    filtered: list[Filtered] = []
    asked_for = {(probe.file.source.id, probe.file.location) for probe in lookup.probes}
    for place in question.places:
        for offer in offers(place, question.types, question.wanted):
            for file in offer.files:
                types.setdefault((place.source.id, file.location), offer.file_type)
            left_out = _left_out(offer, asked_for)
            if left_out is not None:
                filtered.append(left_out)
    return Search(
        purpose=question.purpose,
        asked=tuple(
            _asked(probe, lookup, _type_of(probe, lookup, types), how, chosen=probe is best)
            for probe in lookup.probes
        ),
        filtered=tuple(filtered),
    )


def _left_out(offer: Offer, asked_for: set[tuple[str, str]]) -> Filtered | None:
    """Why a source was not asked for a file type; None if it was."""
    source = offer.place.source
    rule: str
    if offer.refused is not None:
        rule, text = offer.refused, rule_text(source, offer.refused)
    elif is_scanned(source):
        return None
    elif not offer.files:
        rule, text = "layout", layout_text(offer)
    elif all(is_excluded(file, (offer.place,)) for file in offer.files):
        rule, text = "excluded", "you left it out"
    elif not any((source.id, file.location) in asked_for for file in offer.files):
        rule, text = "index", "the index of the symbol store does not list it"
    else:
        return None
    return Filtered(source=source.id, file_type=offer.file_type, rule=rule, text=text)


def rule_text(source: Source, rule: Refusal) -> str:
    """A filter of a source with its values, in words."""
    filters = Filters() if isinstance(source, SentrySource) else source.filters
    match rule:
        case "requires_checksum":
            return "it is only asked for modules with a debug checksum, and this one has none"
        case "filetypes":
            return f"it is only asked for {', '.join(filters.filetypes)}"
        case "path_patterns":
            patterns = ", ".join(filters.path_patterns)
            return f"it is only asked for modules whose file matches {patterns}"


def layout_text(offer: Offer) -> str:
    """Why a layout has no path for a file type, in words."""
    source = offer.place.source
    layout = "" if isinstance(source, SentrySource) else source.layout.type
    return f"the layout {layout} has no path for {offer.file_type} of a module with these ids"


def _type_of(probe: Probe, lookup: Lookup, types: dict[tuple[str, str], str]) -> str:
    """The file type a location was asked as; of folders and lists that tell ids, by the format."""
    known = types.get((probe.file.source.id, probe.file.location))
    if known is not None:
        return known
    fitting = SENTRY_TYPES.get(probe.info.format, ()) if probe.info else ()
    asked = lookup.question.types
    return next((one for one in asked if one in fitting), asked[0] if asked else "")


def _asked(probe: Probe, lookup: Lookup, file_type: str, how: How, *, chosen: bool) -> Asked:
    info = probe.info
    unread = lookup.question.purpose in _UNREAD
    good = info is not None or (unread and probe.found is not None and probe.miss == NOT_FOUND)
    return Asked(
        source=probe.file.source.id,
        uri=probe.file.shown,
        file_type=file_type,
        transfer=how(probe, lookup),
        miss=None if good else probe.miss,
        format=info.format if info else "",
        arch=info.arch if info and info.arch != "unknown" else "",
        debug_id=info.debug_id if info else "",
        code_id=(info.code_id or "") if info else "",
        features=features(info) if info else (),
        chosen=chosen and good,
    )


def features(info: "ObjectInfo") -> tuple[str, ...]:
    """What an object offers, in the words of a report."""
    has = {
        "debug": info.has_debug_info,
        "symbols": info.has_symbols,
        "unwind": info.has_unwind_info,
        "sources": info.has_sources,
    }
    return tuple(word for word, there in has.items() if there)
