"""The routes, without a socket: statuses, headers, bodies."""

import asyncio
import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from inspector.engine import Engine, Opened
from inspector.server.application import Service
from inspector.server.bodies import LARGE, Rules, open_body
from inspector.server.running import Running
from inspector.settings import Settings
from tests.harbor import Build
from tests.harbor_builds import BUILDS

BUILD: Build = BUILDS[0]
EMPTY = b'{"stacktraces": []}'
JSON = {"Content-Type": "application/json"}


def service(folder: Path, rules: Rules | None = None, limit: int | None = None) -> Service:
    engine = Engine(Settings(cache_dir=str(folder / "cache")))
    return Service(engine, Running(limit=limit), rules or Rules(), grace=0)


@asynccontextmanager
async def client_of(chosen: Service) -> AsyncIterator[httpx.AsyncClient]:
    application = chosen.application()
    transport = httpx.ASGITransport(app=application)
    async with (
        application.router.lifespan_context(application),
        httpx.AsyncClient(transport=transport, base_url="http://service") as http,
    ):
        yield http


@pytest.fixture
async def client(tmp_path: Path) -> AsyncIterator[httpx.AsyncClient]:
    async with client_of(service(tmp_path, Rules(limit=2_000))) as http:
        yield http


async def test_healthy(client: httpx.AsyncClient) -> None:
    answer = await client.get("/healthcheck")
    assert (answer.status_code, answer.text) == (200, "ok")


SENTRY = {"id": "s", "type": "sentry", "url": "http://localhost/", "token": "t"}


@pytest.mark.parametrize(
    ("route", "body"),
    [
        ("/symbolicate", {"stacktraces": []}),
        ("/symbolicate-js", {"source": SENTRY, "stacktraces": []}),
    ],
)
async def test_an_empty_request(client: httpx.AsyncClient, route: str, body: object) -> None:
    answer = await client.post(route, json=body)
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "application/json"
    assert answer.json()["status"] == "completed"


@pytest.mark.parametrize(
    ("kind", "status"),
    [
        ("application/json", 200),
        ("application/json; charset=utf-8", 200),
        ("Application/JSON", 200),
        ("application/vnd.crash+json", 200),
        ("text/json", 415),
        ("text/plain", 415),
        ("application/jsonp", 415),
        ("", 415),
    ],
)
async def test_content_type(client: httpx.AsyncClient, kind: str, status: int) -> None:
    answer = await client.post("/symbolicate", content=EMPTY, headers={"Content-Type": kind})
    assert answer.status_code == status
    if status == 415:
        assert answer.text == "Expected request with `Content-Type: application/json`"


async def test_a_body_that_is_too_large_by_what_it_says(client: httpx.AsyncClient) -> None:
    answer = await client.post("/symbolicate", content=EMPTY + b" " * 2_000, headers=JSON)
    assert answer.status_code == 413
    assert answer.text.startswith("Failed to buffer the request body")


async def test_a_body_that_is_too_large_and_does_not_say_so(client: httpx.AsyncClient) -> None:
    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield b" " * 1_000

    answer = await client.post("/symbolicate", content=endless(), headers=JSON)
    assert answer.status_code == 413


@pytest.mark.parametrize(
    ("body", "status"), [(b"{", 400), (b'"text"', 422), (b'{"signal": "x"}', 422)]
)
async def test_a_bad_body_is_told_in_plain_text(
    client: httpx.AsyncClient, body: bytes, status: int
) -> None:
    answer = await client.post("/symbolicate", content=body, headers=JSON)
    assert answer.status_code == status
    assert answer.headers["content-type"].startswith("text/plain")
    assert answer.text.startswith("Failed to ")


