"""Situations: a small request with the files made for it, and what its explanation must say."""

import json
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest
from _pytest.mark.structures import ParameterSet
from msgspec import Struct

from inspector.editing import remedy
from inspector.engine import Engine, Opened, Result
from inspector.js.wire import from_tree
from inspector.model.why.explanation import Explanation
from inspector.questions.why import explain_frame, explain_module
from inspector.settings import Settings
from tests.fetch.server import Reply, Server
from tests.js.maps import source_map
from tests.js.runs import WEB

Body = dict[str, Any]
Make = Callable[[Path, Server], Body]

SITE = "https://shop.example"
APP = f"{SITE}/assets/app.js"
ID = "2f259f80-58b7-44cb-d7cd-de1505e7e718"
OTHER = "11111111-2222-3333-4444-555555555555"
SCRIPT = b"function f(){throw 1}f();\n//# sourceMappingURL=app.js.map\n"
BARE = b"function f(){throw 1}f();\n"
MAP = source_map([[(0, 0, 0, 0), (13, 0, 1, 2, 0)]])
FILES = {"app.js": SCRIPT, "app.js.map": MAP}
NO_FILES: Mapping[str, bytes] = {}
ADDED = {"path": "{folder}/added"}
"""What the person fills in once there is `with_spare`."""


class Situation(Struct, frozen=True, kw_only=True):
    """What is asked about, and what must come of it."""

    make: Make  # lays out files and routes; the body
    stops: str = ""  # the step that stops; "": none does
    says: tuple[str, ...] = ()  # in the verdict or the step
    facts: tuple[str, ...] = ()  # in the evidence of the step
    wire: str = ""  # the error, or the reason of a scraping attempt, that the response has
    next: str
    arguments: Mapping[str, str] = {}  # some of the next step's; `{folder}`, `{server}`
    given: Mapping[str, str] = {}  # what the person fills in
    frame: int = 0
    script: int | None = None  # asked about instead of a frame
    trusted: bool = True
    strict: bool = False
    settings: Mapping[str, Any] = {}
    meanwhile: Callable[[Server], None] | None = None  # what somebody else mends
    resolves: bool = False  # after taking the step nothing stops the frame any more


def rows(tables: Mapping[str, Mapping[str, Situation]]) -> list[ParameterSet]:
    """The situations of several tables, to run a test with each."""
    return [
        pytest.param(one, id=f"{table}-{name}")
        for table, rows in tables.items()
        for name, one in rows.items()
    ]


def put(folder: Path, files: Mapping[str, bytes], below: str = "dist") -> Path:
    """Files of a build."""
    for name, content in files.items():
        path = folder / below / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return folder


def serve(server: Server, files: Mapping[str, bytes] = FILES) -> Server:
    """The same from the server."""
    server.routes |= {f"/{name}": Reply(body=content) for name, content in files.items()}
    return server


def made(*there: object) -> Body:
    """The body, which comes last, once all before it is there."""
    body: Body = there[-1]  # type: ignore[assignment]  # by the order
    return body


def at(path: str, line: int = 1, column: int | None = 14, **more: Any) -> Body:
    """A raw frame; 1:14 is line 2 of a.js."""
    return {"abs_path": path, "lineno": line, "colno": column} | more


def crash(*frames: Body, **more: Any) -> Body:
    """A body with one callee-first trace; everything of the web may be asked."""
    return {
        "stacktraces": [{"frames": list(frames)}],
        "scraping": WEB,
        "options": {"frame_order": "callee_first"},
        "sources": [],
    } | more


def fetched(server: Server, **more: Any) -> Body:
    """The crash in a script that only the web has."""
    return crash(at(f"{server.url}/app.js"), **more)


def web(**more: Any) -> Body:
    """What of the web may be asked."""
    return {"scraping": WEB | more}


def local(prefix: str = f"{SITE}/assets/", path: str = "dist", **more: Any) -> Body:
    """A local build, and a web that is closed."""
    source = {"id": "build", "type": "filesystem", "path": path, "url_prefix": prefix}
    return {"sources": [source]} | web(enabled=False) | more


def module(path: str, debug_id: str = ID) -> Body:
    """A debug id for a script."""
    return {"modules": [{"type": "sourcemap", "code_file": path, "debug_id": debug_id}]}


