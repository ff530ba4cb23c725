"""Request and response -> model/report, the shape every face shows.

Frames are callee first whatever the order of the response; raw frames are numbered like the
answered ones, so a face can keep its place when answers arrive.
"""

from collections.abc import Iterator, Mapping, Sequence

from msgspec.structs import replace

from inspector.model import report as shown
from inspector.model.address import parse_address
from inspector.model.labels import last_component, module_name
from inspector.model.places.sources import hide_credentials, hide_secrets, hide_userinfo
from inspector.native.modules import ModuleMap
from inspector.native.wire import (
    Candidate,
    Frame,
    Module,
    NativeRequest,
    NativeResponse,
    RawFrame,
    RawModule,
    RawThread,
    Thread,
)

_FEATURES = (
    ("debug", "has_debug_info"),
    ("symbols", "has_symbols"),
    ("unwind", "has_unwind_info"),
    ("sources", "has_sources"),
)


def preview(request: NativeRequest, name: str) -> shown.Report:
    """What was asked: raw frames and modules, before any run."""
    modules = ModuleMap(request.modules)
    backwards = request.options.frame_order == "caller_first"
    threads = []
    for number, thread in enumerate(request.stacktraces):
        frames = thread.frames[::-1] if backwards else thread.frames
        threads.append(described_thread(number, thread, tuple(_raw_frames(frames, modules))))
    return shown.Report(
        kind="native",
        name=name,
        platform=request.platform or "",
        signal=request.signal,
        threads=tuple(threads),
        modules=tuple(
            _raw_module(i, module, modules.sizes[i]) for i, module in enumerate(request.modules)
        ),
        notes=_notes(request),
    )


def report(
    request: NativeRequest,
    response: NativeResponse,
    candidates: Mapping[int, Sequence[Candidate]],
    name: str,
) -> shown.Report:
    """What was answered. `candidates` are there whether or not the response shows them."""
    modules = ModuleMap(request.modules)
    backwards = request.options.frame_order == "caller_first"
    threads = []
    for number, (raw, answered) in enumerate(
        zip(request.stacktraces, response.stacktraces, strict=True)
    ):
        frames = answered.frames[::-1] if backwards else answered.frames
        threads.append(_answered_thread(number, raw, frames, modules, backwards=backwards))
    return shown.Report(
        kind="native",
        name=name,
        platform=request.platform or "",
        signal=request.signal,
        threads=tuple(threads),
        modules=tuple(
            module(i, answered, candidates.get(i, ()))
            for i, answered in enumerate(response.modules)
        ),
        notes=_notes(request),
        done=True,
    )


def thread(number: int, raw: RawThread, answered: Thread, modules: ModuleMap) -> shown.Thread:
    """One thread of a running request; both are callee first."""
    return _answered_thread(number, raw, answered.frames, modules, backwards=False)


def module(index: int, answered: Module, candidates: Sequence[Candidate]) -> shown.Module:
    """One answered module."""
    return shown.Module(
        index=index,
        type=answered.type,
        name=module_name(answered.code_file, answered.debug_file),
        code_file=answered.code_file or "",
        debug_file=answered.debug_file or "",
        code_id=answered.code_id or "",
        debug_id=answered.debug_id or "",
        address=parse_address(answered.image_addr),
        size=answered.image_size,
        arch=answered.arch if answered.arch != "unknown" else "",
        status=answered.debug_status,
        features=tuple(word for word, field in _FEATURES if getattr(answered.features, field)),
        candidates=tuple(_candidate(candidate) for candidate in candidates),
    )


def _shown(candidate: Candidate) -> str:
    """The location as `RemoteFile.shown` has it; the response keeps what upstream says."""
    location = candidate.location
    if "?" not in location and "@" not in location:
        return location
    from inspector.native.source_context import SOURCE_LINK  # only a run has links

    if candidate.source == SOURCE_LINK:
        return hide_secrets(location)
    if location.startswith(("http://", "https://")):
        return hide_credentials(location)
    return hide_userinfo(location)


def _candidate(candidate: Candidate) -> shown.Candidate:
    features = candidate.download.features
    debug = candidate.debug
    return shown.Candidate(
        source=candidate.source,
        location=_shown(candidate),
        download=candidate.download.status,
        details=candidate.download.details or (debug.details if debug else None) or "",
        features=tuple(word for word, field in _FEATURES if getattr(features, field))
        if features
        else (),
        debug=debug.status if debug else "",
    )


def _raw_module(index: int, raw: RawModule, size: int | None) -> shown.Module:
    wanted = raw.object_id
    return shown.Module(
        index=index,
        type=wanted.object_type,
        name=module_name(raw.code_file, raw.debug_file),
        code_file=raw.code_file or "",
        debug_file=raw.debug_file or "",
        code_id=wanted.code_id or "",
        debug_id=str(wanted.debug_id) if wanted.debug_id else "",
        address=int(raw.image_addr),
        size=size,
    )


