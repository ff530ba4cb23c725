"""Frames: which position, which token, which name, which text."""

import base64
from pathlib import Path
from typing import Any

import pytest

from inspector.objects.readers import is_portable
from tests.fetch.server import Server
from tests.js.maps import source_map
from tests.js.why.situations import (
    ADDED,
    APP,
    BARE,
    FILES,
    MAP,
    SCRIPT,
    SITE,
    Body,
    Situation,
    at,
    checked,
    crash,
    local,
    made,
    put,
    rows,
    web,
    with_spare,
)

LATER = source_map([[(20, 0, 0, 0)]])


def built(folder: Path, *frames: Body, files: Any = FILES, **more: Any) -> Body:
    """All that frames need is in a local build."""
    put(folder, files)
    return crash(*frames, **local(), **more)


def mapped(folder: Path, map_: bytes, *frames: Body, **more: Any) -> Body:
    """The same with another map."""
    return built(folder, *frames, files={"app.js": SCRIPT, "app.js.map": map_}, **more)


def without_content(folder: Path, source: str, **more: Any) -> Body:
    """The map names a source and does not carry it."""
    map_ = source_map([[(0, 0, 0, 0)]], [source], None)
    return mapped(folder, map_, at(APP), **more)


POSITIONS = {
    "no-line": Situation(
        wire="invalid_location",
        make=lambda f, _: built(f, at(APP, 0)),
        stops="position",
        says=("no line number",),
        next="mend_request",
        arguments={"path": "stacktraces[0].frames[0].lineno"},
    ),
    "no-line-of-the-other-order": Situation(
        make=lambda f, _: built(
            f, at(APP), at(APP), at(APP, 0), options={"frame_order": "caller_first"}
        ),
        stops="position",
        next="mend_request",
        arguments={"path": "stacktraces[0].frames[2].lineno"},
    ),
    "all-is-well": Situation(
        make=lambda f, _: built(f, at(APP)),
        says=("It was symbolicated: f at https://shop.example/assets/a.js:2:3.",),
        next="nothing_to_do",
    ),
    "no-column": Situation(
        wire="invalid_location",
        make=lambda f, _: mapped(f, LATER, at(APP, 1, None)),
        stops="token",
        says=("nothing at line 1, column 1", "the frame has no column"),
        next="mend_request",
        arguments={"path": "stacktraces[0].frames[0].colno"},
    ),
    "one-column-off": Situation(
        make=lambda f, _: mapped(f, LATER, at(APP, 1, 20)),
        stops="token",
        says=("nothing at line 1, column 20", "one column behind it there is a.js:1:1"),
        facts=("asked: 1:20", "there: a.js:1:1"),
        next="shift_column",
        arguments={"by": "1", "abs_path": APP},
        resolves=True,
    ),
    "one-line-off": Situation(
        make=lambda f, _: mapped(f, source_map([[], [(0, 0, 0, 0)]]), at(APP, 1, 5)),
        stops="token",
        says=("one line behind it",),
        next="shift_line",
        arguments={"by": "1", "abs_path": APP},
        resolves=True,
    ),
    "of-another-build": Situation(
        make=lambda f, _: mapped(f, source_map([[], [], [], [(0, 0, 0, 0)]]), at(APP)),
        stops="token",
        says=("nor right beside it",),
        next="find_file",
        arguments={"name": "app.js"},
    ),
    "beyond-the-script": Situation(
        make=lambda f, _: mapped(f, source_map([[]] * 99 + [[(5, 0, 0, 0)]]), at(APP, 90)),
        stops="token",
        says=("has no line 90: it is another build",),
        next="find_file",
    ),
    "made-by-a-tool": Situation(
        make=lambda f, _: mapped(f, LATER, at(APP, 1, 2), at(APP, 1, 21)),
        stops="token",
        says=("code that a tool put in",),
        next="nothing_to_do",
    ),
}
TEXTS = {
    "not-wanted": Situation(
        make=lambda f, _: without_content(f, "b.js", options={"apply_source_context": False}),
        next="nothing_to_do",
    ),
    "in-the-build": Situation(
        make=lambda f, _: made(put(f, {"b.js": b"one\n"}), without_content(f, "b.js")),
        next="nothing_to_do",
    ),
    "missing": Situation(
        make=lambda f, _: made(
            put(f, {"b.js": b"one\n"}, below="added"),
            without_content(f, "/src/b.js"),
        ),
        stops="source text",
        says=(
            "It was symbolicated as f, but there is no source text",
            f"{SITE}/src/b.js is missing",
            "scraping is off",
        ),
        next="enable_scraping",
    ),
    "of-a-bundler": Situation(
        wire="missing_source_content",
        make=lambda f, _: without_content(f, "webpack:///./src/b.js"),
        stops="source text",
        says=("carries none of webpack:///./src/b.js",),
        next="rebuild",
    ),
    "in-a-folder-of-another-prefix": Situation(
        make=lambda f, _: made(
            put(f, {"src/b.js": b"one\n"}), without_content(f, "webpack:///./src/b.js")
        ),
        stops="source text",
        says=("'build' has it as src/b.js, but is for https://shop.example/assets/ only",),
        next="add_source",
        arguments={"path": "dist", "url_prefix": "webpack:///./", "name": "src/b.js"},
        resolves=True,
    ),
    "a-shorter-file": Situation(
        make=lambda f, _: mapped(f, source_map([[(0, 0, 9, 0)]]), at(APP)),
        stops="source text",
        says=("a.js has no line 10",),
        next="find_file",
    ),
    "on-the-web": Situation(
        make=lambda f, s: with_spare(
            f,
            without_content(f, f"{s.url}/b.js") | web(),
            {"b.js": b"one\n"},
        ),
        stops="source text",
        says=("{server}/b.js is missing", "the web does not have it"),
        next="add_source",
        arguments={"url_prefix": "{server}/"},
        given=ADDED,
        resolves=True,
    ),
}


