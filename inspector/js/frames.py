"""Raw frame + token -> finished frame. Pure. Rules: spec/js.md 3.4, 7 and 8."""

from msgspec import structs

from inspector.js.names import Place, function_name
from inspector.js.wire import Frame, FrameData
from inspector.model.context import Context
from inspector.objects.scripts.sourcemap import Token

_ASYNC = "async "


def without_async(frame: Frame) -> Frame:
    """The frame without the one `async ` that some browsers put before its path."""
    if not frame.abs_path.startswith(_ASYNC):
        return frame
    return structs.replace(frame, abs_path=frame.abs_path.removeprefix(_ASYNC))


def with_context(frame: Frame, context: Context | None) -> Frame:
    """The frame with these lines around it; as it was without any."""
    if context is None:
        return frame
    return structs.replace(
        frame, pre_context=context.pre, context_line=context.line, post_context=context.post
    )


def symbolicated(
    raw: Frame,
    token: Token,
    place: Place | None,
    data: FrameData,
    callsite: str | None,
    lines: Context | None,
) -> Frame:
    """The frame at `token`.

    place     of the token's source; None when it has none
    data      how the script's map was found
    callsite  name of the token at which the caller made its call
    lines     around it; None leaves those that were sent along
    """
    function = function_name(token.function, token.name, raw.function, callsite)
    path, filename, module = raw.abs_path, raw.filename, raw.module
    if place is not None:
        path, filename = place.abs_path, place.filename
        if place.overrides or module is None:
            module = place.module
    return Frame(
        platform=raw.platform,
        function=function,
        filename=filename,
        module=module,
        abs_path=path,
        lineno=token.line,
        colno=token.column,
        pre_context=lines.pre if lines else raw.pre_context,
        context_line=lines.line if lines else raw.context_line,
        post_context=lines.post if lines else raw.post_context,
        token_name=token.name or None,
        data=data,
    )
