from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.model.places.sources import (
    FilesystemSource,
    Filters,
    GcsSource,
    HttpSource,
    Layout,
    S3Region,
    S3Source,
    SentrySource,
    Source,
    check_url,
    first_credential_only,
    hide_credentials,
    hide_secrets,
    hide_userinfo,
    is_scanned,
    repeated_ids,
)

FOLDER: dict[str, Any] = {"type": "filesystem", "id": "f", "path": "/symbols"}
HTTP: dict[str, Any] = {"type": "http", "id": "h", "url": "https://example.com/symbols"}
S3: dict[str, Any] = {"type": "s3", "id": "s", "bucket": "b", "region": "eu-west-1"}
GCS: dict[str, Any] = {"type": "gcs", "id": "g", "bucket": "b"}
SENTRY: dict[str, Any] = {"type": "sentry", "id": "x", "url": "https://example.com/files"}


def read(tree: dict[str, Any]) -> Source:
    source: Source = msgspec.convert(tree, Source)
    return source


@pytest.mark.parametrize(
    ("tree", "expected"),
    [
        pytest.param(FOLDER, FilesystemSource(id="f", path="/symbols"), id="filesystem"),
        pytest.param(HTTP, HttpSource(id="h", url=HTTP["url"]), id="http"),
        pytest.param(
            HTTP | {"headers": {"A": "b"}, "accept_invalid_certs": True},
            HttpSource(id="h", url=HTTP["url"], headers={"A": "b"}, accept_invalid_certs=True),
            id="http-all-fields",
        ),
        pytest.param(S3, S3Source(id="s", bucket="b", region="eu-west-1"), id="s3"),
        pytest.param(
            S3 | {"region": ["minio", "http://localhost:9000"]},
            S3Source(id="s", bucket="b", region=S3Region("minio", "http://localhost:9000")),
            id="s3-endpoint",
        ),
        pytest.param(
            GCS | {"bearer_token": "t"},
            GcsSource(id="g", bucket="b", bearer_token="t"),
            id="gcs-token",
        ),
        pytest.param(
            GCS | {"private_key": "k", "client_email": "e"},
            GcsSource(id="g", bucket="b", private_key="k", client_email="e"),
            id="gcs-key",
        ),
        pytest.param(
            SENTRY | {"token": "t", "layout": "ignored"},
            SentrySource(id="x", url=SENTRY["url"], token="t"),
            id="sentry",
        ),
        pytest.param(
            SENTRY | {"cookies": "c"},
            SentrySource(id="x", url=SENTRY["url"], cookies="c"),
            id="sentry-cookies",
        ),
        pytest.param(
            FOLDER
            | {
                "filters": {
                    "filetypes": ["pdb"],
                    "path_patterns": ["*"],
                    "requires_checksum": True,
                },
                "layout": {"type": "symstore", "casing": "uppercase"},
                "is_public": True,
                "has_index": True,
                "unknown": None,
            },
            FilesystemSource(
                id="f",
                path="/symbols",
                filters=Filters(("pdb",), ("*",), requires_checksum=True),
                layout=Layout("symstore", "uppercase"),
                is_public=True,
                has_index=True,
            ),
            id="common-fields",
        ),
    ],
)
def test_read(tree: dict[str, Any], expected: Source) -> None:
    assert read(tree) == expected


