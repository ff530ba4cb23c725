"""Odd requests, read by the real reader, opened and walked through: nothing may end the app."""

import json
from pathlib import Path
from typing import Any

import pytest

from inspector import engine
from inspector.tui.app import InspectorApp
from inspector.tui.opened.recent import Recent
from inspector.tui.screens.crash.stack import StackScreen
from inspector.tui.screens.dialogs import MessageDialog
from inspector.tui.screens.start import StartScreen
from tests.tui.scripted import Script, press, seen, settle, state, until
from tests.tui.test_hostile import HOSTILE

KEYS = (
    "j", "k", "G", "g", "pagedown", "a", "a", "i", "o", "m", "u", "v", "w", "z", "z", "J", "K",
    "h", "l", "space", "full_stop", "apostrophe", "escape", "ampersand", "x", "enter", "escape",
    "slash", "x", "enter", "n", "N", "escape", "colon", "1", "enter", "y", "escape",
    "right_square_bracket", "left_square_bracket", "tab", "tab", "tab", "2", "j", "u", "enter",
    "2", "5", "j", "1",
)  # fmt: skip
"""Every key that acts on a request, once."""

FEW = ("j", "G", "g", "m", "u", "ampersand", "x", "enter", "escape", "2", "G", "u", "5", "1")
"""For requests that are long rather than odd."""


def native(threads: list[Any], modules: list[Any]) -> dict[str, Any]:
    return {"stacktraces": threads, "modules": modules}


def frame(at: int, **more: Any) -> dict[str, Any]:
    return {"instruction_addr": hex(at), **more}


def module(number: int) -> dict[str, Any]:
    return {"type": "elf", "code_file": f"/lib/lib{number}.so", "code_id": f"{number:040x}",
            "image_addr": hex(0x10000 * (number + 1)), "image_size": 0x10000}  # fmt: skip


HOSTILE_BODY = native(
    [{"thread_name": name, "frames": [frame(16, function=name, package=name, filename=name)]}
     for name in HOSTILE],
    [{"type": name, "code_file": name, "debug_file": name, "image_addr": hex(16 * n)}
     for n, name in enumerate(HOSTILE)],
)  # fmt: skip
BODIES = [
    pytest.param({}, id="empty-object"),
    pytest.param(native([], []), id="zero-threads"),
    pytest.param(native([{"frames": []}, {"frames": []}], []), id="zero-frames"),
    pytest.param(native([{"frames": [frame(0), frame(2**64 - 1)]}], []), id="odd-addresses"),
    pytest.param(HOSTILE_BODY, id="hostile-names"),
    pytest.param(
        native([{"thread_id": n, "frames": [frame(n + 1)]} for n in range(5000)], [module(0)]),
        id="5000-threads",
    ),
    pytest.param(
        native([{"frames": [frame(0x10000 * n + 5) for n in range(1, 100)]}],
               [module(n) for n in range(10_000)]),
        id="10000-modules",
    ),
    pytest.param({"platform": "javascript", "stacktraces": [], "modules": []}, id="js-empty"),
    pytest.param(
        {"platform": "javascript", "stacktraces": [{"frames": [
            {"abs_path": name, "function": name, "lineno": 1, "colno": 0} for name in HOSTILE
        ]}], "modules": []},
        id="js-hostile-names",
    ),
]  # fmt: skip


def app_on(path: Path) -> InspectorApp:
    """The app whose engine answers what was asked."""

    def preview(opened: Any) -> Any:
        report = engine.preview(opened)
        script.report = report
        return report

    script = Script(None, cached=True)  # type: ignore[arg-type]
    return InspectorApp(
        script.engine,
        load=engine.load,
        preview=preview,
        recent=Recent(str(path.parent / "recent.json")),
        start=str(path),
    )


@pytest.mark.parametrize("body", BODIES)
async def test_an_odd_request_opens_and_every_key_does_no_harm(
    tmp_path: Path, body: dict[str, Any]
) -> None:
    size = (80, 16) if "platform" in body else (120, 30)
    path = tmp_path / "odd.json"
    path.write_text(json.dumps(body))
    app = app_on(path)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: state(app) == "done" or isinstance(app.screen, MessageDialog))
        assert state(app) == "done", seen(app)
        for key in FEW if len(path.read_bytes()) > 100_000 else KEYS:
            await press(pilot, key)
        await settle(pilot)
        assert isinstance(app.screen, StackScreen)
        assert app.return_code is None
        assert app._exception is None


WRONG = {
    "stacktraces": [
        {"frames": [{"instruction_addr": "\x1b[31m[/zz]", "trust": "x [/foo] y"}]},
        {"frames": [{"instruction_addr": "0x1"}, {"instruction_addr": []}]},
    ],
    "modules": [{"type": "elf", "\x1b]52;c;Zm9v\x07": 1, "image_addr": "[b]"}],
}


async def test_the_first_three_problems_of_a_wrong_shape_are_told(tmp_path: Path) -> None:
    path = tmp_path / "odd.json"
    path.write_text(json.dumps(WRONG))
    app = app_on(path)
    async with app.run_test(size=(80, 24), notifications=True) as pilot:
        await until(pilot, lambda: isinstance(app.screen, MessageDialog))
        assert isinstance(app.screen, MessageDialog)
        first, *others = app.screen.text.splitlines()
        place = "line 1 column 67: stacktraces[0].frames[0].instruction_addr: invalid digit"
        assert first.startswith(f"{path}: {place}")
        assert "[/zz]" in first
        trust, address = (f"stacktraces[{at}].frames[{at}]" for at in range(2))
        assert others == [
            f"also line 1 column 90: {trust}.trust: invalid enum value 'x [/foo] y'",
            f"also line 1 column 159: {address}.instruction_addr: expected an address, got list",
        ]
        shown = "".join(seen(app))
        assert shown.isprintable()
        assert "x [/foo] y" in shown


@pytest.mark.parametrize(
    ("text", "place"),
    [
        pytest.param("", "line 1 column 1", id="empty"),
        pytest.param('{"stacktraces": [}', "line 1 column 18", id="comma"),
        pytest.param('{"a": 1', "line 1 column", id="cut-off"),
        pytest.param("[]", "expected an object", id="array"),
        pytest.param("\x00\x01", "line 1 column 1", id="binary"),
        pytest.param(
            '{"stacktraces": [{"frames": [{"instruction_addr": "[/zz]"}]}], "modules": []}',
            "stacktraces[0].frames[0].instruction_addr",
            id="wrong-shape",
        ),
        pytest.param('{"stacktraces": 3, "modules": []}', "stacktraces", id="wrong-type"),
        pytest.param('{"stacktraces": [{}], "modules": []}', "stacktraces[0]", id="missing-key"),
    ],
)
async def test_what_is_no_request_is_told_with_its_place(
    tmp_path: Path, text: str, place: str
) -> None:
    path = tmp_path / "odd.json"
    path.write_text(text)
    app = app_on(path)
    async with app.run_test(size=(100, 24), notifications=True) as pilot:
        await until(pilot, lambda: isinstance(app.screen, MessageDialog))
        shown = "".join(line.strip(" │") for line in seen(app)[5:20]).replace(" ", "")
        assert place.replace(" ", "") in shown
        await press(pilot, "escape")
        assert isinstance(app.screen, StartScreen)
        assert app.return_code is None
