"""Requests answered in tests: real downloads from loopback, parsing without a child process."""

import json
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self

import msgspec

from inspector.fetch.caching.cache import Cache
from inspector.fetch.caching.cached import CachedFiles
from inspector.fetch.downloads import Downloads
from inspector.js.access import Access
from inspector.js.finding.local import LocalBuild
from inspector.js.symbolicate import Answer, Surroundings, symbolicate
from inspector.js.tables import Tables
from inspector.js.wire import encode, from_tree
from inspector.model.outcome import Miss, Why
from inspector.model.places.sources import FilesystemSource
from inspector.objects.children.worker import TASKS
from inspector.objects.errors import BadObject
from tests.fetch.server import Reply, Server
from tests.js.maps import source_map

if TYPE_CHECKING:
    from inspector.model.events import Event

ID = "2f259f80-58b7-44cb-d7cd-de1505e7e718"
WEB = {"enabled": True, "allowed_origins": ["*"], "headers": {}}
SCRIPT = b"function f(){throw 1}f();\n//# sourceMappingURL=app.js.map\n"
SITE = "http://shop.example"
MAP = source_map([[(0, 0, 0, 0)]])
NO_WEB = {"enabled": False, "allowed_origins": ["*"], "headers": {}}


class DirectWorkers:
    """Runs the tasks of the children right here, values going through JSON as they do there."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self._known: dict[str, Any] = {}

    async def run(
        self,
        task: str,
        arguments: Mapping[str, Any],
        file: str,
        answer: Any = Any,
        key: str | None = None,
    ) -> Any:
        self.asked.append(task)
        if task not in self._known:
            module, _, name = TASKS[task].partition(":")
            found = getattr(import_module(module), name)
            self._known[task] = found() if isinstance(found, type) else found
        try:
            value = self._known[task](**json.loads(msgspec.json.encode(arguments)))
        except BadObject as error:
            return Miss(Why.MALFORMED, str(error))
        return msgspec.json.decode(msgspec.json.encode(value), type=answer)


class Runner:
    """Answers requests with one cache folder. `async with` it."""

    def __init__(self, folder: Path, now: float = 1_000_000.0) -> None:
        self.folder, self.now = folder, now
        self.workers = DirectWorkers()
        self.events: list[Event] = []
        self.cache = Cache(str(folder / "cache"))
        self.downloads = Downloads(self.cache)

    async def __aenter__(self) -> Self:
        await self.downloads.__aenter__()
        return self

    async def __aexit__(self, *_: object) -> None:
        await self.downloads.__aexit__(None, None, None)

    async def answer(
        self,
        tree: Mapping[str, Any],
        *,
        strict: bool = False,
        trusted: bool = True,
        live: bool = True,
    ) -> Answer:
        """The answer to a body; `live` False: from disk alone."""
        request = from_tree(json.loads(json.dumps(tree)), strict=strict)
        workers: Any = self.workers if live else None
        files = self.downloads if live else CachedFiles(self.cache)
        builds = tuple(
            LocalBuild(source=source, scope="global", trusted=trusted, folder=str(self.folder))
            for source in request.sources or ()
            if isinstance(source, FilesystemSource)
        )
        around = Surroundings(
            access=Access(files=files, tables=Tables(self.cache, workers), waits=live),
            local=builds,
            scope="global",
            trusted=trusted,
            tell=self.events.append,
            clock=lambda: self.now,
        )
        return await symbolicate(request, around)

    async def response(self, tree: Mapping[str, Any], **how: Any) -> Any:
        """The response, which must be the same when it comes from disk alone."""
        body = encode((await self.answer(tree, **how)).response)
        again = encode((await self.answer(tree, live=False, **how)).response)
        assert again == body
        return json.loads(body)


def request(*frames: Mapping[str, Any], **more: Any) -> dict[str, Any]:
    """A body with one callee-first trace, without source; the web is off unless `more` says."""
    return {
        "stacktraces": [{"frames": list(frames)}],
        "scraping": NO_WEB,
        "options": {"frame_order": "callee_first"},
    } | more


def frame(path: str, line: int = 1, column: int | None = 1, **more: Any) -> dict[str, Any]:
    """One raw frame."""
    return {"abs_path": path, "lineno": line, "colno": column} | more


def served(script: bytes = SCRIPT, map_: bytes | None = None, **more: bytes) -> dict[str, Reply]:
    """Routes with a script and a map of it; position 1:14 is line 2 of a.js."""
    if map_ is None:
        map_ = source_map([[(0, 0, 0, 0), (13, 0, 1, 2, 0), (21, 0, 2, 0, 1)]])
    files = {"app.js": script, "app.js.map": map_} | more
    return {f"/{name}": Reply(body=body) for name, body in files.items()}


def answered(response: Any) -> Any:
    """The one frame of a response."""
    return response["stacktraces"][0]["frames"][0]


def raw(response: Any) -> Any:
    """The one raw frame of a response."""
    return response["raw_stacktraces"][0]["frames"][0]


def sentry(server: Server, *listed: Mapping[str, Any], **files: bytes) -> dict[str, Any]:
    """Let the server list and serve artifacts; what a request says about it."""
    entries: list[dict[str, Any]] = [{"resolved_with": "release", **entry} for entry in listed]
    for entry in entries:
        entry.setdefault("url", f"{server.url}/files/{entry['id']}")
    server.routes["/lookup"] = Reply(body=json.dumps(entries).encode())
    for name, content in files.items():
        server.routes[f"/files/{name}"] = Reply(body=content)
    return {
        "source": {"id": "project", "url": f"{server.url}/lookup", "token": "secret"},
        "release": "1.0",
    }


def file(id_: str, path: str, **more: Any) -> dict[str, Any]:
    """A release file in the API's answer."""
    return {"type": "file", "id": id_, "abs_path": path} | more


def pack(id_: str, **more: Any) -> dict[str, Any]:
    """A bundle in the API's answer."""
    return {"type": "bundle", "id": id_} | more


def errors(response: Any) -> list[str]:
    """The types of a response's errors."""
    return [error["type"] for error in response.get("errors", [])]