@pytest.mark.parametrize(
    ("tree", "reason"),
    [
        pytest.param(HTTP | {"type": "ftp"}, "ftp", id="unknown-type"),
        pytest.param({"id": "h"}, "type", id="no-type"),
        pytest.param({"type": "http", "url": "http://h"}, "id", id="no-id"),
        pytest.param({"type": "http", "id": "h"}, "url", id="no-url"),
        pytest.param({"type": "filesystem", "id": "f"}, "path", id="no-path"),
        pytest.param({"type": "s3", "id": "s", "region": "r"}, "bucket", id="no-bucket"),
        pytest.param({"type": "s3", "id": "s", "bucket": "b"}, "region", id="no-region"),
        pytest.param(HTTP | {"url": "example.com"}, "absolute URL", id="relative-url"),
        pytest.param(HTTP | {"url": "http://"}, "absolute URL", id="url-without-host"),
        pytest.param(HTTP | {"url": "http://h:x/"}, "absolute URL", id="url-with-bad-port"),
        pytest.param(HTTP | {"url": "http://a b/"}, "absolute URL", id="url-with-bad-host"),
        pytest.param(SENTRY | {"token": "t", "url": "x"}, "absolute URL", id="sentry-url"),
        pytest.param(SENTRY, "needs `token`", id="no-sentry-credential"),
        pytest.param(GCS, "needs `private_key`", id="no-gcs-credential"),
        pytest.param(GCS | {"private_key": "k"}, "needs `private_key`", id="half-a-gcs-key"),
        pytest.param(S3 | {"region": None}, "region", id="region-null"),
        pytest.param(S3 | {"region": ""}, "region", id="region-empty"),
        pytest.param(S3 | {"region": ["a"]}, "region", id="region-of-one"),
        pytest.param(S3 | {"region": ["a", "b", "c"]}, "region", id="region-of-three"),
        pytest.param(S3 | {"region": ["a", ""]}, "region", id="region-without-endpoint"),
        pytest.param(S3 | {"aws_credentials_provider": "none"}, "provider", id="unknown-provider"),
        pytest.param(FOLDER | {"path": "a\0b"}, "NUL", id="path-with-nul"),
        pytest.param(FOLDER | {"filters": None}, "filters", id="filters-null"),
        pytest.param(FOLDER | {"filters": {"filetypes": ["exe"]}}, "exe", id="unknown-file-type"),
        pytest.param(FOLDER | {"filters": {"path_patterns": ["a**"]}}, "glob", id="bad-glob"),
        pytest.param(FOLDER | {"layout": {"type": "flat"}}, "flat", id="unknown-layout"),
        pytest.param(FOLDER | {"layout": {"casing": "Upper"}}, "Upper", id="unknown-casing"),
        pytest.param(FOLDER | {"is_public": 1}, "bool", id="number-for-bool"),
        pytest.param(FOLDER | {"id": 1}, "str", id="number-for-text"),
        pytest.param(HTTP | {"headers": {"a": 1}}, "headers", id="number-for-header"),
    ],
)
def test_refused(tree: dict[str, Any], reason: str) -> None:
    with pytest.raises(msgspec.ValidationError, match=reason):
        read(tree)


@pytest.mark.parametrize(
    "source",
    [
        pytest.param(read(HTTP | {"headers": {"X-Name": "hidden"}}), id="header"),
        pytest.param(read(HTTP | {"url": "https://me:hidden@h/"}), id="user-info"),
        pytest.param(read(S3 | {"secret_key": "hidden"}), id="s3"),
        pytest.param(read(GCS | {"bearer_token": "hidden"}), id="gcs-token"),
        pytest.param(read(GCS | {"private_key": "hidden", "client_email": "e"}), id="gcs-key"),
        pytest.param(read(SENTRY | {"token": "hidden"}), id="sentry-token"),
        pytest.param(read(SENTRY | {"cookies": "hidden"}), id="sentry-cookies"),
    ],
)
def test_repr_hides_secrets(source: Source) -> None:
    assert "hidden" not in repr(source)
    assert "hidden" not in str([source])
    assert source.id in repr(source)


