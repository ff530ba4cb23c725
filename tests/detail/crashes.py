"""Crashes made up for one cause each."""

from msgspec.structs import replace

from inspector.model.report import Frame, Module, Report, Thread

APP = Module(index=0, name="ship", code_file="/opt/ship", address=0x400000, size=0x10000)


def crash(
    *frames: Frame | str, signal: int | None = 11, arch: str = "x86_64", **registers: int
) -> Report:
    """A native report: names are frames of the program, callee first."""
    made = tuple(one if isinstance(one, Frame) else in_app(one, n) for n, one in enumerate(frames))
    module = replace(APP, arch=arch)
    thread = Thread(index=0, crashed=True, frames=made, registers=tuple(registers.items()))
    return Report(kind="native", signal=signal, threads=(thread,), modules=(module,), done=True)


def in_app(name: str, number: int = 0) -> Frame:
    address = 0x401000 + 16 * number
    return Frame(status="symbolicated", function=name, module=0, address=address)


def nowhere(address: int) -> Frame:
    return Frame(status="unknown_image", address=address)