TABLES = {"position": POSITIONS, "text": TEXTS}


@pytest.mark.parametrize("situation", rows(TABLES))
async def test_frames(situation: Situation, tmp_path: Path, server: Server) -> None:
    await checked(situation, tmp_path, server)


def names(script: bytes, **map_: Any) -> dict[str, bytes]:
    """A script with a map of one position, 1:9."""
    return {
        "app.js": script + b"\n//# sourceMappingURL=app.js.map\n",
        "app.js.map": source_map([[(8, 0, 0, 0, 0)]], **map_),
    }


@pytest.mark.parametrize(
    ("script", "frames", "says"),
    [
        pytest.param(
            b"function f(){throw 1}",
            [at(APP, 1, 14)],
            "alpha is the innermost function",
            id="scope",
        ),
        pytest.param(
            b"        throw 1",
            [at(APP, 1, 9, function="sent")],
            "sent is what the request calls it",
            id="request",
        ),
        pytest.param(
            b"        throw 1", [at(APP, 1, 9)], "neither script, map, caller nor", id="nobody"
        ),
        pytest.param(
            b"x=()=>{  throw 1}",
            [at(APP, 1, 9), at(APP, 1, 12)],
            "x is the innermost function",
            id="arrow",
        ),
    ],
)
async def test_whose_word_the_name_is(
    tmp_path: Path, server: Server, script: bytes, frames: list[Body], says: str
) -> None:
    found = await checked(
        Situation(make=lambda f, _: built(f, *frames, files=names(script)), next="nothing_to_do"),
        tmp_path,
        server,
    )
    (name,) = (step for step in found.steps if step.name == "name")
    assert says in name.text
    assert name.state == "ok"


async def test_the_map_in_the_script(tmp_path: Path, server: Server) -> None:
    data = b"//# sourceMappingURL=data:application/json;base64," + base64.b64encode(MAP)
    well = Situation(
        make=lambda f, _: built(f, at(APP), files={"app.js": BARE + data}), next="nothing_to_do"
    )
    found = await checked(well, tmp_path, server)
    texts = {step.name: step.text for step in found.steps}
    assert texts["reference"] == "The map is in the script itself, as a data URL."


async def test_every_map_of_a_chain_is_told(tmp_path: Path, server: Server) -> None:
    files = {
        "app.js": SCRIPT,
        "app.js.map": source_map([[(0, 0, 0, 0)]], ["b.js"], ["g()\n//# sourceMappingURL=b.map\n"]),
        "b.map": source_map([[(0, 0, 0, 2)]], ["c.js"], ["h(1)\n//# sourceMappingURL=c.map\n"]),
        "c.map": source_map([[(2, 0, 4, 1)]], ["d.ts"], ["1\n2\n3\n4\n555\n"]),
    }
    options = {"frame_order": "callee_first", "chain": True, "apply_source_context": True}
    chained = Situation(
        make=lambda f, _: built(f, at(APP), files=files, options=options), next="nothing_to_do"
    )
    found = await checked(chained, tmp_path, server)
    steps = {step.name: step for step in found.steps}
    root = "https://shop.example/assets"
    assert steps["further maps"].text == (
        f"It leads on to {root}/b.map, which says that it is line 1, column 3 of c.js; "
        f"{root}/c.map, which says that it is line 5, column 2 of d.ts."
    )
    assert steps["further maps"].facts == (
        (f"{root}/app.js.map", "b.js:1:1"),
        (f"{root}/b.map", "c.js:1:3"),
        (f"{root}/c.map", "d.ts:5:2"),
    )
    assert "line 1, column 1 of b.js" in steps["token"].text
    assert steps["source text"].text == f"{root}/c.map carries the text."


@pytest.mark.parametrize("reader", ["", "portable"])
async def test_the_second_reader_of_maps_is_told(
    tmp_path: Path, server: Server, monkeypatch: pytest.MonkeyPatch, reader: str
) -> None:
    monkeypatch.setenv("INSPECTOR_READER", reader)
    well = Situation(make=lambda f, _: built(f, at(APP)), next="nothing_to_do")
    found = await checked(well, tmp_path, server)
    told = [step.name for step in found.steps if "second reader" in step.text]
    assert told == (["token"] if is_portable() else [])
