"""The real program in a pseudo-terminal: what reaches the terminal, and how it is left."""

import json
import socket
from pathlib import Path

import pytest

from tests.tui.pseudo_terminal import LEAVE_ALTERNATE_SCREEN, terminal

OSC52 = "\x1b]52;c;Zm9v\x07"
NAMES = (f"a{OSC52}", "b\x1b]0;title\x07", "c\x00\x9b31m", "d\u202egnp.exe", "e\x7f\x08")
FORBIDDEN = {
    "OSC 52": b"]52;c;Zm9v\x07",
    "title": b"\x1b]0;title",
    "NUL": b"\x00",
    "C1": "\x9b31m".encode(),
    "bidi": "\u202e".encode(),
    "DEL": b"\x7f",
}


def request(folder: Path, sources: list[object]) -> str:
    """A crash whose every name tries something."""
    frames = [{"instruction_addr": hex(0x1010 + 0x1000 * n), "function": name, "package": name}
              for n, name in enumerate(NAMES)]  # fmt: skip
    modules = [
        {"type": "elf", "code_file": name, "debug_file": name, "image_addr": hex(0x1000 * (n + 1)),
         "image_size": 0x1000, "code_id": f"{n}123456789abcdef0123"}
        for n, name in enumerate(NAMES)
    ]  # fmt: skip
    threads = [{"thread_id": n, "thread_name": name, "frames": frames, "is_requesting": n == 0}
               for n, name in enumerate(NAMES)]  # fmt: skip
    body = {"stacktraces": threads, "modules": modules, "sources": sources}
    path = folder / "hostile.json"
    path.write_text(json.dumps(body))
    return str(path)


def test_check_16_no_byte_of_a_name_acts_on_the_terminal(tmp_path: Path) -> None:
    local = {"type": "filesystem", "id": OSC52, "path": "symbols", "layout": {"type": "native"}}
    with terminal(request(tmp_path, [local]), folder=tmp_path) as screen:
        screen.read_until("frames · 5 modules")
        walk = (("2", "Candidates"), ("5", "Activity"), ("1", "Source"), ("?", "Help"))
        for keys, wanted in walk:
            screen.press(keys)
            screen.read_until(wanted)
        screen.press("\x1b")
        screen.press("\x11")
        assert screen.read_to_the_end(5) == 0
    assert [name for name, data in FORBIDDEN.items() if data in screen.output] == []
    for substitute in ("a␛]52;c;Zm9v␇", "c␀\ufffd31m", "d<U+202E>gnp.exe", "e␡␈"):
        assert substitute.encode() in screen.output
    assert LEAVE_ALTERNATE_SCREEN in screen.output


BOXES = (("/", "unction, file or module"), ("?", "ype to filter"), ("\x10", "earch for commands"))
"""Keys, and what an empty box says; the cursor is on its first letter."""

PASTED = "\x1b[200~{}\x1b[201~"
"""What a terminal sends when somebody pastes."""


def test_check_16_nor_one_that_was_pasted_into_a_box(tmp_path: Path) -> None:
    """The boxes are Textual's, and those echo what they get; so does its palette.

    An escape character ends a paste, in Textual, so that none gets into a box this way.
    """
    pasted = [name for name in NAMES if "\x1b" not in name]
    with terminal(request(tmp_path, []), folder=tmp_path) as screen:
        screen.read_until("frames · 5 modules")
        for key, head in BOXES:
            screen.press(key)
            screen.read_until(head)
            for name in pasted:
                screen.press(PASTED.format(name + "<end>"))
                screen.read_until("<end>")
            screen.press("\x1b")
            screen.read_until_quiet(0.2)  # Escape and a key at once would be another key
        screen.press("\x11")
        assert screen.read_to_the_end(5) == 0
    assert [name for name, data in FORBIDDEN.items() if data in screen.output] == []


def test_check_30_quitting_in_the_middle_of_a_run(tmp_path: Path) -> None:
    """The server accepts and never answers; the program is gone within two seconds."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        url = f"http://127.0.0.1:{server.getsockname()[1]}/"
        slow = {"type": "http", "id": "slow", "url": url, "layout": {"type": "native"}}
        with terminal(request(tmp_path, [slow]), "--trust", folder=tmp_path) as screen:
            screen.read_until("fetching")
            screen.press("\x11")
            assert screen.read_to_the_end(2.0) == 0
    assert LEAVE_ALTERNATE_SCREEN in screen.output


@pytest.mark.parametrize("arguments", [("--version",), ("--help",)])
def test_no_app_is_loaded_for_a_word(arguments: tuple[str, ...], tmp_path: Path) -> None:
    with terminal(*arguments, folder=tmp_path) as screen:
        assert screen.read_to_the_end(5) == 0
    assert b"\x1b[?1049h" not in screen.output
