"""A request -> smaller ones, which come across everything remembered about some of its modules."""

from collections.abc import Collection, Iterator
from typing import TYPE_CHECKING

from msgspec import structs

if TYPE_CHECKING:
    from inspector.js.wire import JsRequest
    from inspector.native.wire import NativeRequest
    from inspector.opening import Opened
    from inspector.settings import Settings


def parts(
    opened: "Opened", modules: Collection[int], settings: "Settings"
) -> "Iterator[tuple[Settings, Opened]]":
    """Requests with the settings to answer them by. `modules`: numbers as the report has them.

    One each for what can stop at the first thing that is not on disk.
    """
    if opened.kind == "js":
        script: JsRequest = opened.body  # type: ignore[assignment]  # by its kind
        for fewer in _scripts(script, modules):
            yield settings, structs.replace(opened, body=fewer)
        return
    native: NativeRequest = opened.body  # type: ignore[assignment]  # by its kind
    known = [number for number in modules if number < len(native.modules)]
    for number in known:
        body = _about(native, number)
        if native.sources is None:
            for source in settings.sources:
                yield (
                    structs.replace(settings, sources=(source,)),
                    structs.replace(opened, body=body),
                )
            continue
        for source in native.sources:
            one = structs.replace(body, sources=(source,))
            yield settings, structs.replace(opened, body=one)


def _about(request: "NativeRequest", number: int) -> "NativeRequest":
    """The request with nothing but one frame at the start of one module."""
    from inspector.native.wire import Address, AddrMode, RawFrame, RawThread

    frame = RawFrame(instruction_addr=Address(0), addr_mode=AddrMode(number))
    return structs.replace(request, stacktraces=(RawThread(frames=(frame,)),))


def _scripts(request: "JsRequest", modules: Collection[int]) -> "Iterator[JsRequest]":
    """The request with the frames of some scripts; again without Sentry, which may be unknown."""
    from inspector.js.frames import without_async
    from inspector.js.wire import Trace

    paths = dict.fromkeys(
        without_async(frame).abs_path for trace in request.stacktraces for frame in trace.frames
    )
    wanted = {path for number, path in enumerate(paths) if number in modules}
    traces = tuple(
        Trace(tuple(frame for frame in trace.frames if without_async(frame).abs_path in wanted))
        for trace in request.stacktraces
    )
    fewer = structs.replace(request, stacktraces=traces)
    yield fewer
    if request.source is not None:
        yield structs.replace(fewer, source=None)