def described_thread(number: int, raw: RawThread, frames: tuple[shown.Frame, ...]) -> shown.Thread:
    """A thread with `frames`, whatever `raw` has of them."""
    return shown.Thread(
        index=number,
        id=raw.thread_id,
        name=raw.thread_name or "",
        crashed=bool(raw.is_requesting),
        registers=tuple((name, int(value)) for name, value in raw.registers.items()),
        frames=frames,
    )


def _raw_frames(frames: Sequence[RawFrame], modules: ModuleMap) -> Iterator[shown.Frame]:
    """The frames as they were sent, callee first. A large crash has 100,000."""
    packages = [module.code_file or "" for module in modules.modules]
    bases = [module.image_addr for module in modules.modules]
    for index, raw in enumerate(frames):
        number = modules.owner(raw)
        absolute, offset = _addresses(raw, bases[number] if number is not None else 0)
        frame = shown.Frame(
            index=index,
            trust=raw.trust if raw.trust != "none" else "",
            module=number,
            package=raw.package or (packages[number] if number is not None else ""),
            address=absolute,
            offset=offset,
            in_app=raw.in_app,
        )
        yield _described(frame, raw) if _has_been_answered(raw) else frame


def _has_been_answered(raw: RawFrame) -> bool:
    """Whether it says more than an address. Few do, and a large crash has 100,000."""
    return bool(
        raw.function
        or raw.symbol
        or raw.filename
        or raw.abs_path
        or raw.lineno is not None
        or raw.lang
        or raw.context_line is not None
        or raw.pre_context
        or raw.post_context
        or raw.source_link
    )


def _described(frame: shown.Frame, raw: RawFrame) -> shown.Frame:
    """The frame with all that a client or an earlier answer says of it."""
    return replace(
        frame,
        function=raw.function or raw.symbol or "",
        symbol=raw.symbol or "",
        raw_function=raw.function or raw.symbol or "",
        file=raw.filename or last_component(raw.abs_path or ""),
        path=raw.abs_path or "",
        line=raw.lineno,
        lang=raw.lang or "",
        pre_context=raw.pre_context,
        context_line=raw.context_line,
        post_context=raw.post_context,
        source_link=hide_secrets(raw.source_link or ""),
    )


def _addresses(raw: RawFrame, base: int) -> tuple[int | None, int | None]:
    """The frame's absolute address and its offset in the module, as far as they exist.

    base  load address of the module; 0: no module, or one without
    """
    address = int(raw.instruction_addr)  # a plain number: reports are written as JSON
    if raw.addr_mode.module is None:
        return address, address - base if base else None
    return (base + address if base else None), address


def _answered_thread(
    number: int,
    raw: RawThread,
    answered: Sequence[Frame],
    modules: ModuleMap,
    *,
    backwards: bool,
) -> shown.Thread:
    frames = raw.frames[::-1] if backwards else raw.frames
    counts: dict[int, int] = {}
    for frame in answered:
        counts[frame.original_index] = counts.get(frame.original_index, 0) + 1
    rows = []
    for frame in answered:
        counts[frame.original_index] -= 1
        rows.append(
            answered_frame(
                frame, frames[frame.original_index], counts[frame.original_index], modules
            )
        )
    return described_thread(number, raw, tuple(rows))


def answered_frame(answered: Frame, raw: RawFrame, depth: int, modules: ModuleMap) -> shown.Frame:
    """One answered frame. `depth`: how many more of its raw frame follow."""
    number = modules.owner(raw)
    base = modules.modules[number].image_addr if number is not None else 0
    absolute, offset = _addresses(raw, base)
    frame = shown.Frame(  # 15 arguments at most: see frames._copied
        status=answered.status,
        index=answered.original_index,
        depth=depth,
        trust=answered.trust if answered.trust != "none" else "",
        function=answered.function or answered.symbol or "",
        symbol=answered.symbol or "",
        module=number,
        package=answered.package or "",
        file=answered.filename or last_component(answered.abs_path or ""),
        path=answered.abs_path or "",
        line=answered.lineno,
        address=absolute,
        offset=offset,
        lang=answered.lang or "",
        # Symbolication drops it from the response; what the reporter said still holds.
        in_app=answered.in_app if answered.in_app is not None else raw.in_app,
    )
    return _beside(frame, answered, raw)


def _beside(frame: shown.Frame, answered: Frame, raw: RawFrame) -> shown.Frame:
    """The frame with its source text, and the name it had before. Most have neither."""
    raw_function = raw.function or raw.symbol or ""
    link = answered.source_link or ""
    has_text = answered.context_line is not None or answered.pre_context or answered.post_context
    if not (has_text or raw_function or link):
        return frame
    return replace(
        frame,
        raw_function=raw_function,
        pre_context=answered.pre_context,
        context_line=answered.context_line,
        post_context=answered.post_context,
        source_link=hide_secrets(link),
    )


def _notes(request: NativeRequest) -> tuple[str, ...]:
    notes = []
    if request.sources == ():
        notes.append("the request names no sources, so there is nothing to look in")
    if not request.modules:
        notes.append("the request has no modules, so no address can be assigned")
    return tuple(notes)
