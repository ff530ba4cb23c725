"""Where hostile cases are run: engines with tight limits, a faulty server, and a watch over all."""

import asyncio
import os
import shutil
from pathlib import Path
from random import Random
from types import TracebackType
from typing import Any, Self

from inspector.answered import report_of, saved
from inspector.engine import BadRequest, Engine, Opened, Result, load
from inspector.export.forms import Form, render
from inspector.export.redact import redaction
from inspector.model.body import BadBody
from inspector.model.clean import clean
from inspector.model.events import Event, FetchEnded, ParseEnded
from inspector.model.outcome import Miss, Why
from inspector.model.report import Report
from inspector.objects.children.worker import Workers
from inspector.questions.why import explain_frame, explain_module, plan
from inspector.server.bodies import Refused, Rules, open_body
from inspector.settings import BadSettings, Bytes, Seconds, Settings, load_settings
from tests.hostile.cases import SEED, Case, make, place_of
from tests.hostile.legal import check
from tests.hostile.material import SAMPLES
from tests.hostile.server import FaultyServer

SECONDS = 60.0  # for one case, others at work beside it: Sentry alone may take 30
AT_ONCE = 8
MEMORY = 768 << 20  # bytes of address space of each child
READERS = {"read": "tests.hostile.readers:read"}
_ADDRESSES = [0, 0x90, 0x149, 0x1090, 0x1182, 0x1290, 0x1992, 0x104CC, 1 << 31, 1 << 63]
_REDACT = redaction(["secret-of-nobody"], users=True)


def settings_for(cache: Path, **more: Any) -> Settings:
    """Limits that a hostile case soon reaches."""
    return Settings(
        cache_dir=str(cache),
        parser_processes=2,
        parser_memory=Bytes(MEMORY),
        parser_timeout=Seconds(4),
        connect_timeout=Seconds(0.5),
        head_timeout=Seconds(0.3),
        max_download_timeout=Seconds(1.5),
        max_download_size=Bytes(4 << 20),
        deny_list_enabled=False,  # else what a case finds would depend on those before it
        **more,
    )


class Failed(Exception):
    """What a case must not do."""


class Bench:
    """Engines and server for a number of cases, with a cache of its own. `async with` it."""

    def __init__(self, folder: Path, seed: int = SEED) -> None:
        self._folder, self._seed = folder, seed
        self._server = FaultyServer(seed)
        self._offline = Engine(settings_for(folder / "cache", offline=True))
        self._online = Engine(settings_for(folder / "web-cache"))
        self._readers = Workers(2, MEMORY, 4.0, tasks=READERS)

    async def __aenter__(self) -> Self:
        for kind in ("native", "js"):
            shutil.copytree(SAMPLES / kind, self._folder / kind)
        await self._server.__aenter__()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        for engine in (self._offline, self._online):
            await engine.__aexit__(None, None, None)
        await self._readers.__aexit__()
        await self._server.__aexit__(None, None, None)

    def left_over(self) -> list[str]:
        """Files that should have been removed."""
        found = [self._folder.glob(f"{cache}/tmp/*") for cache in ("cache", "web-cache")]
        return [str(path) for paths in found for path in paths]

    async def run(self, number: int) -> None:
        """One case, start to finish. Raises whatever it does that it should not."""
        case = make(number, self._server.url, self._seed)
        async with asyncio.timeout(SECONDS):
            match case.kind:
                case "settings":
                    self._settings(case)
                case "response":
                    self._response(case)
                case "reader":
                    await self._reader(case)
                case _:
                    await self._request(case)

    async def _request(self, case: Case) -> None:
        folder = self._folder / case.endpoint
        is_web = case.kind.endswith("-web")
        refused = case.kind.endswith("-body") and await _refused_over_http(case)
        path = folder / f"{case.number}.json"
        path.write_bytes(case.body)
        if is_web:
            self._server.files[case.number] = case.files
        else:
            for name, data in case.files.items():
                file = folder / place_of(case.number) / name
                file.parent.mkdir(parents=True, exist_ok=True)
                file.write_bytes(data)
        try:
            opened = load(str(path), kind=case.endpoint, trusted=is_web, strict=case.strict)
            if refused:
                raise Failed("a body that is refused over HTTP only")
            await self._answer(opened, self._online if is_web else self._offline)
        except BadRequest as error:
            if not refused:
                raise
            explained(error)
        finally:
            self._server.files.pop(case.number, None)
            path.unlink()
            shutil.rmtree(folder / place_of(case.number), ignore_errors=True)

    async def _answer(self, opened: Opened, engine: Engine) -> None:
        events: list[Event] = []
        result = await engine.symbolicate(opened, events.append)
        bugs = [e for e in events if isinstance(e, ParseEnded | FetchEnded)]
        bugs = [event for event in bugs if event.outcome == Why.INTERNAL]
        if bugs:
            raise Failed(f"internal: {bugs}")
        body = result.response_json()
        check(opened, body)
        again = engine.cached(opened)
        if again is not None and again.response_json() != body:
            raise Failed("another answer from the cache")
        _shown(result.report)
        await _explain(opened, result, engine)

    def _response(self, case: Case) -> None:
        path = self._folder / f"{case.number}.json"
        path.write_bytes(case.body)
        try:
            found = saved(str(path))
            if found is not None:
                _shown(report_of(found))
        except BadRequest as error:
            explained(error)
        finally:
            path.unlink()

    def _settings(self, case: Case) -> None:
        path = self._folder / f"{case.number}.toml"
        path.write_bytes(case.body)
        try:
            load_settings(str(path), environ={"VENDOR_TOKEN": "word"})
        except BadSettings as error:
            explained(error)
        finally:
            path.unlink()

    async def _reader(self, case: Case) -> None:
        """The second readers on a damaged file, each in a child process."""
        path = self._folder / f"{case.number}.bin"
        path.write_bytes(case.body)
        asked = {"path": str(path), "size": len(case.body), "addresses": _ADDRESSES}
        try:
            said = await self._readers.run("read", asked, "f")
        finally:
            path.unlink()
        if isinstance(said, Miss) and said.why is not Why.MALFORMED:
            raise Failed(f"second reader: {said}")


