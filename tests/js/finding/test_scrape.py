"""What may be fetched from the web, and how the attempts are told."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.fetch.remote import RemoteFile, WebSource
from inspector.js.finding.scrape import Web, failure, hourly_key, target
from inspector.model.outcome import Miss, Why
from inspector.model.places.scraping import Scraping
from inspector.model.places.urls import parse_url
from tests.fetch.server import Reply, Server
from tests.js.runs import SCRIPT, WEB, Runner, answered, frame, request, served


@pytest.mark.parametrize(
    ("path", "error", "attempts"),
    [
        ("/x.js", "missing_source", None),
        ("native", "missing_source", None),
        ("<anonymous>", "missing_source", None),
        ("http//typo", "missing_source", None),
        ("app:///x.js", "scraping_disabled", "disabled"),
        ("node:internal/x", "scraping_disabled", "disabled"),
        ("C:\\x.js", "scraping_disabled", "disabled"),
        ("https://h.example/x.js", "scraping_disabled", "disabled"),
    ],
)
async def test_without_the_web(runner: Runner, path: str, error: str, attempts: str | None) -> None:
    response = await runner.response(request(frame(path)))
    assert response["errors"] == [{"abs_path": path, "type": error}]
    expected = [{"url": path, "status": "failure", "reason": attempts}] if attempts else None
    assert response.get("scraping_attempts") == expected


@pytest.mark.parametrize(
    ("path", "reason", "details"),
    [
        ("app:///x.js", "invalid_host", "`app` is not an allowed download scheme"),
        ("node:internal/x", "invalid_host", "`node` is not an allowed download scheme"),
        ("C:\\x.js", "invalid_host", "`c` is not an allowed download scheme"),
        (
            "http://other.example/x.js",
            "invalid_host",
            "http://other.example/x.js is not an allowed download origin",
        ),
        ("http://localhost/x.js", "invalid_host", "Can't connect to restricted host localhost"),
        ("http://127.0.0.1/x.js", "invalid_host", "Can't connect to restricted host 127.0.0.1"),
        ("http://10.0.0.1/x.js", "download_error", "destination is restricted"),
    ],
)
async def test_what_the_guard_refuses(runner: Runner, path: str, reason: str, details: str) -> None:
    origins = ["localhost", "127.0.0.1", "10.0.0.1"]
    web = WEB | {"allowed_origins": origins}
    answer = await runner.answer(request(frame(path), scraping=web), trusted=False)
    [attempt] = answer.response.scraping_attempts
    assert (attempt.reason, attempt.details) == (reason, details)
    assert [error.type for error in answer.response.errors] == ["missing_source"]


@pytest.mark.parametrize(
    ("reply", "reason", "details"),
    [
        pytest.param(Reply(status=404), "not_found", None, id="404"),
        pytest.param(Reply(status=429), "not_found", None, id="429"),
        pytest.param(Reply(body=b""), "not_found", None, id="empty"),
        pytest.param(Reply(status=403), "permission_denied", "403 Forbidden", id="403"),
        pytest.param(Reply(status=500), "download_error", "500 Internal Server Error", id="500"),
        pytest.param(
            Reply(body=b"\xff"), "other", "invalid utf-8 sequence at byte 0", id="no-text"
        ),
    ],
)
async def test_what_a_server_answers(
    runner: Runner, server: Server, reply: Reply, reason: str, details: str | None
) -> None:
    server.routes = {"/app.js": reply}
    path = f"{server.url}/app.js"
    response = await runner.response(request(frame(path), scraping=WEB))
    expected = {"url": path, "status": "failure", "reason": reason}
    assert response["scraping_attempts"] == [expected | ({"details": details} if details else {})]
    assert response["errors"] == [{"abs_path": path, "type": "missing_source"}]
    assert answered(response)["data"] == {"symbolicated": False}


async def test_headers_origin_and_slash(runner: Runner, server: Server) -> None:
    server.routes = {"/app": Reply(body=SCRIPT)}
    path = f"{server.url}/app/"
    await runner.response(request(frame(path), scraping=WEB | {"headers": {"X-Key": "k"}}))
    assert server.asked[0].path == "/app"
    assert server.asked[0].header("x-key") == "k"


async def test_scraping_off_for_the_map_only(runner: Runner, server: Server) -> None:
    """The script is scraped, its map lies on a host that is not allowed."""
    script = b"//# sourceMappingURL=http://other.example/m.map"
    server.routes = {**served(script=script)}
    web = WEB | {"allowed_origins": ["127.0.0.1"]}
    response = await runner.response(request(frame(f"{server.url}/app.js"), scraping=web))
    assert response["errors"][0]["type"] == "missing_sourcemap"


@pytest.mark.parametrize(("now", "key"), [(1000, 939), (1038, 939), (1040, 1039), (1100, 1039)])
def test_a_copy_is_good_for_a_period(now: int, key: int) -> None:
    url = parse_url("https://example.com/foo.js")
    assert url is not None
    assert hourly_key(url, now, 100) == key


@given(st.integers(0, 1 << 40), st.text(min_size=1))
def test_a_copy_is_at_most_an_hour_old(now: int, path: str) -> None:
    url = parse_url("https://example.com/" + path)
    assert url is not None
    assert 0 <= now - hourly_key(url, now) < 3600


@pytest.mark.parametrize(
    ("miss", "reason", "details"),
    [
        (Miss(Why.TIMEOUT, "10s"), "timeout", "Timeout after 10s"),
        (Miss(Why.TIMEOUT, "300s"), "timeout", "Timeout after 5m"),
        (Miss(Why.TIMEOUT, "1.5s"), "timeout", "Timeout after 1s 500ms"),
        (Miss(Why.NOT_FOUND, "whatever"), "not_found", ""),
        (Miss(Why.NO_PERMISSION, "403 Forbidden"), "permission_denied", "403 Forbidden"),
        (Miss(Why.DOWNLOAD_FAILED, "reset"), "download_error", "reset"),
        (Miss(Why.MALFORMED, "no text"), "other", "no text"),
        (Miss(Why.UNSUPPORTED, "x"), "other", "x"),
        (Miss(Why.INTERNAL), "other", ""),
    ],
    ids=repr,
)
def test_how_misses_are_told(miss: Miss, reason: str, details: str) -> None:
    attempt = failure("u", miss)
    assert (attempt.status, attempt.reason, attempt.details) == ("failure", reason, details)


def test_header_values_are_not_shown() -> None:
    scraping = Scraping(enabled=True, allowed_origins=("*",), headers={"Cookie": "secret"})
    web = Web(scraping=scraping, scope="global", trusted=False, reserved=False)
    found = target("http://h.example/a.js", web, 0.0)
    assert isinstance(found, RemoteFile)
    assert isinstance(found.source, WebSource)
    assert found.source.headers == {"Cookie": "secret"}
    assert "secret" not in repr((web, found))
