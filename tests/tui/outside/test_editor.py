"""D5 check 28: the editor gets an argument list; no name is an option or a command."""

import pytest

from inspector.tui.outside.editor import NoEditor, chosen, command, has_own_window

FILE = "/src/my app/-x; rm.cpp"
COMMANDS = [
    pytest.param("vim", ["vim", "+7", FILE], id="vim"),
    pytest.param("/usr/bin/nvim", ["/usr/bin/nvim", "+7", FILE], id="by-its-path"),
    pytest.param("nano -w", ["nano", "-w", "+7,3", FILE], id="nano"),
    pytest.param("emacs -nw", ["emacs", "-nw", "+7:3", FILE], id="emacs"),
    pytest.param("micro", ["micro", "+7:3", FILE], id="micro"),
    pytest.param("hx", ["hx", FILE + ":7:3"], id="helix"),
    pytest.param("subl -w", ["subl", "-w", FILE + ":7:3"], id="sublime"),
    pytest.param("code --wait", ["code", "--wait", "--goto", FILE + ":7:3"], id="code"),
    pytest.param("kate", ["kate", "--line", "7", FILE], id="kate"),
    pytest.param("geany", ["geany", "-l", "7", FILE], id="geany"),
    pytest.param("'/opt/my editor/ed' -s", ["/opt/my editor/ed", "-s", FILE], id="unknown"),
    pytest.param("Notepad++.exe", ["Notepad++.exe", "-n7", FILE], id="windows"),
]


@pytest.mark.parametrize(("editor", "expected"), COMMANDS)
def test_known_editors_go_to_the_line(editor: str, expected: list[str]) -> None:
    assert command(chosen({"EDITOR": editor}), FILE, 7, 3) == expected


def test_without_a_column_or_a_line() -> None:
    assert command(["hx"], FILE, 7) == ["hx", FILE + ":7"]
    assert command(["vim"], FILE, 0) == ["vim", FILE]


def test_a_relative_path_might_be_an_option() -> None:
    with pytest.raises(ValueError, match="not an absolute path: -x"):
        command(["vim"], "-x", 1)


def test_visual_goes_before_editor() -> None:
    assert chosen({"VISUAL": "vim", "EDITOR": "ed"}) == ["vim"]
    assert chosen({"VISUAL": " ", "EDITOR": "ed"}) == ["ed"]


@pytest.mark.parametrize(
    ("environ", "reason"),
    [({}, "no editor is chosen"), ({"EDITOR": "vim 'x"}, "EDITOR cannot be read")],
    ids=["none", "quotes"],
)
def test_no_editor(environ: dict[str, str], reason: str) -> None:
    with pytest.raises(NoEditor, match=reason):
        chosen(environ)


@pytest.mark.parametrize(
    ("editor", "own"),
    [(["code"], True), (["vim"], False), (["emacs"], False), (["strange"], False)],
    ids=str,
)
def test_an_editor_with_a_window_leaves_the_terminal_alone(editor: list[str], own: bool) -> None:
    assert has_own_window(editor) is own
