"""The service as a process: the documented flow of a client, and how it ends."""

import json
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import httpx
import pytest

from inspector.server.serving import listen
from tests.fetch.server import Asked, Reply, Server
from tests.harbor_builds import BUILDS

JSON = {"Content-Type": "application/json"}
BUILD = BUILDS[0]
Process = subprocess.Popen[str]


@contextmanager
def started(
    folder: Path, settings: str = ""
) -> Iterator[tuple[httpx.Client, subprocess.Popen[str]]]:
    config = folder / "settings.toml"
    config.write_text(settings, encoding="utf-8")
    options = ["--port", "0", "--cache-dir", str(folder / "cache"), "--config", str(config)]
    with subprocess.Popen(
        [sys.executable, "-m", "inspector", "serve", *options],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        try:
            assert process.stdout is not None
            line = process.stdout.readline()
            assert line.startswith("inspector answers at http://127.0.0.1:")
            with httpx.Client(base_url=line.split()[-1], timeout=30) as client:
                yield client, process
        finally:
            process.kill()


def slow_server(
    folder: Path, release: threading.Event, asked_for: threading.Event | None = None
) -> Server:
    """A symbol server that answers when it is told to, and tells when it is asked."""
    BUILD.lay_out(folder)
    root = folder / "symbols" / BUILD.name
    server = Server()

    def route(asked: Asked) -> Reply:
        if asked_for is not None:
            asked_for.set()
        release.wait(30)
        path = root / asked.path.lstrip("/")
        return Reply(body=path.read_bytes()) if path.is_file() else Reply(status=404)

    for target in BUILD.files:
        server.routes["/" + target] = route
    return server


def body_for(server: Server) -> bytes:
    body: dict[str, Any] = BUILD.request()
    body["sources"] = [{"id": "web", "type": "http", "url": server.url}]
    return json.dumps(body).encode()


def test_no_answer_waits_for_the_receipt_of_its_beginning() -> None:
    with (
        listen("127.0.0.1", 0) as listening,
        socket.create_connection(listening.getsockname()),
        listening.accept()[0] as connection,
    ):
        assert connection.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)


def test_post_poll_and_forget(tmp_path: Path) -> None:
    release = threading.Event()
    with (
        slow_server(tmp_path, release) as server,
        started(tmp_path, "connect_to_reserved_ips = true") as (client, _),
    ):
        first = client.post("/symbolicate?timeout=0", content=body_for(server), headers=JSON)
        assert first.status_code == 200
        pending = first.json()
        name = pending.pop("request_id")
        assert pending == {"status": "pending", "retry_after": 30}
        assert client.get(f"/requests/{name}?timeout=0").json()["status"] == "pending"
        release.set()
        done = client.get(f"/requests/{name}").json()
        assert done["modules"][0]["debug_status"] == "found"
        assert client.get(f"/requests/{name}").json() == done
        assert client.get("/requests/nobody").content == b""


def test_a_private_address_is_out_of_reach(tmp_path: Path) -> None:
    release = threading.Event()
    release.set()
    with slow_server(tmp_path, release) as server, started(tmp_path) as (client, _):
        answer = client.post("/symbolicate", content=body_for(server), headers=JSON).json()
        assert answer["modules"][0]["debug_status"] == "fetching_failed"
        assert server.hits() == 0


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to wait for")
def test_the_end_waits_for_what_is_at_work(tmp_path: Path) -> None:
    release, asked_for = threading.Event(), threading.Event()
    with (
        slow_server(tmp_path, release, asked_for) as server,
        started(tmp_path, "connect_to_reserved_ips = true") as (client, process),
    ):
        answers: list[httpx.Response] = []

        def post() -> None:
            content = body_for(server)
            answers.append(client.post("/symbolicate", content=content, headers=JSON))

        waiting = threading.Thread(target=post)
        waiting.start()
        assert asked_for.wait(30)
        process.send_signal(signal.SIGTERM)
        release.set()
        waiting.join(30)
        assert answers[0].json()["modules"][0]["debug_status"] == "found"
        process.wait(30)
        assert process.stderr is not None
        assert "Traceback" not in process.stderr.read()


def accepts(url: httpx.URL) -> bool:
    try:
        return httpx.get(url.join("/healthcheck")).is_success
    except httpx.TransportError:
        return False


@pytest.mark.skipif(sys.platform == "win32", reason="Windows sends signals in another way")
def test_a_second_ctrl_c_waits_for_nothing_but_everybody_gets_an_answer(tmp_path: Path) -> None:
    release, asked_for = threading.Event(), threading.Event()
    with (
        slow_server(tmp_path, release, asked_for) as server,
        started(tmp_path, "connect_to_reserved_ips = true") as (client, process),
    ):
        answers: list[httpx.Response] = []

        def post() -> None:
            content = body_for(server)
            answers.append(client.post("/symbolicate", content=content, headers=JSON))

        waiting = threading.Thread(target=post)
        waiting.start()
        assert asked_for.wait(30)
        process.send_signal(signal.SIGINT)
        while accepts(client.base_url):
            pass  # until the first signal has arrived
        process.send_signal(signal.SIGINT)
        assert process.wait(5) == 0
        release.set()
        waiting.join(30)
        assert answers[0].json() == {"status": "failed", "message": "the service was shut down"}
        assert process.stderr is not None
        assert process.stderr.read() == ""


def test_an_address_that_is_taken(tmp_path: Path) -> None:
    with started(tmp_path) as (client, _):
        port = str(client.base_url.port)
        done = subprocess.run(
            [sys.executable, "-m", "inspector", "serve", "--port", port],
            capture_output=True,
            text=True,
            timeout=30,
        )
        assert done.returncode == 2
        assert f"port {port}" in done.stderr
        assert "Traceback" not in done.stderr
