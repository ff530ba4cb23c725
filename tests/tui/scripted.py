"""A crash to show and an engine that does as it is told, for the tests of the screens."""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

from msgspec import Struct
from msgspec.structs import replace
from textual.events import Key
from textual.keys import _character_to_key
from textual.pilot import Pilot

from inspector.model.events import Event, Tell
from inspector.model.report import Candidate, Frame, Module, Report, Thread
from inspector.model.why.judged import NearMiss
from inspector.settings import Settings
from inspector.tui.app import InspectorApp
from inspector.tui.opened.kept import KeptViews
from inspector.tui.opened.recent import Recent

_CHARACTERS = {"slash": "/", "colon": ":", "question_mark": "?", "space": " "}


class Opened(Struct, frozen=True):
    """A request as the fake `load` reads it."""

    path: str
    trusted: bool


class Answer(Struct, frozen=True):
    """A result."""

    report: Report

    def response_json(self, *, pretty: bool = False) -> bytes:
        return b'{\n  "status": "completed"\n}' if pretty else b'{"status":"completed"}'


class Script:
    """What the engine does with a run; `gate` holds the answer back until it is opened."""

    def __init__(
        self,
        report: Report,
        *,
        events: Sequence[Event] = (),
        cached: bool = False,
        error: Exception | None = None,
    ) -> None:
        self.report, self.events, self.is_cached, self.error = report, events, cached, error
        self.gate = asyncio.Event()
        self.told: list[Tell] = []
        self.runs: list[Any] = []
        self.cancelled = 0
        self.forgotten: list[tuple[int, ...]] = []

    def cached(self, opened: Any) -> Answer | None:
        return Answer(self.report) if self.is_cached else None

    async def symbolicate(self, opened: Any, tell: Tell) -> Answer:
        self.runs.append(opened)
        self.told.append(tell)
        for event in self.events:
            tell(event)
        try:
            await self.gate.wait()
        except asyncio.CancelledError:
            self.cancelled += 1
            raise
        if self.error is not None:
            raise self.error
        return Answer(self.report)

    def forget(self, opened: Any, modules: Collection[int]) -> int:
        self.forgotten.append(tuple(modules))
        self.is_cached = False
        return len(modules)

    async def nearby(self, result: Any, module: int) -> tuple[NearMiss, ...]:
        return ()

    @asynccontextmanager
    async def engine(self, settings: Settings | None = None) -> AsyncIterator["Script"]:
        yield self


def app_for(
    asked: Report,
    script: Script,
    folder: Path,
    *,
    start: str | None = "crash.json",
    ascii_only: bool = False,
    load: Callable[..., Any] | None = None,
    kept: KeptViews | None = None,
    keymap: Mapping[str, str] | None = None,
    notes: Sequence[str] = (),
    made: type[InspectorApp] = InspectorApp,
) -> InspectorApp:
    """The app over a script. The state file goes into `folder`."""

    def read(path: str, *, trusted: bool = False) -> Any:
        if load is not None:
            load(path)
        return Opened(path, trusted)

    return made(
        script.engine,
        load=read,
        preview=lambda _opened: asked,
        recent=Recent(str(folder / "state" / "recent.json")),
        kept=kept,
        start=start,
        ascii_only=ascii_only,
        keymap=keymap,
        notes=notes,
        log=str(folder / "state" / "failures.log"),
    )


def crash(name: str = "linux_req.json") -> tuple[Report, Report]:
    """A request and its answer: every status, an inline chain, four threads alike."""
    modules = (
        _module(0, "app", 0x55D0C41A0000, "c0ffee00-0000-0000-0000-0000aa551000"),
        _module(1, "libgtk-3.so.0", 0x7F1C3A000000, "9b1d2c3a-0000-0000-0000-000000ff0010"),
        _module(2, "libnvidia-gl.so", 0x7F1C40000000, "45e07fe7-0000-0000-0000-000000608a70"),
        _module(3, "libc.so.6", 0x7F1C50000000, "11112222-0000-0000-0000-000000003333"),
    )
    raw = (
        Frame(index=0, trust="context", address=0x7F1C00000010),
        _raw(1, 0, 0x1A02),
        _raw(2, 0, 0x2B1),
        *(_raw(i, 1, 0x100 * i) for i in range(3, 8)),
        _raw(8, 1, 0x1F20A),
        _raw(9, 2, 0x88AC, trust="scan"),
        _raw(10, 0, 0x3000),
        _raw(11, 3, 0x4000),
    )
    crashed = Thread(
        index=1,
        id=3,
        name="render loop",
        crashed=True,
        registers=(("rip", 0x7F1C00000010), ("rax", 0), ("rbx", 0x55D0C41A02B1)),
        frames=raw,
    )
    main = Thread(index=0, id=1, name="main", frames=(_raw(0, 3, 0x10), _raw(1, 0, 0x20)))
    workers = tuple(
        Thread(index=2 + n, id=4 + n, name="worker", frames=(_raw(0, 3, 0x99), _raw(1, 3, 0x77)))
        for n in range(4)
    )
    asked = Report(
        kind="native",
        name=name,
        platform="linux",
        signal=11,
        threads=(main, crashed, *workers),
        modules=modules,
    )
    return asked, _answered(asked)


