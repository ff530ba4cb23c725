"""What is taken out of exports: secrets, passwords in URLs, user names; and nothing else."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import structs

from inspector.export.redact import applied, redaction, secrets_of, without_secrets, without_users
from inspector.fetch.remote import RemoteFile
from inspector.model.places.scraping import DEFAULT_SCRAPING
from inspector.model.places.sources import GcsSource, HttpSource, S3Source, SentrySource
from inspector.model.report import Frame, Report, Thread

CANARY = "canary-4f1c"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("/home/ann/src/a.c", "/home/[user]/src/a.c", id="linux"),
        pytest.param("/home/ann", "/home/[user]", id="nothing-below"),
        pytest.param("/var/home/ann/a.c", "/var/home/[user]/a.c", id="silverblue"),
        pytest.param("/Users/ann/a.m", "/Users/[user]/a.m", id="mac"),
        pytest.param("/Users/Shared/a.m", "/Users/Shared/a.m", id="mac-shared"),
        pytest.param("C:\\Users\\Ann Lee\\a.c", "C:\\Users\\[user]\\a.c", id="windows"),
        pytest.param("c:/users/ann/a.c", "c:/users/[user]/a.c", id="windows-slashes"),
        pytest.param("C:\\Users\\Public\\a.c", "C:\\Users\\Public\\a.c", id="windows-public"),
        pytest.param("file:///home/ann/a.js", "file:///home/[user]/a.js", id="file-url"),
        pytest.param("/mnt/c/Users/ann/a", "/mnt/c/Users/[user]/a", id="wsl"),
        pytest.param("https://x.test/home/news", "https://x.test/home/news", id="web-page"),
        pytest.param("/srv/home/page/x", "/srv/home/page/x", id="other-home"),
        pytest.param("no /home/ann, /home/bob", "no /home/[user], /home/[user]", id="in-a-text"),
        pytest.param("UsersController::at(int)", "UsersController::at(int)", id="no-path"),
    ],
)
def test_user_names(text: str, expected: str) -> None:
    assert without_users(text) == expected
    assert without_users(expected) == expected


@given(st.text(max_size=60))
def test_once_is_enough(text: str) -> None:
    assert without_users(without_users(text)) == without_users(text)


def test_secrets_and_passwords_in_urls() -> None:
    redact = redaction([CANARY, "ab", ""])
    assert redact(f"token {CANARY} refused") == "token [redacted] refused"
    assert redact("https://ann:pw@x.test/a") == "https://[redacted]@x.test/a"
    assert redact("https://x.test/react@18/ab") == "https://x.test/react@18/ab"
    assert redact("webpack://pkg@1.2.3/a") == "webpack://pkg@1.2.3/a"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param("https://x.test/?token=canary&v=1", "https://x.test/?token=[redacted]&v=1",
                     id="among-others"),
        pytest.param('get "https://x.test/?sig=canary".', 'get "https://x.test/?sig=[redacted]".',
                     id="in-a-sentence"),
        pytest.param("https://x.test/?id=1&p=/a", "https://x.test/?id=1&p=/a", id="no-secret"),
        pytest.param("x = y ? key=1 : 2", "x = y ? key=1 : 2", id="code"),
    ],
)  # fmt: skip
def test_parameters_that_sign_in(text: str, expected: str) -> None:
    assert redaction()(text) == expected


def test_the_query_of_a_source_as_its_locations_spell_it() -> None:
    source = HttpSource(id="a", url="https://x.test/?a=one two&b='c'")
    redact = redaction(secrets_of([source]))
    assert redact(RemoteFile(source=source, location="f").uri) == "https://x.test/f?[redacted]"


def test_users_stay_unless_asked() -> None:
    assert redaction()("/home/ann/a") == "/home/ann/a"
    assert redaction(users=True)("/home/ann/a") == "/home/[user]/a"


def test_every_string_of_a_report_is_reached() -> None:
    frame = Frame(function=CANARY, facts=((CANARY, CANARY),), pre_context=(CANARY,), package="x")
    report = Report(kind="native", name=CANARY, threads=(Thread(index=0, frames=(frame,)),))
    assert CANARY not in repr(applied(report, redaction([CANARY])))


def test_what_does_not_change_is_the_same_object() -> None:
    report = Report(kind="native", threads=(Thread(index=0, frames=(Frame(function="f"),)),))
    tree: Any = {"a": ["b", {"c": 1}]}
    assert applied(report, redaction([CANARY])) is report
    assert applied(tree, redaction([CANARY])) is tree


SOURCES = (
    HttpSource(id="a", url=f"https://u:{CANARY}1@x.test/", headers={"h": f"Bearer {CANARY}2"}),
    S3Source(id="b", bucket="b", region="r", access_key=f"{CANARY}3", secret_key=f"{CANARY}4"),
    GcsSource(id="c", bucket="b", private_key=f"{CANARY}5\n{CANARY}6", client_email=f"{CANARY}7"),
    GcsSource(id="d", bucket="b", bearer_token=f"{CANARY}8"),
    SentrySource(id="e", url="https://x.test/", token=f"{CANARY}9", cookies=f"{CANARY}10"),
    structs.replace(DEFAULT_SCRAPING, headers={"h": f"{CANARY}11"}),
)


def test_the_secrets_of_all_sources() -> None:
    known = secrets_of(SOURCES)
    assert {f"{CANARY}{n}" for n in range(1, 12)} <= known
    assert not {"a", "b", "x.test"} & known


def body(**keys: Any) -> dict[str, Any]:
    return {"stacktraces": [], **keys}


@pytest.mark.parametrize(
    "keys",
    [
        pytest.param({"type": "http", "url": f"https://{CANARY}@x.test/"}, id="user"),
        pytest.param({"type": "http", "url": f"https://u:{CANARY}@x.test/"}, id="password"),
        pytest.param({"type": "http", "url": f"https://x.test/?sig={CANARY}"}, id="query"),
        pytest.param({"type": "http", "headers": {"authorization": CANARY}}, id="header"),
        pytest.param({"type": "http", "headers": [["a", CANARY]]}, id="headers-of-another-shape"),
        pytest.param({"type": "s3", "secret_key": CANARY}, id="secret-key"),
        pytest.param({"type": "s3", "access_key": CANARY}, id="access-key"),
        pytest.param({"type": "gcs", "private_key": CANARY}, id="private-key"),
        pytest.param({"type": "gcs", "client_email": CANARY}, id="client-email"),
        pytest.param({"type": "gcs", "bearer_token": CANARY}, id="bearer-token"),
        pytest.param({"type": "sentry", "token": CANARY}, id="token"),
        pytest.param({"type": "sentry", "cookies": CANARY}, id="cookies"),
        pytest.param({"type": "http", "password": {"deep": [CANARY]}}, id="unknown-key"),
    ],
)
def test_no_field_of_a_source_keeps_its_secret(keys: dict[str, Any]) -> None:
    written = without_secrets(body(sources=[{"id": "a", **keys}], source={"id": "b", **keys}))
    assert CANARY not in repr(written)
    assert [written["sources"][0]["id"], written["source"]["id"]] == ["a", "b"]
    assert written["sources"][0].keys() == {"id", *keys}


def test_headers_of_scraping_and_unknown_keys() -> None:
    tree = body(scraping={"headers": {"x": CANARY}, "enabled": True}, theirs={"x": [1, None]})
    assert without_secrets(tree) == body(
        scraping={"headers": {"x": "[redacted]"}, "enabled": True}, theirs={"x": [1, None]}
    )


@pytest.mark.parametrize("tree", [None, [], body(sources=3), body(sources=[1], source=None)])
def test_bodies_of_no_known_shape_stay(tree: Any) -> None:
    assert without_secrets(tree) == tree
