"""A response body alone -> model/report: what a server answered, without the request.

The order of the frames is told by their numbers, modules by address, as in a request.
"""

from collections.abc import Sequence
from typing import Any

from inspector.model import report as shown
from inspector.model.address import parse_address
from inspector.model.body import BadBody, convert
from inspector.native import report
from inspector.native.modules import ModuleMap
from inspector.native.wire import (
    U64,
    Address,
    Frame,
    Module,
    NativeResponse,
    RawFrame,
    RawModule,
    RawThread,
    Thread,
    parse_addr_mode,
)


def report_of_response(tree: Any, name: str) -> shown.Report:
    """What a decoded response body says. Raises BadBody with the JSON path."""
    response = convert(tree, NativeResponse)
    images = [_image(i, module) for i, module in enumerate(response.modules)]
    modules = ModuleMap(images)
    return shown.Report(
        kind="native",
        name=name,
        signal=response.signal,
        threads=tuple(_thread(i, one, modules) for i, one in enumerate(response.stacktraces)),
        modules=tuple(
            report.module(i, module, module.candidates) for i, module in enumerate(response.modules)
        ),
        done=True,
    )


def _image(index: int, module: Module) -> RawModule:
    return RawModule(
        type=module.type,
        code_file=module.code_file,
        debug_file=module.debug_file,
        image_addr=_address(module.image_addr, f"modules[{index}].image_addr"),
        image_size=None if module.image_size is None else U64(module.image_size),
    )


def _thread(number: int, thread: Thread, modules: ModuleMap) -> shown.Thread:
    path = f"stacktraces[{number}]"
    frames = _callee_first(thread.frames)
    raw = [_raw(frame, f"{path}.frames[{i}]") for i, frame in enumerate(frames)]
    left: dict[int, int] = {}
    for frame in frames:
        left[frame.original_index] = left.get(frame.original_index, 0) + 1
    rows = []
    for frame, asked in zip(frames, raw, strict=True):
        left[frame.original_index] -= 1
        rows.append(report.answered_frame(frame, asked, left[frame.original_index], modules))
    registers = {
        register: _address(value, f"{path}.registers.{register}")
        for register, value in thread.registers.items()
    }
    described = RawThread(
        frames=(),
        thread_id=None if thread.thread_id is None else U64(thread.thread_id),
        thread_name=thread.thread_name,
        is_requesting=thread.is_requesting,
        registers=registers,
    )
    return report.described_thread(number, described, tuple(rows))


def _callee_first(frames: Sequence[Frame]) -> Sequence[Frame]:
    """Raw frames are numbered from the callee, so falling numbers mean caller first."""
    backwards = len(frames) > 1 and frames[0].original_index > frames[-1].original_index
    return frames[::-1] if backwards else frames


def _raw(frame: Frame, path: str) -> RawFrame:
    try:
        mode = parse_addr_mode(frame.addr_mode)
    except ValueError as error:
        raise BadBody(str(error), f"{path}.addr_mode") from None
    address = _address(frame.instruction_addr, f"{path}.instruction_addr")
    return RawFrame(instruction_addr=address, addr_mode=mode)


def _address(text: str, path: str) -> Address:
    try:
        return Address(parse_address(text))
    except ValueError as error:
        raise BadBody(str(error), path) from None