async def _refused_over_http(case: Case) -> bool:
    """Whether the service takes no such body; it says so in its words."""
    try:
        await open_body(case.body, case.endpoint, "global", Rules(strict=case.strict))
    except Refused as error:
        if error.status_code not in (400, 422) or not error.detail.startswith("Failed to "):
            raise Failed(f"{error.status_code}: {error.detail}") from None
        return True
    return False


def explained(error: ValueError | BadBody) -> None:
    """An error for a person says something, and is fit to be printed."""
    most = 1 << 22 if isinstance(error, BadSettings) else 2000  # a person's own, all problems
    if not str(error).strip() or len(str(error)) > most:
        raise Failed(f"an error that says nothing, or too much: {str(error)[:200]!r}")


def _shown(report: Report) -> None:
    forms: tuple[Form, ...] = ("text", "markdown", "html")
    for form in forms:
        written = render(report, form, _REDACT, clean)
        if not written.decode() or b"\x1b" in written:
            raise Failed(f"the export as {form} is empty or has control characters")


async def _explain(opened: Opened, result: Result, engine: Engine) -> None:
    """Why some frames are as they are, and some modules, with what is nearly what they need."""
    rng = Random(0)
    frames = [(thread.index, frame.index, frame.depth)
              for thread in result.report.threads for frame in thread.frames]  # fmt: skip
    for thread, frame, depth in rng.sample(frames, min(len(frames), 12)):
        if not explain_frame(opened, result, thread, frame, depth).verdict:
            raise Failed("an explanation without a verdict")
    for module in range(min(len(result.report.modules), 4)):
        near = await engine.nearby(result, module) if module == 0 else ()
        if not explain_module(opened, result, module, near).verdict:
            raise Failed("an explanation without a verdict")
    plan(opened, engine._settings)


def memory() -> int:
    """Bytes that this process has in memory."""
    with open("/proc/self/statm", encoding="ascii") as told:
        return int(told.read().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def children() -> set[int]:
    """Processes that this one started and that are still there, dead ones too."""
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                told = (entry / "stat").read_text(errors="replace")
            except OSError:
                continue
            if int(told.rpartition(")")[2].split()[1]) == os.getpid():
                found.add(int(entry.name))
    return found
