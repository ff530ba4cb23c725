"""Clients of the service: what they ask, and whether the answer is right or honestly none."""

import asyncio
import json
import re
from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import httpx
from msgspec import Struct

from inspector.engine import Engine, load
from inspector.settings import Settings
from tests.harbor import HARBOR, Build
from tests.harbor_builds import BUILDS

JSON = {"Content-Type": "application/json"}
ROUTES = {"native": "/symbolicate", "js": "/symbolicate-js"}
SCRIPTS = ("terser", "rollup", "es.external")
SCOPES = 5
LARGE = 20_000  # frames
KINDS = {"whole": 60, "polled": 12, "bad": 14, "gone": 6, "unknown": 4, "large": 2}
BAD: tuple[tuple[bytes, dict[str, str], int], ...] = (
    (b"{", JSON, 400),
    (b"\xff\xfe", JSON, 400),
    (b"[" * 5000, JSON, 400),
    (b"{}", {"Content-Type": "text/plain"}, 415),
    (b'{"stacktraces": 7}', JSON, 422),
    (b'{"modules": [{"type": []}]}', JSON, 422),
    (b'{"stacktraces": [{"frames": [{"instruction_addr": "x"}]}]}', JSON, 422),
)
_FAULTS = {"malformed", "fetching_failed", "timeout", "other", "missing", "error", "noperm",
           "failure", "malformed_sourcemap"}  # fmt: skip


class Question(Struct, frozen=True):
    """A request, and its answer when all goes well; both with `/good/` in the URLs."""

    kind: str
    body: bytes
    golden: Any


def files() -> dict[str, bytes]:
    """What the symbol server has."""
    found = {f"{build.name}/{target}": (HARBOR / name).read_bytes()
             for build in BUILDS for target, name in build.files.items()}  # fmt: skip
    for name in SCRIPTS:
        for end in (".js", ".js.map"):
            found[f"js/{name}{end}"] = (HARBOR / "js/dist" / f"{name}{end}").read_bytes()
    return found


async def questions(url: str, folder: Path) -> list[Question]:
    """Every build, several at once, a large one, and scripts, answered by an engine of our own."""
    bodies = [("native", _native([build], url)) for build in BUILDS]
    bodies.append(("native", _native(list(BUILDS[:6]), url)))
    bodies.append(("js", _js(url)))
    bodies.append(("native", _large(_native([BUILDS[0]], url))))
    found = []
    async with Engine(Settings(cache_dir=str(folder / "own"))) as engine:
        for kind, tree in bodies:
            path = folder / "question.json"
            path.write_text(json.dumps(tree), encoding="utf-8")
            result = await engine.symbolicate(load(str(path), kind=kind, trusted=True))
            golden = json.loads(_comparable(result.response_json().decode()))
            found.append(Question(kind, path.read_bytes(), golden))
    return found


def _native(builds: list[Build], url: str) -> dict[str, Any]:
    body = builds[0].request()
    body |= {"modules": [], "stacktraces": []}
    body["sources"] = [
        {"id": build.name, "type": "http", "url": f"{url}/good/{build.name}"} for build in builds
    ]
    for number, build in enumerate(builds):
        one = build.request()
        module, frames = one["modules"][0], one["stacktraces"][0]["frames"]
        if number:
            moved = number << 44
            start = int(module["image_addr"], 16)
            module["image_addr"] = hex(start + moved)
            for frame in frames:
                frame["instruction_addr"] = hex(int(frame["instruction_addr"], 16) + moved)
        body["modules"].append(module)
        body["stacktraces"].append({"frames": frames})
    return body


