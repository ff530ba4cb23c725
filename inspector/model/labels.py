"""What people call a frame, its place and its thread, in every report alike."""

from collections.abc import Callable, Container

from inspector.model.report import Frame, Thread


def frame_name(frame: Frame) -> str:
    """The function, else the address in its module, else the bare address."""
    if frame.function:
        return frame.function
    if frame.offset is not None and frame.package:
        return f"{last_component(frame.package)} +0x{frame.offset:x}"
    return f"0x{frame.address:016x}" if frame.address is not None else "<unknown>"


def location(frame: Frame) -> str:
    """`file:line`, with the column where one is known; "" without a file."""
    if not frame.file:
        return ""
    line = f":{frame.line}" if frame.line else ""
    return frame.file + line + (f":{frame.column}" if frame.column else "")


def last_component(path: str) -> str:
    """What follows the last separator of either kind; trailing separators do not count."""
    trimmed = path.rstrip("/\\")
    return trimmed[max(trimmed.rfind("/"), trimmed.rfind("\\")) + 1 :]


def module_name(code_file: str | None, debug_file: str | None) -> str:
    """The file name of a module, else that of its debug file; "" if neither is known."""
    return last_component(code_file or "") or last_component(debug_file or "")


def thread_title(thread: Thread, show: Callable[[str], str] = str) -> str:
    """ "Thread 7 main (crashed)", with what `show` makes of the name."""
    title = f"Thread {thread.id if thread.id is not None else thread.index}"
    if thread.name:
        title += f" {show(thread.name)}"
    return title + (" (crashed)" if thread.crashed else "")


def count_of(number: int, word: str) -> str:
    """ "1 thread", "2 threads"."""
    return f"{number} {word}" + ("" if number == 1 else "s")


def free_name(name: str, taken: Container[str]) -> str:
    """`name`, or with the first number that makes it one of its own."""
    number, free = 2, name
    while free in taken:
        free, number = f"{name}-{number}", number + 1
    return free