def test_repr_shows_what_is_no_secret() -> None:
    shown = repr(read(HTTP | {"headers": {"X-Name": "hidden"}}))
    assert "X-Name" in shown
    assert "https://example.com/symbols" in shown


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param("https://h/a@b", "https://h/a@b", id="at-sign-in-the-path"),
        pytest.param("https://h/?a@b", "https://h/?a@b", id="at-sign-in-the-query"),
        pytest.param("https://me:pw@h/x", "https://***@h/x", id="password"),
        pytest.param("https://me@h/x", "https://***@h/x", id="user"),
        pytest.param("https:\\\\me:pw@h/x", "***@h/x", id="backslashes"),
        pytest.param("https://me:p/w@h/x", "https://***@h/x", id="slash-in-the-password"),
        pytest.param("me:pw@h", "me:pw@h", id="no-slashes-is-a-path"),
        pytest.param("https://me:p w@[h", "https://***@[h", id="no-url"),
        pytest.param("plain", "plain", id="no-at-sign"),
    ],
)
def test_hide_userinfo(url: str, expected: str) -> None:
    assert hide_userinfo(url) == expected


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        pytest.param("?token=s", "?token=***", id="token"),
        pytest.param("?v=2&access_token=s&n=1", "?v=2&access_token=***&n=1", id="among-others"),
        pytest.param("?sv=2022&sr=b&sig=s%2Bs%3D", "?sv=2022&sr=b&sig=***", id="azure-sas"),
        pytest.param("?X-Amz-Date=s&X-Amz-Signature=s", "?X-Amz-Date=***&X-Amz-Signature=***",
                     id="amazon"),
        pytest.param("?AWSAccessKeyId=s&Signature=s", "?AWSAccessKeyId=***&Signature=***",
                     id="amazon-of-old"),
        pytest.param("?X-Goog-Credential=s", "?X-Goog-Credential=***", id="google"),
        pytest.param("?private_token=s;apiKey=s", "?private_token=***;apiKey=***", id="semicolon"),
        pytest.param("?key=s&KEY=s", "?key=***&KEY=***", id="key"),
        pytest.param("?%74oken=s", "?%74oken=***", id="name-in-disguise"),
        pytest.param("?auth=s&author=ann", "?auth=***&author=ann", id="author-is-none"),
        pytest.param("?x=1#token=s", "?x=1#token=***", id="fragment"),
        pytest.param("?id=12&url=~/a.js&debug_id=ab", "?id=12&url=~/a.js&debug_id=ab", id="sentry"),
        pytest.param("?path=%2Fkey&versionType=commit", "?path=%2Fkey&versionType=commit",
                     id="azure-devops"),
        pytest.param("?monkeys", "?monkeys", id="no-value"),
        pytest.param("?token=", "?token=", id="empty"),
        pytest.param("/token=a/key=b", "/token=a/key=b", id="no-query"),
    ],
)  # fmt: skip
def test_hide_secrets(query: str, expected: str) -> None:
    assert hide_secrets(f"https://me:pw@h/x{query}") == f"https://***@h/x{expected}"
    assert hide_secrets(f"webpack://x{query}") == f"webpack://x{expected}"


@given(st.text(), st.text("?&#;=%@/:abtokenkysig"))
def test_hiding_twice_hides_no_more(one: str, other: str) -> None:
    hidden = hide_secrets(f"https://h/{one}?{other}")
    assert hide_secrets(hidden) == hidden


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        pytest.param("https://me:pw@h/x?a=s&b=s#s", "https://***@h/x?***", id="query"),
        pytest.param("https://h/x", "https://h/x", id="none"),
    ],
)
def test_hide_credentials(url: str, expected: str) -> None:
    assert hide_credentials(url) == expected


def test_a_bad_url_is_told_without_its_password() -> None:
    with pytest.raises(ValueError, match="absolute URL") as refused:
        check_url("https://me:hidden@h:port/?hidden")
    assert "hidden" not in str(refused.value)


@pytest.mark.parametrize(
    ("keys", "kept"),
    [
        pytest.param(["token", "cookies"], "token", id="token-first"),
        pytest.param(["cookies", "token"], "cookies", id="cookies-first"),
        pytest.param(["token"], "token", id="only-one"),
    ],
)
def test_the_first_credential_counts(keys: list[str], kept: str) -> None:
    tree = SENTRY | dict.fromkeys(keys, "t")
    first_credential_only([None, tree, "text"])
    source = read(tree)
    assert isinstance(source, SentrySource)
    assert [name for name in ("token", "cookies") if getattr(source, name)] == [kept]


@pytest.mark.parametrize("sources", [None, {}, "text", [1]], ids=repr)
def test_trees_of_another_shape_are_left_to_the_reader(sources: Any) -> None:
    first_credential_only(sources)


@pytest.mark.parametrize(
    ("ids", "repeated"), [("", []), ("abc", []), ("abcb", ["b"]), ("bbaab", ["b", "a"])]
)
def test_repeated_ids(ids: str, repeated: list[str]) -> None:
    assert repeated_ids([FilesystemSource(id=one, path="") for one in ids]) == repeated


def test_only_folders_are_scanned() -> None:
    scan = Layout(type="scan")
    assert is_scanned(FilesystemSource(id="x", path="", layout=scan))
    assert not is_scanned(FilesystemSource(id="x", path=""))
    with pytest.raises(ValueError, match="`filesystem`"):
        HttpSource(id="x", url="http://h/", layout=scan)
    with pytest.raises(ValueError, match="`filesystem`"):
        S3Source(id="x", bucket="b", region="r", layout=scan)
