"""A response body alone -> model/report: what a server answered, without the request.

A JavaScript response does not say in which order its frames are.
"""

from typing import Any

from inspector.js import report
from inspector.js.finding.origins import Origin, read_origin
from inspector.js.wire import FrameOrder, JsRequest, JsResponse, Options
from inspector.model import report as shown
from inspector.model.body import BadBody, convert


def report_of_response(tree: Any, name: str, order: FrameOrder = "caller_first") -> shown.Report:
    """What a decoded response body says. Raises BadBody with the JSON path.

    order  that of the request it answers; the service's default if that is not known
    """
    response = convert(tree, JsResponse, _read)
    if len(response.stacktraces) != len(response.raw_stacktraces):
        raise BadBody("not as many as `stacktraces`", "raw_stacktraces")
    for i, (answered, raw) in enumerate(
        zip(response.stacktraces, response.raw_stacktraces, strict=True)
    ):
        if len(answered.frames) != len(raw.frames):
            raise BadBody("not as many as in `stacktraces`", f"raw_stacktraces[{i}].frames")
    return report.report(JsRequest(options=Options(frame_order=order)), response, name)


def _read(_kind: type, value: Any) -> Origin:
    """The one type of a response that JSON does not have."""
    return read_origin(value)
