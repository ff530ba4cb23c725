"""What the copy menu puts on the clipboard. Clean text: a paste must not act either."""

from collections.abc import Callable

import msgspec
from msgspec import Struct

from inspector.model.clean import clean
from inspector.model.labels import last_component
from inspector.model.report import Frame, Thread
from inspector.tui.listing.threads import title
from inspector.tui.view import View
from inspector.tui.words.wording import frame_mark


class Offer(Struct, frozen=True):
    """One line of the menu."""

    key: str
    label: str
    text: Callable[[View, Frame], str]  # "" when there is nothing of the kind


def frame_text(frame: Frame) -> str:
    """A frame on one line: "#2  app  Scene::render() (renderer.cpp:214)"."""
    name = clean(frame.function or frame.raw_function) or _address(frame) or "?"
    module = clean(last_component(frame.package))
    where = f" ({place})" if (place := place_text(frame)) else ""
    state = " [inlined]" if frame.depth else ""
    if frame.status not in ("symbolicated", "raw"):
        state += f" [{frame_mark(frame.status).word}]"
    return f"#{frame.index:<3} {module + '  ' if module else ''}{name}{where}{state}"


def place_text(frame: Frame) -> str:
    """Path, line and column, as far as they are known."""
    path = clean(frame.path or frame.file)
    line = f":{frame.line}" if path and frame.line else ""
    return path + line + (f":{frame.column}" if line and frame.column else "")


def thread_text(thread: Thread) -> str:
    """A whole thread, callee first."""
    state = " (crashed)" if thread.crashed else ""
    head = f"Thread {clean(title(thread))}{state}"
    return "\n".join([head, *(frame_text(frame) for frame in thread.frames)])


def thread_markdown(thread: Thread) -> str:
    """The same with the frames in a fence no name can close."""
    head, _, body = thread_text(thread).partition("\n")
    fence = "```"
    while fence in body:
        fence += "`"
    return f"**{_escaped(head)}**\n\n{fence}\n{body}\n{fence}\n"


def frame_json(frame: Frame) -> str:
    """Everything we know about a frame, as JSON."""
    return msgspec.json.format(msgspec.json.encode(frame), indent=2).decode()


def _address(frame: Frame) -> str:
    return f"0x{frame.address:x}" if frame.address is not None else ""


def _thread(view: View, write: Callable[[Thread], str]) -> str:
    thread = view.shown_thread
    return write(thread) if thread else ""


def _debug_id(view: View, frame: Frame) -> str:
    module = view.module_of(frame)
    return clean(module.debug_id) if module else ""


def _escaped(text: str) -> str:
    return "".join("\\" + char if char in r"\`*_{}[]<>#|!" else char for char in text)


OFFERS = (
    Offer("y", "row", lambda _, frame: frame_text(frame)),
    Offer("f", "function", lambda _, frame: clean(frame.function or frame.raw_function)),
    Offer("s", "file:line", lambda _, frame: place_text(frame)),
    Offer("a", "address", lambda _, frame: _address(frame)),
    Offer("i", "debug id", _debug_id),
    Offer("j", "frame as JSON", lambda _, frame: frame_json(frame)),
    Offer("t", "thread as text", lambda view, _: _thread(view, thread_text)),
    Offer("m", "thread as Markdown", lambda view, _: _thread(view, thread_markdown)),
)
