"""Acceptance checks that need a terminal: 16 (exports), 18, 27, 28, 30."""

import json
import os
import re
import select
import shlex
import shutil
import subprocess
import sys
import termios
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.tui.pseudo_terminal import LEAVE_ALTERNATE_SCREEN, terminal
from tests.tui.test_terminal import NAMES, request

ROOT = Path(__file__).resolve().parents[2]
PROBLEMS = str(ROOT / "sample_requests" / "native" / "problems.json")
LINUX = str(ROOT / "sample_requests" / "native" / "linux.json")

STATUS_WORDS = ("no symbol", "malformed", "no file", "no module")
MODULE_WORDS = ("found", "malformed", "missing", "unused")
COLOURS = re.compile(rb"(?:38|48);2;(\d+);(\d+);(\d+)")


class Tmux:
    """A tmux server with the app in its one window, and all that the window says."""

    def __init__(self, folder: Path) -> None:
        self._command = ["tmux", "-S", str(folder / "tmux"), "-f", "/dev/null"]
        names = ("XDG_STATE_HOME", "XDG_CACHE_HOME", "XDG_CONFIG_HOME")
        self._environ = {
            "PATH": os.environ["PATH"],
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            **{name: str(folder / name) for name in names},
        }
        said = folder / "said"
        os.mkfifo(said)
        app = f"read go; exec {shlex.join([sys.executable, '-m', 'inspector', LINUX])}"
        self.tell("new-session", "-d", "-x", "120", "-y", "30", app)
        self.tell("set-option", "-s", "set-clipboard", "on")
        self.tell("pipe-pane", "-O", f"exec cat > {shlex.quote(str(said))}")
        self._said = os.open(said, os.O_RDONLY)
        self.tell("send-keys", "Enter")

    def tell(self, *arguments: str) -> str:
        """Run a command of tmux; what it prints."""
        done = subprocess.run(
            [*self._command, *arguments], capture_output=True, text=True, env=self._environ
        )
        assert done.returncode == 0, done.stderr
        return done.stdout

    def read_until(self, wanted: str) -> None:
        """Wait until the window has said something."""
        heard = b""
        while wanted.encode() not in heard:
            ready, _, _ = select.select([self._said], [], [], 15)
            assert ready, f"no {wanted!r} in {heard[-2000:]!r}"
            piece = os.read(self._said, 65536)
            assert piece, "the app ended"
            heard += piece

    def close(self) -> None:
        self.tell("kill-server")
        os.close(self._said)


def new_modes() -> list[int]:
    """Those of a terminal that nobody has used."""
    ours, theirs = os.openpty()
    try:
        return list(termios.tcgetattr(theirs)[:4])
    finally:
        os.close(ours)
        os.close(theirs)


LOOKS = [
    pytest.param((), {"NO_COLOR": "1"}, id="no-color"),
    pytest.param((), {"TEXTUAL_THEME": "textual-light"}, id="textual-light"),
    pytest.param((), {"TEXTUAL_THEME": "ansi-light"}, id="ansi-light"),
    pytest.param(("--ascii",), {}, id="ascii"),
    pytest.param(("--ascii",), {"NO_COLOR": "1"}, id="ascii-no-color"),
]


@pytest.mark.parametrize(("arguments", "environ"), LOOKS)
def test_check_27_each_status_is_told_in_words(
    tmp_path: Path, arguments: tuple[str, ...], environ: dict[str, str]
) -> None:
    """Statuses are words beside the frames and the modules, whatever the colours."""
    with terminal(PROBLEMS, *arguments, folder=tmp_path, more=environ) as screen:
        screen.read_until("9/17 frames")
        screen.read_until("symbolicated")  # in the details of the frame under the cursor
        screen.press("2")
        screen.read_until("Candidates")
        screen.press("u")
        screen.read_until("unused")
        screen.press("\x11")
        assert screen.read_to_the_end(5) == 0
    text = screen.text
    assert [word for word in (*STATUS_WORDS, *MODULE_WORDS) if word not in text] == []
    if "--ascii" in arguments:
        assert sorted({c for c in screen.output if c > 0x7F}) == []
    if "NO_COLOR" in environ:
        coloured = [rgb for rgb in COLOURS.findall(screen.output) if len(set(rgb)) > 1]
        assert coloured == []


VIEWS = (("2", "Candidates"), ("3", "Edit"), ("4", "Test a URL"), ("5", "Activity"),
         ("6", "nothing to compare"), ("1", "Source"))  # fmt: skip


def test_check_27_no_view_has_a_glyph_of_ours_that_is_not_ascii(tmp_path: Path) -> None:
    with terminal(PROBLEMS, "--ascii", folder=tmp_path) as screen:
        screen.read_until("9/17 frames")
        for key, wanted in VIEWS:
            screen.press(key)
            screen.read_until(wanted)
            screen.read_until_quiet(0.3)  # the line of keys is the last
        assert "shift+^" in screen.text
        screen.press("\x11")
        assert screen.read_to_the_end(5) == 0
    assert sorted({c for c in screen.output if c > 0x7F}) == []