@pytest.mark.parametrize("path", ["/requests/x", "/requests/00000000-0000-0000-0000-000000000000"])
async def test_an_unknown_id_is_404_with_nothing(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.get(path)
    assert (answer.status_code, answer.content) == (404, b"")


@pytest.mark.parametrize("path", ["/", "/symbolicate/", "/symbolicate-js/x", "/requests/"])
async def test_an_unknown_path_is_404_with_nothing(client: httpx.AsyncClient, path: str) -> None:
    answer = await client.post(path, content=EMPTY, headers=JSON)
    assert (answer.status_code, answer.content) == (404, b"")


async def test_a_body_whose_sender_is_cut_off_is_refused(tmp_path: Path) -> None:
    async def endless() -> AsyncIterator[bytes]:
        yield b"{"
        task = asyncio.current_task()
        assert task is not None
        task.cancel()  # as the server does when it ends and the body still comes in
        await asyncio.sleep(1)

    async with client_of(service(tmp_path)) as client:
        answer = await client.post("/symbolicate", content=endless(), headers=JSON)
        assert answer.status_code == 400


async def test_a_bad_query_is_400(client: httpx.AsyncClient) -> None:
    answer = await client.post("/symbolicate?timeout=soon", content=EMPTY, headers=JSON)
    assert answer.status_code == 400
    answer = await client.get("/requests/x?timeout=-1")
    assert answer.status_code == 400


async def test_no_more_than_the_limit_at_once(tmp_path: Path) -> None:
    running = Running(limit=1)
    hold = asyncio.Event()

    async def wait() -> bytes:
        await hold.wait()
        return b"{}"

    chosen = Service(Engine(Settings(cache_dir=str(tmp_path))), running, Rules())
    async with client_of(chosen) as http:
        running.start(wait)
        answer = await http.post("/symbolicate", content=EMPTY, headers=JSON)
        assert answer.status_code == 503
        assert answer.json() == {"detail": "maximum number of concurrent requests reached"}
        hold.set()
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        answer = await http.post("/symbolicate", content=EMPTY, headers=JSON)
        assert answer.status_code == 200


async def test_large_bodies_are_read_one_at_a_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reading = most = 0

    async def counted(*given: Any) -> Opened:
        nonlocal reading, most
        reading += 1
        most = max(most, reading)
        opened = await open_body(*given)
        reading -= 1
        return opened

    monkeypatch.setattr("inspector.server.application.open_body", counted)
    body = EMPTY + b" " * LARGE
    async with client_of(service(tmp_path)) as http:
        posts = [http.post("/symbolicate", content=body, headers=JSON) for _ in range(4)]
        answers = await asyncio.gather(*posts)
    assert {answer.status_code for answer in answers} == {200}
    assert most == 1


def request_with(path: str) -> dict[str, Any]:
    body = BUILD.request()
    body["sources"][0]["path"] = path
    return body


@pytest.mark.parametrize(
    ("roots", "status"), [((), "error"), (("{}",), "ok"), (("{}/symbols-of-others",), "error")]
)
async def test_files_are_read_below_the_roots_only(
    tmp_path: Path, roots: tuple[str, ...], status: str
) -> None:
    BUILD.lay_out(tmp_path)
    source = str(tmp_path / "symbols" / BUILD.name)
    rules = Rules(roots=tuple(root.format(tmp_path) for root in roots))
    chosen = service(tmp_path, rules)
    async with client_of(chosen) as http:
        body = json.dumps(request_with(source)).encode()
        answer = (await http.post("/symbolicate", content=body, headers=JSON)).json()
        downloads = {c["download"]["status"] for c in answer["modules"][0]["candidates"]}
        assert (status == "ok") is ("ok" in downloads)
        assert (status == "ok") is (answer["modules"][0]["debug_status"] == "found")


async def test_a_path_relative_to_nothing_is_refused(tmp_path: Path) -> None:
    BUILD.lay_out(tmp_path)
    chosen = service(tmp_path, Rules(roots=(str(tmp_path),)))
    async with client_of(chosen) as http:
        body = json.dumps(request_with(f"symbols/{BUILD.name}")).encode()
        answer = (await http.post("/symbolicate", content=body, headers=JSON)).json()
    assert answer["modules"][0]["debug_status"] != "found"
