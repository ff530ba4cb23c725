"""The exact places that a source would be asked for one module. Nothing is asked."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct

from inspector.editing.desk import places_of
from inspector.editing.drafts import Draft
from inspector.model.ids import ObjectId
from inspector.model.places.sources import (
    FileType,
    SentrySource,
    Source,
    hide_credentials,
    is_scanned,
)
from inspector.native.finding import filetypes, layouts
from inspector.native.finding.lookup import Place

if TYPE_CHECKING:
    from inspector.opening import Opened

_RULES: dict[filetypes.Refusal, str] = {
    "requires_checksum": "checksum: the module has none",
    "filetypes": "not among its file types",
    "path_patterns": "modules: no pattern matches",
}


class Asked(Struct, frozen=True, kw_only=True):
    """One file that would be asked for, or the rule why it would not."""

    file_type: str
    location: str  # as candidates show it, without user and password; "": there is no path
    rule: str = ""  # "": it is asked for

    @property
    def skipped(self) -> bool:
        """Whether nobody would be asked."""
        return bool(self.rule)


def asked_for(
    opened: "Opened", draft: Draft, wanted: ObjectId, environ: Mapping[str, str]
) -> list[Asked]:
    """What a draft would be asked, in the order of a run. Raises BadSource."""
    listed: list[Asked] = []
    for place in places_of(opened, draft, environ):
        listed += _of_place(place, wanted)
    return listed


def _of_place(place: Place, wanted: ObjectId) -> list[Asked]:
    source = place.source
    types = filetypes.debug_types(wanted.object_type)
    if isinstance(source, SentrySource):
        ids = " and ".join(i for i in (str(wanted.debug_id or ""), wanted.code_id or "") if i)
        where = f"{hide_credentials(source.url)} is asked what it has for {ids}"
        return [Asked(file_type="listing", location=where, rule="" if ids else "no id")]
    if is_scanned(source):
        ids = str(wanted.debug_id or wanted.code_id or "")
        where = f"any file below {place.file('').uri} that holds {ids}"
        return [
            Asked(file_type=one, location=where, rule=rule_against(source, one, wanted))
            for one in types
        ]
    listed: list[Asked] = []
    for one in types:
        rule = rule_against(source, one, wanted)
        paths: Sequence[str] = layouts.paths(source.layout, one, wanted)
        if not paths:
            why = rule or f"the layout {source.layout.type} has no path for it"
            listed.append(Asked(file_type=one, location="", rule=why))
        for path in paths:
            uri = place.file(path).shown
            listed.append(Asked(file_type=one, location=uri, rule=rule))
    return listed


def rule_against(source: Source, file_type: FileType, wanted: ObjectId) -> str:
    """Which filter keeps a source from being asked; "" if none does."""
    if isinstance(source, SentrySource):
        return ""
    refused = filetypes.refusal(source.filters, file_type, wanted)
    return _RULES[refused] if refused else ""