@pytest.mark.parametrize(
    ("key", "wanted"),
    [
        ("y", "as Markdown"),
        ("B", "Processed"),
        ("?", "Keys"),
        ("v", "mangled"),
        ("x", "Next"),
        ("d", "Close"),
        ("D", "in detail"),
        ("E", "Write"),
        ("\x10", "Search for"),
    ],
)
def test_check_27_nor_has_any_dialog(tmp_path: Path, key: str, wanted: str) -> None:
    with terminal(PROBLEMS, "--ascii", folder=tmp_path) as screen:
        screen.read_until("9/17 frames")
        screen.press(key)
        screen.read_until(wanted)
        screen.press("\x11")
        assert screen.read_to_the_end(5) == 0
    assert sorted({c for c in screen.output if c > 0x7F}) == []


def test_check_16_exported_json_has_the_originals(tmp_path: Path) -> None:
    """Nothing of a name is replaced in what the command line writes."""
    path = request(tmp_path, [])
    done = subprocess.run(
        [sys.executable, "-m", "inspector", "symbolicate", path],
        cwd=tmp_path,
        env={**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")},
        capture_output=True,
        check=True,
    )
    modules = json.loads(done.stdout)["modules"]
    assert [module["code_file"] for module in modules] == list(NAMES)


@pytest.fixture
def mapped(tmp_path: Path) -> Path:
    """A fake editor, and a settings file that says where harbor's sources are."""
    checkout = tmp_path / "check out"
    checkout.mkdir()
    asked = subprocess.run(
        [sys.executable, "-m", "inspector", "symbolicate", LINUX],
        cwd=tmp_path,
        env={**os.environ, "XDG_CACHE_HOME": str(tmp_path / "cache")},
        capture_output=True,
        check=True,
    )
    frames = [f for t in json.loads(asked.stdout)["stacktraces"] for f in t["frames"]]
    paths = {f["abs_path"] for f in frames if f.get("abs_path")}
    folders = {os.path.dirname(path) for path in paths}
    for path in paths:
        (checkout / os.path.basename(path)).write_text("\n" * 500)
    pairs = "".join(f"{json.dumps(folder)} = {json.dumps(str(checkout))}\n" for folder in folders)
    settings = tmp_path / "config" / "inspector" / "inspector.toml"
    settings.parent.mkdir(parents=True)
    settings.write_text(f"[paths]\n{pairs}")
    editor = tmp_path / "an editor; false" / "vim"
    editor.parent.mkdir()
    editor.write_text('#!/bin/sh\nprintf "%s\\n" "$@" > "$0.said"\necho EDITING; read answer\n')
    editor.chmod(0o755)
    return editor


def test_check_28_the_editor_has_the_terminal_until_it_ends(mapped: Path, tmp_path: Path) -> None:
    with terminal(LINUX, folder=tmp_path, more={"EDITOR": f"'{mapped}'"}) as screen:
        screen.read_until("✓")
        before = screen.modes
        screen.press("e")
        screen.read_until("EDITING")
        lent = screen.modes
        assert LEAVE_ALTERNATE_SCREEN in screen.output
        screen.press("\r")
        screen.read_until("\x1b[?1049h")  # back again
        screen.press("?")
        screen.read_until("Keys")
        assert screen.modes == before
        assert lent != before
        screen.press("\x11")
        assert screen.read_to_the_end(5) == 0
    line, file = Path(f"{mapped}.said").read_text().splitlines()
    assert re.fullmatch(r"\+\d+", line)
    assert Path(file).parent == tmp_path / "check out"


def test_check_30_quitting_restores_the_modes_of_the_terminal(tmp_path: Path) -> None:
    """Also in the middle of a run: line editing, echo and signals are as on a new terminal."""
    with terminal(PROBLEMS, folder=tmp_path) as screen:
        screen.read_until("frames so far")
        assert screen.modes != new_modes()
        screen.press("\x11")
        assert screen.read_to_the_end(2) == 0
        assert screen.modes == new_modes()
    for left_on in (b"\x1b[?1049", b"\x1b[?1000", b"\x1b[?1003", b"\x1b[?1006", b"\x1b[?2004"):
        on, off = screen.output.rfind(left_on + b"h"), screen.output.rfind(left_on + b"l")
        assert off >= on, left_on
    assert screen.output.rfind(b"\x1b[?25h") > screen.output.rfind(b"\x1b[?25l")


@pytest.fixture
def tmux(tmp_path: Path) -> Iterator[Tmux]:
    """A server of its own: its socket, its one session, its end."""
    if shutil.which("tmux") is None:
        pytest.skip("tmux is not installed")
    opened = Tmux(tmp_path)
    yield opened
    opened.close()


def test_check_18_a_copied_row_is_in_the_buffer_of_tmux(tmux: Tmux) -> None:
    tmux.read_until("✓")
    tmux.tell("send-keys", "g", "y")
    tmux.read_until("thread as Markdown")
    tmux.tell("send-keys", "y")
    tmux.read_until("clipboard")
    assert re.match(r"#\d+ +\S+  \S+", tmux.tell("show-buffer"))
