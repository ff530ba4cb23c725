"""Display locations and cache keys (spec/sources.md 1.6, 5.2, 5.3)."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.fetch.remote import RemoteFile, WebSource, join_url, object_key, web_url
from inspector.model.places.sources import (
    FilesystemSource,
    GcsSource,
    HttpSource,
    S3Source,
    SentrySource,
)


@pytest.mark.parametrize(
    ("base", "location", "expected"),
    [
        pytest.param("https://h/base", "foo bar", "https://h/base/foo%20bar", id="space"),
        pytest.param("https://h/base/", "foo", "https://h/base/foo", id="final-slash"),
        pytest.param("https://h/base//", "foo", "https://h/base//foo", id="two-final-slashes"),
        pytest.param("https://h", "foo", "https://h/foo", id="no-path"),
        pytest.param("https://h/", "", "https://h/", id="root"),
        pytest.param("https://h/base/", "", "https://h/base", id="empty-location"),
        pytest.param("https://h/b", "foo//bar", "https://h/b/foo/bar", id="empty-segment"),
        pytest.param("https://h/b", "a/../c/./d", "https://h/b/a/c/d", id="dot-segments"),
        pytest.param("https://h/b", "../../x", "https://h/b/x", id="climbing"),
        pytest.param("https://h/p?t=1", "a/b", "https://h/p/a/b?t=1", id="query-stays"),
        pytest.param("https://h/p#f", "a", "https://h/p/a#f", id="fragment-stays"),
        pytest.param("https://h/p", "a%20b", "https://h/p/a%2520b", id="percent"),
        pytest.param("https://h/p", "%2e%2e", "https://h/p/%252e%252e", id="encoded-dots"),
        pytest.param("https://h/p", "a#b?c", "https://h/p/a%23b%3Fc", id="hash-and-question"),
        pytest.param("https://h/p", "ü", "https://h/p/%C3%BC", id="beyond-ascii"),
        pytest.param(
            "https://h/p", "+&=:@()[]^|~;,!$*'", "https://h/p/+&=:@()[]^|~;,!$*'", id="literal"
        ),
        pytest.param(
            "https://h/p",
            '"<>\\{}`\x7f\x01',
            "https://h/p/%22%3C%3E%5C%7B%7D%60%7F%01",
            id="quoted",
        ),
        pytest.param("HTTPS://EXAMPLE.org:443/P", "a", "https://example.org/P/a", id="normal-form"),
        pytest.param("data:text/plain,x", "a", None, id="base-without-path"),
        pytest.param("not a url", "a", None, id="no-url"),
    ],
)
def test_join_url(base: str, location: str, expected: str | None) -> None:
    assert join_url(base, location) == expected


@given(st.text(max_size=30))
def test_no_location_leaves_its_base(location: str) -> None:
    joined = join_url("https://h/base", location)
    assert joined is not None
    assert joined == "https://h/base" or joined.startswith("https://h/base/")
    assert "/../" not in joined + "/"


def test_agrees_with_upstream(shared: Path) -> None:
    path = shared / "conformance" / "cases" / "tables" / "url_joins.json"
    rows: list[dict[str, Any]] = json.loads(path.read_text(encoding="utf-8"))["rows"]
    locations = [row for row in rows if row["check"] == "location"]
    prefixes = [row for row in rows if row["check"] == "prefix"]
    assert locations
    assert prefixes
    for row in locations:
        assert join_url(row["base"], row["location"]) == row["expected"], row["id"]
    for row in prefixes:
        assert object_key(row["prefix"], row["location"]) == row["expected"], row["id"]


HTTP = HttpSource(id="web", url="https://h/s/")
S3 = S3Source(id="s3", bucket="b", region="us-east-1", prefix="/p/q/", secret_key="hidden")
GCS = GcsSource(id="gcs", bucket="b", bearer_token="hidden")
FOLDER = FilesystemSource(id="here", path="symbols")
SENTRY = SentrySource(id="sentry:x", url="https://h/api/", token="hidden")
WEB = WebSource(id="web-scraping", headers={"X-Key": "hidden"})


@pytest.mark.parametrize(
    ("source", "location", "expected"),
    [
        pytest.param(HTTP, "a/b c", "https://h/s/a/b%20c", id="http"),
        pytest.param(S3, "a/b", "s3://b/p/q/a/b", id="s3"),
        pytest.param(S3, "a b#c?d", "s3://b/p/q/a%20b#c?d", id="s3-not-a-path"),
        pytest.param(S3, "x/../y", "s3://b/p/q/y", id="s3-dots"),
        pytest.param(GCS, "a", "gs://b/a", id="gcs"),
        pytest.param(FOLDER, "a/b c", "file://symbols/a/b c", id="folder-relative"),
        pytest.param(
            FilesystemSource(id="x", path="/abs/"), "a", "file:///abs/a", id="folder-absolute"
        ),
        pytest.param(SENTRY, "42", "sentry://project_debug_file/42", id="sentry"),
        pytest.param(WEB, "https://h/x.js#173", "https://h/x.js#173", id="web-fragment"),
        pytest.param(WEB, "https://h/x/?q", "https://h/x?q", id="web-final-slash"),
    ],
)
def test_uri(source: Any, location: str, expected: str) -> None:
    assert RemoteFile(source=source, location=location).uri == expected


@pytest.mark.parametrize(
    ("source", "location", "expected"),
    [
        pytest.param(HttpSource(id="h", url="https://me:pw@h/s?opaque=s&v=1"), "a b",
                     "https://***@h/s/a%20b?***", id="http"),
        pytest.param(WebSource(id="w"), "https://me:pw@h/a.js?v=1&token=s#7",
                     "https://***@h/a.js?v=1&token=***#7", id="web"),
        pytest.param(SentrySource(id="s", url="https://h/?k=s", token="s"), "12",
                     "sentry://project_debug_file/12", id="sentry"),
        pytest.param(FilesystemSource(id="f", path="/x?token=y"), "z",
                     "file:///x?token=y/z", id="folder"),
    ],
)  # fmt: skip
def test_what_is_shown_has_no_secrets(source: Any, location: str, expected: str) -> None:
    assert RemoteFile(source=source, location=location).shown == expected


def test_key_is_upstreams() -> None:
    key = RemoteFile(source=HTTP, location="a", scope="7").key
    assert key == "scope: 7\n\nsource: web\nlocation: https://h/s/a\n"


def test_key_hash_is_upstreams() -> None:
    source = FilesystemSource(id="foo", path="bar.baz")
    key = RemoteFile(source=source, location="").key.removesuffix("/\n") + "\n"
    assert key == "scope: global\n\nsource: foo\nlocation: file://bar.baz\n"
    assert sha256(key.encode()).hexdigest().startswith("f5e08b92a55c1357413b5e36547a8b53")


def test_public_sources_are_shared_by_all_scopes() -> None:
    public = HttpSource(id="web", url="https://h/s/", is_public=True)
    assert RemoteFile(source=public, location="a", scope="1").file_scope == "global"
    assert RemoteFile(source=SENTRY, location="a", scope="1").file_scope == "1"
    assert RemoteFile(source=WEB, location="https://h/", scope="1").file_scope == "1"


def test_equal_displays_of_two_folders_are_two_files() -> None:
    one = RemoteFile(source=FOLDER, location="a", folder="/one")
    two = RemoteFile(source=FOLDER, location="a", folder="/two")
    assert one.uri == two.uri
    assert one.key != two.key


@pytest.mark.parametrize("source", [S3, GCS, SENTRY, WEB], ids=lambda source: source.id)
def test_secrets_are_not_shown(source: Any) -> None:
    file = RemoteFile(source=source, location="a")
    assert "hidden" not in repr(file)
    assert "hidden" not in file.key


def test_another_file_of_the_same_source_has_no_headers() -> None:
    file = RemoteFile(source=HTTP, location="a", headers=(("X", "1"),), trusted=True, scope="s")
    assert file.at("b") == RemoteFile(source=HTTP, location="b", trusted=True, scope="s")


@pytest.mark.parametrize(
    ("text", "usable"),
    [("http://h/x", True), ("https://h", True), ("ftp://h/x", False), ("file:///x", False)],
)
def test_web_url(text: str, usable: bool) -> None:
    assert (web_url(text) is not None) is usable


def test_a_miss_is_remembered_with_its_credentials() -> None:
    plain = RemoteFile(source=HTTP, location="a")
    assert plain.miss_key == plain.key
    keys = set()
    for token in ("one", "two"):
        source = SentrySource(id="s", url="https://h/", token=token)
        file = RemoteFile(source=source, location="1")
        assert token not in file.miss_key
        keys |= {file.miss_key, file.key}
    assert len(keys) == 3


def test_another_server_has_other_files() -> None:
    one, two = (
        RemoteFile(source=SentrySource(id="s", url=url, token="x"), location="1")
        for url in ("https://one/", "https://two/")
    )
    assert one.uri == two.uri
    assert one.key != two.key
