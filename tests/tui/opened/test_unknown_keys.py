"""Keys that mean nothing to us."""

import json
from pathlib import Path
from typing import Any

import pytest

from inspector import engine
from inspector.tui.app import InspectorApp
from inspector.tui.opened.recent import Recent
from inspector.tui.opened.unknown_keys import told, unknown_keys
from inspector.tui.outside.exporting import request_tree
from tests.tui.scripted import Script, seen, state, until

SAMPLES = Path(__file__).resolve().parents[3] / "sample_requests"
FRAME = {"instruction_addr": "0x10", "status": "missing", "trust": "cfi"}


@pytest.mark.parametrize(
    ("body", "kind", "found"),
    [
        pytest.param([3], "native", {}, id="no-object"),
        pytest.param({}, "native", {}, id="empty"),
        pytest.param({"type": 1, "modules": []}, "native", {"type": 1}, id="top"),
        pytest.param({"options": {"a": 1}}, "native", {"options.a": 1}, id="options"),
        pytest.param({"options": None}, "native", {}, id="no-options"),
        pytest.param(
            {"threads": [{"frames": [FRAME | {"x": 1}, FRAME | {"x": 2}], "y": 1}]},
            "native",
            {"stacktraces[].frames[].x": 2, "stacktraces[].y": 1},
            id="frames-of-threads",
        ),
        pytest.param(
            {"stacktraces": [{"frames": [{"abs_path": "a", "lineno": 1, "in_app": True}]}]},
            "js",
            {"stacktraces[].frames[].in_app": 1},
            id="js",
        ),
        pytest.param({"modules": [{"type": "elf", "z": 1}]}, "native", {"modules[].z": 1}, id="z"),
    ],
)
def test_found(body: Any, kind: str, found: dict[str, int]) -> None:
    assert unknown_keys(body, kind) == found


def test_told_in_one_sentence() -> None:
    assert told({}) == ""
    assert told({"a": 3}) == "1 unknown key kept for export: a"
    assert told(dict.fromkeys("abcdef", 1)) == "6 unknown keys kept for export: a, b, c, d, e, ..."


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*/*.json")), ids=lambda path: path.stem)
def test_the_samples_have_none(path: Path) -> None:
    tree = json.loads(path.read_text())
    assert unknown_keys(tree, path.parent.name) == {}


async def test_a_person_is_told_and_the_export_has_them(tmp_path: Path) -> None:
    path = tmp_path / "crash.json"
    body = {"stacktraces": [{"frames": [FRAME]}], "modules": [], "[/x]": {"kept": [1, None]}}
    path.write_text(json.dumps(body))
    opened = engine.load(str(path))
    app = InspectorApp(
        Script(engine.preview(opened), cached=True).engine,
        load=engine.load,
        preview=engine.preview,
        recent=Recent(str(tmp_path / "recent.json")),
        start=str(path),
    )
    async with app.run_test(size=(120, 30), notifications=True) as pilot:
        await until(pilot, lambda: state(app) == "done")
        await until(
            pilot, lambda: any("1 unknown key kept for export: [/x]" in x for x in seen(app))
        )
    assert request_tree(str(path), opened) == body
