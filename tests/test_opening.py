"""Reading a request: what kind it is, where it came from, why it is refused."""

import json
from pathlib import Path
from typing import Any

import pytest

from inspector.model.body import BODY_LIMIT, BadBody
from inspector.model.places.scraping import DEFAULT_SCRAPING, Scraping
from inspector.model.places.sources import FilesystemSource
from inspector.native.wire import NativeRequest
from inspector.opening import (
    BadRequest,
    Opened,
    kind_of,
    load,
    preview,
    received,
    scraping_of,
    sources_of,
    with_scraping,
)
from inspector.settings import Settings

NATIVE: dict[str, Any] = {"stacktraces": [{"frames": [{"instruction_addr": "0x10"}]}]}


def saved(folder: Path, body: object) -> str:
    path = folder / "crash.json"
    data = body if isinstance(body, bytes) else json.dumps(body).encode()
    path.write_bytes(data)
    return str(path)


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        pytest.param({}, "native", id="empty"),
        pytest.param(NATIVE, "native", id="address"),
        pytest.param({"source": {}}, "js", id="source"),
        pytest.param({"allow_scraping": True}, "js", id="scraping-switch"),
        pytest.param(
            {"stacktraces": [{"frames": [{"abs_path": "http://h/a.js", "lineno": 1}]}]},
            "js",
            id="path-without-address",
        ),
        pytest.param(
            {"stacktraces": [{"frames": []}, {"frames": [{"abs_path": "/a.c"}]}]},
            "js",
            id="first-frame-of-any-trace",
        ),
        pytest.param(
            {"threads": [{"frames": [{"abs_path": "/a.c", "instruction_addr": 1}]}]},
            "native",
            id="both",
        ),
        pytest.param("text", "native", id="not-an-object"),
        pytest.param({"stacktraces": [1, {"frames": [None]}]}, "native", id="nonsense"),
    ],
)
def test_kind_of(body: object, kind: str) -> None:
    assert kind_of(body) == kind


def test_load_says_where_it_came_from(tmp_path: Path) -> None:
    opened = load(saved(tmp_path, NATIVE), trusted=True, scope="team")
    assert (opened.kind, opened.name, opened.folder) == ("native", "crash.json", str(tmp_path))
    assert (opened.trusted, opened.scope) == (True, "team")


BROKEN = [
    pytest.param(b'{"a": }', "line 1 column 7: not JSON", id="syntax"),
    pytest.param(b"\x80", "not valid UTF-8", id="encoding"),
    pytest.param(
        {"modules": [{}]}, r"modules\[0\]: object missing required field `type`", id="shape"
    ),
    pytest.param({"signal": "SEGV"}, "signal: expected `int", id="type"),
    pytest.param([], "expected an object", id="array"),
]


@pytest.mark.parametrize(("body", "reason"), BROKEN)
def test_a_broken_request_is_named_with_file_place_and_reason(
    tmp_path: Path, body: object, reason: str
) -> None:
    path = saved(tmp_path, body)
    with pytest.raises(BadRequest, match=reason) as caught:
        load(path)
    assert str(caught.value).startswith(path)


def test_a_body_beyond_the_limit(tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    with path.open("wb") as file:
        file.truncate(BODY_LIMIT + 5_000_000)
    with pytest.raises(BadRequest, match=f"body too large: {BODY_LIMIT + 5_000_000} bytes"):
        load(str(path))


@pytest.mark.parametrize("name", ["none.json", "."], ids=["missing", "directory"])
def test_what_cannot_be_opened(tmp_path: Path, name: str) -> None:
    with pytest.raises(BadRequest, match=r"No such file|Is a directory"):
        load(str(tmp_path / name))


def test_preview_shows_raw_frames(tmp_path: Path) -> None:
    report = preview(load(saved(tmp_path, NATIVE)))
    (frame,) = report.threads[0].frames
    assert (frame.status, frame.address, report.done) == ("raw", 0x10, False)


def test_what_was_received_is_not_trusted_and_has_no_folder() -> None:
    opened = received(NATIVE, "native", name="x", strict=True, scope="a", roots=("/srv",))
    assert (opened.trusted, opened.folder, opened.path) == (False, "", None)
    assert (opened.strict, opened.scope, opened.roots) == (True, "a", ("/srv",))


def test_what_was_received_may_be_refused() -> None:
    with pytest.raises(BadBody, match="signal"):
        received({"signal": "x"}, "native", name="x", strict=False, scope="a", roots=())


def silent(*, strict: bool = False) -> Opened:
    """A request that does not speak of scraping."""
    return Opened(kind="native", body=NativeRequest(), name="x", folder="/r", strict=strict)


OURS = Scraping(enabled=True, allowed_origins=("a.example",), headers={"X": "secret"})
THEIRS = Scraping(enabled=True, allowed_origins=("*",), headers={})
"""As without any, but spelt out."""


@pytest.mark.parametrize(
    ("request_", "expected"),
    [
        pytest.param(silent(), OURS, id="silent"),
        pytest.param(silent(strict=True), DEFAULT_SCRAPING, id="strict"),
        pytest.param(with_scraping(silent(), THEIRS), THEIRS, id="says-the-default"),
    ],
)
def test_configured_scraping_holds_where_a_request_says_nothing(
    request_: Opened, expected: Scraping
) -> None:
    assert scraping_of(request_, Settings(scraping=OURS)) is expected
    assert scraping_of(request_, Settings()) is request_.body.scraping


@pytest.mark.parametrize(
    ("named", "expected"),
    [
        pytest.param({}, ["ours"], id="none-named"),
        pytest.param({"sources": []}, [], id="none-at-all"),
        pytest.param(
            {"sources": [{"type": "filesystem", "id": "its", "path": "/b"}]}, ["its"], id="its-own"
        ),
    ],
)
def test_whose_sources_hold(tmp_path: Path, named: dict[str, Any], expected: list[str]) -> None:
    settings = Settings(sources=(FilesystemSource(id="ours", path="/a"),))
    asked = load(saved(tmp_path, NATIVE | named))
    assert [source.id for source in sources_of(asked, settings)] == expected


def test_a_wrong_shape_is_told_with_its_line(tmp_path: Path) -> None:
    path = tmp_path / "odd.json"
    path.write_text('{"signal":\n "SEGV",\n "modules": [\n {}]}', encoding="utf-8")
    with pytest.raises(BadRequest) as refused:
        load(str(path))
    assert refused.value.line == 2
    first, second = refused.value.told.splitlines()
    assert first.startswith(f"{path}: line 2 column 7: signal: expected")
    assert second.startswith("also line 4 column 3: modules[0]: ")