def _large(body: dict[str, Any]) -> dict[str, Any]:
    frames = body["stacktraces"][0]["frames"]
    body["stacktraces"][0]["frames"] = frames * (LARGE // len(frames))
    return body


def _js(url: str) -> dict[str, Any]:
    frames = [{"abs_path": f"{url}/good/js/{name}.js", "lineno": 1, "colno": column}
              for name in SCRIPTS for column in (20, 100, 355)]  # fmt: skip
    return {
        "scraping": {"enabled": True, "allowed_origins": ["*"], "headers": {}},
        "stacktraces": [{"frames": frames}],
    }


class Crowd:
    """Asks and judges. `counts` has how often what came back."""

    def __init__(self, client: httpx.AsyncClient, asked: list[Question], seed: int = 1) -> None:
        self._client, self.asked, self._rng = client, asked, Random(seed)
        self.counts: Counter[str] = Counter()
        self.wrong: list[str] = []

    async def one(self) -> None:
        """One request of any sort."""
        kind = self._rng.choices(tuple(KINDS), tuple(KINDS.values()))[0]
        question = self._rng.choice(self.asked[:-1])
        match kind:
            case "whole":
                self.judge(question, await self._post(question))
            case "large":
                await self.large()
            case "polled":
                self.judge(question, await self._polled(question))
            case "bad":
                await self._bad()
            case "gone":
                await self._gone(question)
            case "unknown":
                answer = await self._client.get("/requests/nobody")
                self._expect(answer, 404)

    async def large(self) -> None:
        """The request that takes the most memory."""
        self.judge(self.asked[-1], await self._post(self.asked[-1]))

    def judge(self, question: Question, answer: Any) -> bool:
        """Whether it is the right one. If not it must say why."""
        golden = question.golden
        if answer == golden:
            self.counts["right"] += 1
            return True
        if answer.get("status") == "completed" and _faults(answer) - _faults(golden):
            self.counts["honestly failed"] += 1
        else:
            self.wrong.append(f"asked {question.body[:2000]!r}: {json.dumps(answer)[:4000]}")
        return False

    async def still_ill(self, question: Question) -> str:
        """A wrong answer that one of the scopes gives; "" when it is right in all of them."""
        for scope in range(SCOPES):
            answer = await self._post(question, scope)
            if not self.judge(question, answer):
                return json.dumps(answer)
        return ""

    async def last(self, number: int) -> str:
        """How a request ended that met the end of the service."""
        try:
            status: str = (await self._post(self.asked[number]))["status"]
        except httpx.TransportError:
            return "refused"
        return "refused" if status.startswith("HTTP 503") else status

    async def _post(self, question: Question, scope: int | None = None, **query: str) -> Any:
        scope = self._rng.randrange(SCOPES) if scope is None else scope
        answer = await self._client.post(
            ROUTES[question.kind],
            params={"scope": str(scope)} | query,
            content=question.body.replace(b"/good/", b"/flaky/"),
            headers=JSON,
        )
        return self._read(answer)

    def _read(self, answer: httpx.Response) -> Any:
        if answer.status_code != 200:
            return {"status": f"HTTP {answer.status_code}: {answer.text[:500]}"}
        return json.loads(_comparable(answer.text))

    async def _polled(self, question: Question) -> Any:
        said = await self._post(question, timeout="0")
        while said.get("status") == "pending":
            answer = await self._client.get(f"/requests/{said['request_id']}?timeout=1")
            said = self._read(answer)
        return said

    async def _bad(self) -> None:
        body, headers, status = self._rng.choice(BAD)
        self._expect(await self._client.post("/symbolicate", content=body, headers=headers), status)

    async def _gone(self, question: Question) -> None:
        """A client that does not wait for the answer."""
        try:
            await asyncio.wait_for(self._post(question), self._rng.uniform(0.0, 0.02))
        except TimeoutError:
            self.counts["gone"] += 1

    def _expect(self, answer: httpx.Response, status: int) -> None:
        self.counts[str(answer.status_code)] += 1
        if answer.status_code != status:
            self.wrong.append(f"{status} expected: {answer.status_code} {answer.text[:500]}")


def _comparable(text: str) -> str:
    """An answer without what differs from prefix to prefix, and from hour to hour."""
    return re.sub(r'#\d+"', '"', text.replace("flaky/", "good/"))


def _faults(answer: Any) -> Counter[str]:
    """What an answer says could not be had, or not be read."""
    modules, attempts = answer.get("modules", ()), answer.get("scraping_attempts", ())
    told = [("module", module["debug_status"]) for module in modules]
    told += [("download", c["download"]["status"]) for m in modules for c in m["candidates"]]
    told += [("scraping", attempt["status"]) for attempt in attempts]
    told += [("error", error["type"]) for error in answer.get("errors", ())]
    return Counter(f"{what} {status}" for what, status in told if status in _FAULTS)
