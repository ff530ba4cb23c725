"""Situations: a small request with the sources made for it, and what its explanation must say."""

import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from msgspec import Struct

from inspector.editing import remedy
from inspector.engine import Engine, Opened, Result
from inspector.model.why.explanation import Explanation
from inspector.native.why.trace import NativeTrace
from inspector.native.wire import from_tree
from inspector.questions.why import explain_frame, explain_module
from inspector.settings import Settings
from tests.fetch.server import Reply, Server
from tests.harbor import HARBOR, Build
from tests.harbor_builds import BUILDS, GCC5

BY_NAME: dict[str, Build] = {build.name: build for build in BUILDS}
CLANG = BY_NAME["elf-clang-dwarf5"]
CODE = "17/6e2e9c3d6cd20b5d9a6dc37c0520d8e9ab4ee9"
CODE_ID = CODE.replace("/", "")
FILE = "elf/clang-dwarf5"

Body = dict[str, Any]
Make = Callable[[Path, Server], Body]


GCC = BY_NAME["elf-gcc-dwarf5"]
GCC_CODE = f"{GCC5[:2]}/{GCC5[2:]}"
BASE = 0x5581_0000_0000
ADDED = {"path": "{folder}/added"}
"""What the person fills in once there is `with_spare`."""


class Situation(Struct, frozen=True, kw_only=True):
    """What is asked about, and what must come of it."""

    make: Make  # lays out files and routes; the body
    stops: str = ""  # the step that stops; "": none does
    says: tuple[str, ...] = ()  # in the verdict or the step
    next: str
    arguments: Mapping[str, str] = {}  # some of the next step's
    given: Mapping[str, str] = {}  # what the person fills in; `{folder}` is the test's
    thread: int = 0
    frame: int = 0
    module: int | None = None  # asked about instead of a frame
    trusted: bool = True
    settings: Mapping[str, Any] = {}
    meanwhile: Callable[[Server], None] | None = None  # what somebody else mends
    resolves: bool = False  # taking the step symbolicates the frame


def put(folder: Path, *files: tuple[str, str], below: str = "symbols") -> Path:
    """Copies of fixtures: target below the folder of the source, fixture."""
    for target, fixture in files:
        path = folder / below / target
        path.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(HARBOR / fixture, path)
    return folder


def laid_out(folder: Path, build: Build) -> Path:
    """All files of a build, where its own requests look for them."""
    build.lay_out(folder)
    return folder


def serve(server: Server, *files: tuple[str, str]) -> Server:
    """The same from the server."""
    for target, fixture in files:
        server.routes[f"/{target}"] = Reply(body=(HARBOR / fixture).read_bytes())
    return server


def routes(server: Server, replies: Mapping[str, Reply]) -> Server:
    """Answers of the server."""
    server.routes.update(replies)
    return server


def made(*there: object) -> Body:
    """The body, which comes last, once all before it is there."""
    body: Body = there[-1]  # type: ignore[assignment]  # by the order
    return body


def local(path: str = "symbols", **more: Any) -> Body:
    """A folder as a source."""
    return {"id": "local", "type": "filesystem", "path": path, **more}


def web(server: Server, **more: Any) -> Body:
    """The server as a source."""
    return {"id": "web", "type": "http", "url": server.url, **more}


def crash(*sources: Body, build: Build = CLANG, options: Body | None = None, **more: Any) -> Body:
    """The crash of harbor; keys in `more` are those of its one module."""
    body = build.request()
    body["sources"] = list(sources)
    body["options"] = {"apply_source_context": False} | (options or {})
    module = body["modules"][0] | more
    body["modules"] = [{key: value for key, value in module.items() if value is not None}]
    return body


def at(body: Body, *frames: Body) -> Body:
    """The body with other frames."""
    return body | {"stacktraces": [{"frames": list(frames)}]}


def good(folder: Path, _server: Server) -> Body:
    """All that the crash needs is there."""
    put(folder, (CODE, FILE))
    return crash(local())


def with_spare(body: Body, folder: Path) -> Body:
    """The right file is in a folder that the person can name."""
    put(folder, ("some/where/harbor", FILE), below="added")
    return body


def frame(address: int, **more: Any) -> Body:
    """A raw frame."""
    return {"instruction_addr": hex(address), **more}


def standing(folder: Path, server: Server, *frames: Body, **more: Any) -> Body:
    """All is there, and these are the frames."""
    return at(good(folder, server) | more, *frames)


def evidence(result: Result) -> NativeTrace:
    """What a native run kept."""
    trace = result.trace
    assert trace.kind == "native"
    return trace


class Run:
    """A situation on its way: asked, explained, mended, asked again."""

    def __init__(self, situation: Situation, folder: Path, server: Server) -> None:
        self._situation, self._folder, self._server = situation, folder, server
        self.opened = Opened(
            kind="native",
            body=from_tree(situation.make(folder, server)),
            name="crash.json",
            folder=str(folder),
            trusted=situation.trusted,
        )
        self.settings = Settings(cache_dir=str(folder / "cache"), **situation.settings)

    async def explained(self) -> Explanation:
        """Why it is as it is, near misses looked for."""
        asked = self._situation
        async with Engine(self.settings) as engine:
            self.result: Result = await engine.symbolicate(self.opened)
            module = asked.module
            if module is None:
                owner = self.result.trace.owner(asked.thread, asked.frame)
                near = await engine.nearby(self.result, owner) if owner is not None else ()
                return explain_frame(self.opened, self.result, asked.thread, asked.frame, near=near)
            near = await engine.nearby(self.result, module)
            return explain_module(self.opened, self.result, module, near)

    async def after(self, explanation: Explanation) -> str:
        """The status of the frame once the next step was taken; "" if nobody can take it here."""
        asked = self._situation
        if asked.meanwhile is not None:
            asked.meanwhile(self._server)
        assert explanation.next is not None
        given = {key: text.format(folder=self._folder) for key, text in asked.given.items()}
        changed = remedy.apply(explanation.next, self.opened, self.settings, given)
        if changed is None:
            return ""
        async with Engine(changed.settings) as engine:
            if changed.again:
                engine.forget(changed.opened, range(len(self.result.report.modules)))
            result = await engine.symbolicate(changed.opened)
        rows = result.report.threads[asked.thread].frames
        return next((row.status for row in rows if row.index == asked.frame), "")


async def checked(situation: Situation, folder: Path, server: Server) -> Explanation:
    """The explanation, once it is as the situation says and its next step helps."""
    run = Run(situation, folder, server)
    found = await run.explained()
    step = found.stopped
    assert (step.name if step else "") == situation.stops, found.verdict
    text = f"{found.verdict} {step.text if step else ''}"
    assert [said for said in situation.says if said not in text] == [], text
    assert found.next is not None
    assert found.next.kind == situation.next, found.next
    assert dict(situation.arguments).items() <= found.next.arguments.items(), found.next
    if situation.resolves:
        assert step is not None
        assert await run.after(found) == "symbolicated"
    return found