def lists(
    server: Server, *entries: Body, status: int = 200, files: Mapping[str, bytes] = NO_FILES
) -> Body:
    """The lookup API lists and serves artifacts; what a request says about it."""
    listed = [
        {"resolved_with": "release", "url": f"{server.url}/files/{e['id']}"} | e for e in entries
    ]
    server.routes["/lookup"] = Reply(body=json.dumps(listed).encode(), status=status)
    server.routes |= {f"/files/{name}": Reply(body=content) for name, content in files.items()}
    return {
        "source": {"id": "project", "url": f"{server.url}/lookup", "token": "secret"},
        "release": "1.0",
    }


def with_spare(folder: Path, body: Body, files: Mapping[str, bytes] = FILES) -> Body:
    """The right files are in a folder that the person can name."""
    put(folder, files, below="added")
    return body


class Run:
    """A situation on its way: asked, explained, mended, asked again."""

    def __init__(self, situation: Situation, folder: Path, server: Server) -> None:
        self._situation, self._folder, self._server = situation, folder, server
        self.opened = Opened(
            kind="js",
            body=from_tree(situation.make(folder, server)),
            name="crash.json",
            folder=str(folder),
            trusted=situation.trusted,
            strict=situation.strict,
        )
        self.settings = Settings(cache_dir=str(folder / "cache"), **situation.settings)

    async def explained(
        self,
        opened: Opened | None = None,
        settings: Settings | None = None,
        *,
        again: bool = False,
    ) -> Explanation:
        """Why it is as it is, near misses looked for."""
        asked, opened = self._situation, opened or self.opened
        async with Engine(settings or self.settings) as engine:
            if again:
                engine.forget(opened, [asked.script or 0])
            self.result: Result = await engine.symbolicate(opened)
            trace = self.result.trace
            assert trace.kind == "js"
            if asked.script is not None:
                near = await engine.nearby(self.result, asked.script)
                return explain_module(opened, self.result, asked.script, near)
            near = await engine.nearby(self.result, trace.frame(0, asked.frame).script)
            return explain_frame(opened, self.result, 0, asked.frame, near=near)

    async def after(self, explanation: Explanation) -> Explanation:
        """What is said once the next step was taken."""
        if self._situation.meanwhile is not None:
            self._situation.meanwhile(self._server)
        assert explanation.next is not None
        given = {key: self.filled(text) for key, text in self._situation.given.items()}
        changed = remedy.apply(explanation.next, self.opened, self.settings, given)
        assert changed is not None, explanation.next
        if changed.again:
            scripts = range(len(self.result.report.modules))
            Engine(changed.settings).forget(changed.opened, scripts)
        return await self.explained(changed.opened, changed.settings, again=changed.again)

    def filled(self, text: str) -> str:
        """`text` with the places of this test."""
        return text.format(folder=self._folder, server=self._server.url)


async def checked(situation: Situation, folder: Path, server: Server) -> Explanation:
    """The explanation, once it is as the situation says and its next step helps."""
    run = Run(situation, folder, server)
    found = await run.explained()
    step = found.stopped
    if situation.wire:
        response = json.loads(run.result.response_json())
        told = {one["type"] for one in response.get("errors", ())}
        told |= {one.get("reason") for one in response.get("scraping_attempts", ())}
        assert situation.wire in told, told
    assert (step.name if step else "") == situation.stops, found
    text = f"{found.verdict} {step.text if step else ''}"
    assert [said for said in map(run.filled, situation.says) if said not in text] == [], text
    facts = "\n".join(f"{label}: {value}" for label, value in (step.facts if step else ()))
    assert [fact for fact in map(run.filled, situation.facts) if fact not in facts] == [], facts
    assert found.next is not None
    assert found.next.kind == situation.next, found
    wanted = {key: run.filled(value) for key, value in situation.arguments.items()}
    assert wanted.items() <= found.next.arguments.items(), found.next
    if situation.resolves:
        assert step is not None
        mended = await run.after(found)
        assert mended.stopped is None, mended
        assert run.result.report.threads[0].frames[situation.frame].status == "symbolicated"
    return found
