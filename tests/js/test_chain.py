"""Maps of generated sources, followed to the end."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.js.maps import source_map
from tests.js.runs import Runner, answered, errors, frame, request

DIST = Path(__file__).resolve().parent.parent / "fixtures" / "harbor" / "js" / "dist"
SITE = "https://h.example/"
CHAIN = {"frame_order": "callee_first", "chain": True}
SCRIPT = b"f()\n//# sourceMappingURL=app.js.map"
STEP = "g()\n//# sourceMappingURL=step.js.map"


def build(runner: Runner, **files: bytes | str) -> dict[str, Any]:
    """Files of a local build; what a request says of it."""
    folder = runner.folder / "dist"
    folder.mkdir(exist_ok=True)
    for name, content in files.items():
        data = content.encode() if isinstance(content, str) else content
        (folder / name).write_bytes(data)
    return {"sources": [{"type": "filesystem", "id": "b", "path": "dist", "url_prefix": SITE}]}


def first(contents: list[str | None] | None) -> bytes:
    """The map of app.js: one token, at the start of step.js."""
    return source_map([[(0, 0, 0, 0, 0)]], ["step.js"], contents)


SECOND = source_map([[(0, 0, 1, 2)]], ["src/a.ts"], ["one\ntwo\n"])


async def test_terser_after_esbuild(runner: Runner) -> None:
    """The last map's answer is what terser's own map says when it is made from both."""
    names = ("chained.js", "step1.js", "terser.js")
    paths = (DIST / f"{name}{end}" for name in names for end in ("", ".map"))
    files = {path.name: path.read_bytes() for path in paths}
    columns = (341, 294, 116, 54, 234, 473)
    said = build(runner, **files)
    chained = await runner.response(
        request(*(frame(f"{SITE}chained.js", 1, n) for n in columns), options=CHAIN, **said)
    )
    straight = await runner.response(
        request(*(frame(f"{SITE}terser.js", 1, n) for n in columns), **said)
    )
    kept = ("filename", "abs_path", "lineno", "colno", "context_line", "module")
    for ours, expected in zip(
        chained["stacktraces"][0]["frames"], straight["stacktraces"][0]["frames"], strict=True
    ):
        assert {k: ours.get(k) for k in kept} == {k: expected.get(k) for k in kept}


@pytest.mark.parametrize("contents", [[STEP], None], ids=["in-the-map", "beside-it"])
async def test_two_maps(runner: Runner, contents: list[str | None] | None) -> None:
    said = build(
        runner,
        **{"app.js": SCRIPT, "app.js.map": first(contents)},
        **{"step.js": STEP.encode(), "step.js.map": SECOND},
    )
    body = request(frame(f"{SITE}app.js"), options=CHAIN, **said)
    response = await runner.response(body)
    assert answered(response)["abs_path"] == f"{SITE}src/a.ts"
    assert (answered(response)["lineno"], answered(response)["colno"]) == (2, 3)
    assert answered(response)["context_line"] == "two"
    assert answered(response)["data"]["sourcemap"] == f"{SITE}app.js.map"
    assert errors(response) == []
    answer = await runner.answer(body)
    assert f"{SITE}app.js.map leads on to {SITE}step.js.map" in answer.notes


async def test_three_maps_are_noted_one_by_one(runner: Runner) -> None:
    middle = source_map([[(0, 0, 0, 0)]], ["next.js"], ["h()\n//# sourceMappingURL=next.js.map"])
    said = build(
        runner,
        **{"app.js": SCRIPT, "app.js.map": first([STEP])},
        **{"step.js.map": middle, "next.js.map": SECOND},
    )
    answer = await runner.answer(request(frame(f"{SITE}app.js"), options=CHAIN, **said))
    assert [note for note in answer.notes if "leads on" in note] == [
        f"{SITE}app.js.map leads on to {SITE}step.js.map",
        f"{SITE}step.js.map leads on to {SITE}next.js.map",
    ]


async def test_off_by_default(runner: Runner) -> None:
    said = build(runner, **{"app.js": SCRIPT, "app.js.map": first([STEP]), "step.js.map": SECOND})
    response = await runner.response(request(frame(f"{SITE}app.js"), **said))
    assert answered(response)["filename"] == "step.js"


@pytest.mark.parametrize(
    ("contents", "second"),
    [
        pytest.param([STEP], b"[", id="malformed"),
        pytest.param([STEP], source_map([[]]), id="nothing-at-that-place"),
        pytest.param(["g()"], SECOND, id="no-reference"),
        pytest.param(["//# sourceMappingURL=gone.map"], SECOND, id="gone"),
    ],
)
async def test_a_chain_that_breaks_ends_at_the_map_before(
    runner: Runner, contents: list[str | None], second: bytes
) -> None:
    said = build(runner, **{"app.js": SCRIPT, "app.js.map": first(contents), "step.js.map": second})
    response = await runner.response(request(frame(f"{SITE}app.js"), options=CHAIN, **said))
    assert answered(response)["filename"] == "step.js"
    assert answered(response)["data"]["symbolicated"]


async def test_a_map_that_leads_to_itself(runner: Runner) -> None:
    loop = source_map([[(0, 0, 0, 0)]], ["step.js"], [STEP])
    said = build(runner, **{"app.js": SCRIPT, "app.js.map": first([STEP]), "step.js.map": loop})
    response = await runner.response(request(frame(f"{SITE}app.js"), options=CHAIN, **said))
    assert answered(response)["filename"] == "step.js"


async def test_a_second_map_inside_the_source(runner: Runner) -> None:
    inside = "g()//# sourceMappingURL=data:," + SECOND.decode().replace(" ", "")
    said = build(runner, **{"app.js": SCRIPT, "app.js.map": first([inside])})
    response = await runner.response(request(frame(f"{SITE}app.js"), options=CHAIN, **said))
    assert answered(response)["abs_path"] == f"{SITE}src/a.ts"


async def test_names_of_the_map_before_are_kept(runner: Runner) -> None:
    script = b"function r(){f()}\n//# sourceMappingURL=app.js.map"
    near = source_map([[(0, 0, 0, 0), (9, 0, 0, 0, 1)]], ["step.js"], [STEP])
    said = build(runner, **{"app.js": script, "app.js.map": near, "step.js.map": SECOND})
    response = await runner.response(request(frame(f"{SITE}app.js", 1, 14), options=CHAIN, **said))
    assert answered(response)["function"] == "beta"
    assert json.loads(near)["names"][1] == "beta"
