"""What a finished run keeps -> the evidence for one frame or one script.

Made for what is asked about, when it is asked about.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Literal

from inspector.js.finding.entries import EmbeddedMap, RemoteMap
from inspector.js.names import UNKNOWN, fold
from inspector.js.report import is_done
from inspector.js.urls import join
from inspector.js.why.searches import Searches
from inspector.model.events import Event, FetchEnded
from inspector.model.places.sources import Source, hide_secrets
from inspector.model.why.script_trace import (
    BundleTrace,
    FileTrace,
    MapLink,
    NamedBy,
    Reference,
    ScriptFrameTrace,
    ScriptTrace,
    TextFrom,
)

if TYPE_CHECKING:
    from inspector.fetch.caching.cache import Cache
    from inspector.js.chain import Hop
    from inspector.js.modules import Resolved
    from inspector.js.symbolicate import Answer
    from inspector.js.wire import Frame
    from inspector.model.why.trace import Transfer
    from inspector.settings import Settings


class JsTrace:
    """One run, to be asked about its frames and scripts.

    heard  what the run told of fetching; empty when all was on disk
    """

    def __init__(
        self, answer: "Answer", heard: Sequence[Event], cache: "Cache", settings: "Settings"
    ) -> None:
        self._answer, self.settings = answer, settings
        self.evidence = answer.evidence
        fetched: dict[tuple[str, str], Transfer] = {}
        self.sent: list[tuple[str, Transfer]] = []
        """Every location that was asked just now, with how that went; lookups too."""
        for event in heard:
            if isinstance(event, FetchEnded) and event.how is not None:
                fetched[event.source, event.uri] = event.how
                self.sent.append((event.uri, event.how))
        self.searches = Searches(self.evidence, fetched, cache)
        paths = (frame.abs_path for trace in self.evidence.raw for frame in trace.frames)
        self._frames = Counter(paths)  # in order of appearance, as a report has them
        self._paths = tuple(self._frames)
        self._numbers = {path: number for number, path in enumerate(self._paths)}

    kind: Literal["js"] = "js"

    @property
    def sources(self) -> list[Source]:
        """All that could be asked, in order; local builds also when strict forbade them."""
        request, builds = self.evidence.request, self.evidence.around.local
        configured = self.settings.sources if request.sources is None else request.sources
        asked = [build.source for build in builds] or configured
        return [*([request.source] if request.source else []), *asked]

    def resolved(self, index: int) -> "Resolved | None":
        """What the run found for a script; None if no frame in it has a line."""
        return self.evidence.resolved.get(self._paths[index])

    def script(self, index: int) -> ScriptTrace:
        """The evidence for a script of the report."""
        path, request = self._paths[index], self.evidence.request
        resolved = self.resolved(index)
        given = next((one.debug_id for one in request.modules if one.code_file == path), "")
        known = resolved.script.debug_id if resolved else None
        tokens = [] if resolved is None else self._tokens(resolved)
        entry = resolved.map if resolved else None
        kind, referred = _reference(resolved) if resolved else ("", "")
        return ScriptTrace(
            index=index,
            name=path.partition("?")[0].rstrip("/").rpartition("/")[2] or path,
            path=hide_secrets(path),
            debug_id=str(known) if known else "",
            unreadable_id=given if resolved and given and known is None else "",
            own_debug_id=str((resolved and resolved.minified.debug_id) or ""),
            release=request.release or "",
            dist=request.dist or "",
            frames=self._frames[path],
            positions=len(tokens),
            answered=sum(tokens),
            file=self._script(resolved) if resolved else None,
            reference=kind,
            referred=hide_secrets(referred),
            reference_miss=resolved.minified.map_miss if resolved else None,
            map=self._map(resolved) if resolved and kind != "embedded" else None,
            label=hide_secrets(resolved.label) if resolved else "",
            map_fault=entry.fault if entry and entry.text is None else "",
            map_details=entry.details if entry else "",
            bundles=self._bundles(),
        )

    @staticmethod
    def _tokens(resolved: "Resolved") -> list[bool]:
        asked = [(line, column or 1) for line, column in resolved.script.positions]
        return [resolved.tokens.get(place) is not None for place in asked]

    def _bundles(self) -> tuple[BundleTrace, ...]:
        return tuple(
            BundleTrace(
                uri=hide_secrets(one.uri),
                miss=one.miss,
                release=one.release or "",
                dist=one.dist or "",
                by_url=one.by_url,
                is_local=one.is_local,
            )
            for one in self.evidence.bundles
        )

    def _script(self, resolved: "Resolved") -> FileTrace | None:
        return self.searches.file(resolved.minified, "minified_source", resolved.script.abs_path)

    def _map(self, resolved: "Resolved") -> FileTrace | None:
        if resolved.map is None:
            return None
        referred = resolved.minified.map
        path = referred.url if isinstance(referred, RemoteMap) else None
        return self.searches.file(resolved.map, "source_map", path)

    def owner(self, thread: int, index: int) -> int:
        """The number of the script that a frame is in, counted callee first."""
        return self._numbers[self._raw(thread)[index].abs_path]

    def frame(self, thread: int, index: int) -> ScriptFrameTrace:
        """The evidence for a frame, counted callee first."""
        raw, answered = self._raw(thread)[index], self._answered(thread)[index]
        script = self.owner(thread, index)
        resolved = self.resolved(script) if raw.lineno else None
        hop = _hop(self.evidence.chains, raw, resolved)
        token = hop.token if hop else None
        callsite = self._callsite(thread, index)
        text, file = self._text(answered, hop)
        return ScriptFrameTrace(
            thread=thread,
            index=index,
            place=f"stacktraces[{thread}].frames[{self._number(thread, index)}]",
            script=script,
            status="symbolicated" if is_done(answered) else "raw",
            line=raw.lineno,
            column=raw.colno,
            in_script=self._in_script(raw, resolved),
            source=hide_secrets(token.source) if token else "",
            at=(token.line, token.column) if token else None,
            path=hide_secrets(answered.abs_path),
            function=answered.function or "",
            named_by=_named_by(answered, hop, callsite, raw),
            scope=token.function if token else "",
            token=token.name if token else "",
            callsite=callsite,
            raw_function=raw.function or "",
            chain=tuple(map(_link, hop.links())) if hop else (),
            second=hop is not None and self.evidence.around.access.tables.portable,
            chained=self.evidence.request.options.chain,
            text=text,
            text_file=file,
        )

    def _in_script(self, raw: "Frame", resolved: "Resolved | None") -> bool | None:
        if resolved is None or resolved.minified.text is None:
            return None
        contexts = resolved.minified.text.contexts
        place = (raw.lineno, raw.colno or 0)
        return contexts[place] is not None if place in contexts else None

    def _text(self, answered: "Frame", hop: "Hop | None") -> tuple[TextFrom, FileTrace | None]:
        """Where the lines around a resolved frame come from."""
        if hop is None or not self.evidence.request.options.apply_source_context:
            return "", None
        if hop.token.has_content:
            return "map" if hop.token.context is not None else "no line", None
        path = join(hop.base, hop.token.source)
        entry = self.evidence.sources.get(path)
        file = self.searches.file(entry, "source", path) if entry else None
        if entry is None or entry.text is None:
            return "missing", file
        return "file" if answered.context_line is not None else "no line", file

    def _callsite(self, thread: int, index: int) -> str:
        """The name at which the caller of a frame made its call; "" without one."""
        frames = self._raw(thread)
        if index + 1 >= len(frames):
            return ""
        raw = frames[index + 1]
        resolved = self.evidence.resolved.get(raw.abs_path) if raw.lineno else None
        hop = _hop(self.evidence.chains, raw, resolved)
        return hop.token.name if hop else ""

    def _raw(self, thread: int) -> "Sequence[Frame]":
        return self._inwards(self.evidence.raw[thread].frames)

    def _answered(self, thread: int) -> "Sequence[Frame]":
        return self._inwards(self._answer.response.stacktraces[thread].frames)

    def _inwards(self, frames: "Sequence[Frame]") -> "Sequence[Frame]":
        backwards = self.evidence.request.options.frame_order == "caller_first"
        return frames[::-1] if backwards else frames

    def _number(self, thread: int, index: int) -> int:
        backwards = self.evidence.request.options.frame_order == "caller_first"
        return len(self.evidence.raw[thread].frames) - 1 - index if backwards else index


def _reference(resolved: "Resolved") -> tuple[Reference, str]:
    """What leads to the map of a script, and how it is written there."""
    minified = resolved.minified
    referred = minified.map
    text = minified.text.info.map_url if minified.text else None
    if isinstance(referred, EmbeddedMap):
        return "embedded", "data:"
    if isinstance(referred, RemoteMap):
        if minified.header is not None:
            return "header", minified.header
        return "comment", text or ""
    return ("debug_id", "") if resolved.map is not None else ("", "")


def _hop(
    chains: "Mapping[str, Mapping[tuple[int, int], Hop]]", raw: "Frame", resolved: "Resolved | None"
) -> "Hop | None":
    """The token of a frame, at the end of its chain of maps."""
    from inspector.js.chain import Hop

    position = (raw.lineno, raw.colno or 1)
    token = resolved.tokens.get(position) if resolved else None
    if resolved is None or token is None:
        return None
    last = chains.get(raw.abs_path, {}).get(position)
    return last or Hop(token, resolved.base, resolved.label)


def _link(hop: "Hop") -> MapLink:
    token = hop.token
    return MapLink(
        label=hide_secrets(hop.label),
        source=hide_secrets(token.source),
        line=token.line,
        column=token.column,
    )


def _named_by(answered: "Frame", hop: "Hop | None", callsite: str, raw: "Frame") -> NamedBy:
    """Whose word the answered function is; they are compared in the order they count."""
    if hop is None or not answered.function or answered.function == UNKNOWN:
        return ""
    words: tuple[tuple[NamedBy, str], ...] = (
        ("scope", hop.token.function if hop.token.function != UNKNOWN else ""),
        ("token", hop.token.name),
        ("caller", callsite),
        ("request", raw.function or ""),
    )
    return next((who for who, word in words if word and fold(word) == answered.function), "")
