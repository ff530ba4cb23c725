"""Why a frame, a module or a script is as it is: the one door to all explanations.

    result = await engine.symbolicate(opened)
    print(explain_frame(opened, result, thread=0, frame=3).verdict)
    near = await engine.nearby(result, module=1)     # looks into local folders
    print(explain_module(opened, result, 1, near).next)

Frames are counted as in a report: callee first, by their raw frame.
"""

from typing import TYPE_CHECKING

from inspector.model.why.explanation import Explanation

if TYPE_CHECKING:
    from collections.abc import Sequence

    from inspector.engine import Result
    from inspector.js.why.trace import JsTrace
    from inspector.js.wire import JsRequest
    from inspector.model.why.judged import Around, NearMiss
    from inspector.model.why.plan import ModulePlan
    from inspector.native.why.trace import NativeTrace
    from inspector.native.wire import NativeRequest
    from inspector.opening import Opened
    from inspector.settings import Settings


def explain_frame(
    opened: "Opened",
    result: "Result",
    thread: int,
    frame: int,
    depth: int = 0,
    near: "Sequence[NearMiss]" = (),
) -> Explanation:
    """Why a frame is as it is.

    depth  which of the functions inlined there is meant; 0: the one that was really called
    near   what `Engine.nearby` found for its module
    """
    trace = result.trace
    if trace.kind == "js":
        from inspector.js.why import frame as script_frames

        place = trace.frame(thread, frame)
        script = trace.script(place.script)
        return script_frames.explain(place, script, _around(opened, trace, near))
    from inspector.native.why import frame as frames

    found = trace.frame(thread, frame, depth)
    module = trace.module(found.module) if found.module is not None else None
    return frames.explain(found, module, _around(opened, trace, near))


def explain_module(
    opened: "Opened", result: "Result", module: int, near: "Sequence[NearMiss]" = ()
) -> Explanation:
    """Why a module, or a script, is as it is. `near`: what `Engine.nearby` found for it."""
    trace = result.trace
    if trace.kind == "js":
        from inspector.js.why import script as scripts

        return scripts.explain(trace.script(module), _around(opened, trace, near))
    from inspector.native.why import module as modules

    return modules.explain(trace.module(module), _around(opened, trace, near))


def _around(
    opened: "Opened", trace: "NativeTrace | JsTrace", near: "Sequence[NearMiss]"
) -> "Around":
    from inspector.model.why.judged import Around

    settings = trace.settings
    limits = ("head_timeout", "max_download_timeout", "connect_timeout", "parser_timeout")
    return Around(
        sources=tuple(trace.sources),
        given=trace.evidence.request.sources is not None,
        trusted=opened.trusted,
        strict=opened.strict,
        offline=settings.offline,
        seconds={name: float(getattr(settings, name)) for name in limits},
        near=tuple(near),
    )


def plan(opened: "Opened", settings: "Settings") -> "tuple[ModulePlan, ...]":
    """What a run will ask, location by location; nobody is asked for it."""
    if opened.kind == "js":
        from inspector.js.why.plan import plan as js_plan
        from inspector.opening import scraping_of, with_scraping
        from inspector.places import local_builds

        asked = with_scraping(opened, scraping_of(opened, settings))
        script: JsRequest = asked.body  # type: ignore[assignment]  # by its kind
        builds = local_builds(opened, settings)
        vouched = opened.trusted or settings.connect_to_reserved_ips
        return js_plan(script, builds, vouched=vouched)
    from inspector.native.why.plan import plan as native_plan
    from inspector.places import places_of

    request: NativeRequest = opened.body  # type: ignore[assignment]  # by its kind
    return native_plan(request, places_of(opened, settings), strict=opened.strict)