def _answered(asked: Report) -> Report:
    main, crashed, *workers = asked.threads
    raw = crashed.frames
    answered = (
        replace(raw[0], status="unknown_image"),
        _found(raw[1], "Cache<int[4]>::get(Key)", "cache.h", 9, depth=1),
        _found(raw[1], "Renderer::draw(Scene const&)", "renderer.cpp", 98),
        _found(raw[2], "Scene::render()", "renderer.cpp", 214, context=True),
        *(_found(raw[i], f"gtk_widget_event_{i}", "gtkwidget.c", 100 + i) for i in range(3, 8)),
        replace(raw[8], status="missing_symbol"),
        replace(raw[9], status="missing"),
        _found(raw[10], "main", "main.cpp", 37),
        _found(raw[11], "__libc_start_main", "", None),
    )
    threads = (
        replace(main, frames=(_found(main.frames[0], "poll", "", None), *main.frames[1:])),
        replace(crashed, frames=answered),
        *(
            replace(w, frames=(_found(w.frames[0], "futex_wait", "", None), *w.frames[1:]))
            for w in workers
        ),
    )
    found = ("debug", "symbols", "unwind")
    modules = (
        replace(asked.modules[0], status="found", features=found),
        replace(asked.modules[1], status="found", features=("symbols", "unwind")),
        replace(asked.modules[2], status="missing", candidates=_CANDIDATES),
        replace(asked.modules[3], status="found", features=found),
    )
    return replace(asked, threads=threads, modules=modules, done=True)


_CANDIDATES = (
    Candidate(source="local-symbols", location="45/e07fe7/debuginfo", download="notfound"),
    Candidate(
        source="vendor-http",
        location="https://sym.example/libnvidia-gl.so/45E0/libnvidia-gl.so",
        download="error",
        details="503 service unavailable",
    ),
    Candidate(source="build-bucket", location="s3://syms/45/e07fe7", download="noperm"),
)


def _module(index: int, name: str, address: int, debug_id: str) -> Module:
    path = f"/opt/app/{name}" if index in (0, 2) else f"/usr/lib/{name}"
    return Module(
        index=index,
        type="elf",
        name=name,
        code_file=path,
        debug_id=debug_id,
        address=address,
        size=0x320000,
        arch="x86_64",
    )


_PACKAGES = (
    "/opt/app/app",
    "/usr/lib/libgtk-3.so.0",
    "/usr/lib/libnvidia-gl.so",
    "/usr/lib/libc.so.6",
)
_BASES = (0x55D0C41A0000, 0x7F1C3A000000, 0x7F1C40000000, 0x7F1C50000000)


def _raw(index: int, module: int, offset: int, trust: str = "cfi") -> Frame:
    return Frame(
        index=index,
        trust=trust,
        module=module,
        package=_PACKAGES[module],
        address=_BASES[module] + offset,
        offset=offset,
    )


def _found(
    raw: Frame, function: str, file: str, line: int | None, *, depth: int = 0, context: bool = False
) -> Frame:
    lines = tuple(f"    auto it{n} = cache_.find(key); // {n}" for n in range(5))
    return replace(
        raw,
        status="symbolicated",
        depth=depth,
        function=function,
        symbol=f"_Z{len(function)}{function}",
        file=file,
        path=f"/src/app/{file}" if file else "",
        line=line,
        lang="cpp",
        pre_context=lines if context else (),
        context_line="    return it->second;" if context else None,
        post_context=lines if context else (),
    )


def seen(app: InspectorApp) -> list[str]:
    """The lines of the screen on top, as characters."""
    strips = app.screen._compositor.render_strips()
    return [strip.text for strip in strips]


async def settle(pilot: Pilot[None]) -> None:
    """Let every message that is on its way arrive, and what they cause, and draw.

    Pilot's own way waits until the process is idle, about a tenth of a second for each key.
    """
    quiet = 0
    for _ in range(8):
        await pilot._wait_for_screen()
        await asyncio.sleep(0)
        if not pilot.app._running:
            return
        nodes = [pilot.app, *pilot.app.screen.walk_children(with_self=True)]
        busy = any(node.message_queue_size or node._next_callbacks for node in nodes)
        quiet = 0 if busy else quiet + 1
        if quiet == 2:
            break
    if pilot.app._running:
        pilot.app.screen._on_timer_update()
        await pilot._wait_for_screen()


async def press(pilot: Pilot[None], *keys: str) -> None:
    """Type keys, each with all its consequences before the next."""
    driver = pilot.app._driver
    assert driver is not None
    for key in keys:
        name = _character_to_key(key) if len(key) == 1 and not key.isalnum() else key
        char = key if len(key) == 1 else _CHARACTERS.get(key)
        driver.send_message(Key(name, char))
        await settle(pilot)


async def until(pilot: Pilot[None], condition: Callable[[], bool]) -> None:
    """Let the app work until something holds; the test fails when it never does."""
    async with asyncio.timeout(10):
        while not condition():
            await asyncio.sleep(0.005)
            await settle(pilot)
    await settle(pilot)


def state(app: InspectorApp) -> str:
    """The state of the run, "" when nothing is open."""
    return app.view.run.state if app.view else ""


@asynccontextmanager
async def shown(
    folder: Path,
    *,
    size: tuple[int, int] = (120, 30),
    reports: tuple[Report, Report] | None = None,
    ascii_only: bool = False,
) -> AsyncIterator[tuple[InspectorApp, Pilot[None]]]:
    """The app with a request whose run is done."""
    asked, answer = reports or crash()
    app = app_for(asked, Script(answer, cached=True), folder, ascii_only=ascii_only)
    async with app.run_test(size=size, notifications=True, tooltips=True) as pilot:
        await until(pilot, lambda: state(app) == "done")
        yield app, pilot
