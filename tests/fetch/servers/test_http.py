"""Requests for the files of web servers (spec/sources.md 1.6, 4.3, 4.9)."""

import pytest

from inspector.fetch.remote import RemoteFile, WebSource
from inspector.fetch.servers.http import ask, counted_host
from inspector.fetch.web.ask import Ask
from inspector.model.outcome import NOT_FOUND
from inspector.model.places.sources import FilesystemSource, HttpSource, SentrySource, Source


def test_a_file_of_a_source() -> None:
    source = HttpSource(
        id="x", url="https://h/s/", headers={"X-One": "1"}, accept_invalid_certs=True
    )
    file = RemoteFile(source=source, location="a b", headers=(("SymbolChecksum", "SHA256:1"),))
    assert ask(file, source, guarded=True) == Ask(
        url="https://h/s/a%20b",
        headers=(("X-One", "1"), ("SymbolChecksum", "SHA256:1")),
        guarded=True,
        verify=False,
    )


def test_a_file_of_the_web() -> None:
    source = WebSource(id="web-scraping", headers={"X-One": "1"}, verify_ssl=False)
    file = RemoteFile(source=source, location="https://h/x.js/?v=1#busting")
    sent = ask(file, source, guarded=False)
    assert isinstance(sent, Ask)
    assert sent.url == "https://h/x.js?v=1#busting"  # the client leaves the fragment behind
    assert (sent.headers, sent.guarded, sent.verify) == ((("X-One", "1"),), False, False)


def test_nothing_lies_below_a_data_url() -> None:
    source = HttpSource(id="x", url="data:text/plain,x")
    assert ask(RemoteFile(source=source, location="a"), source, guarded=True) == NOT_FOUND


@pytest.mark.parametrize(
    ("source", "host"),
    [
        pytest.param(HttpSource(id="x", url="http://H:8080/s"), "h", id="http"),
        pytest.param(HttpSource(id="sentry:ms", url="http://h/s"), None, id="built-in"),
        pytest.param(WebSource(id="web-scraping"), "w", id="scraping"),
        pytest.param(WebSource(id="sourcelink"), "w", id="source-link"),
        pytest.param(SentrySource(id="s", url="http://h/", token="t"), None, id="sentry"),
        pytest.param(FilesystemSource(id="f", path="/"), None, id="filesystem"),
    ],
)
def test_counted_host(source: Source | WebSource, host: str | None) -> None:
    file = RemoteFile(source=source, location="http://w:1/x.js")
    assert counted_host(file) == host
