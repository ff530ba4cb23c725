"""One file that was wanted: where it was asked for, as people read it."""

import pytest

from inspector.fetch.remote import RemoteFile, WebSource
from inspector.js.why.searches import location_of
from inspector.model.places.sources import FilesystemSource, SentrySource

API = SentrySource(id="project", url="https://sentry.example/api/", token="secret")


@pytest.mark.parametrize(
    ("file", "expected"),
    [
        pytest.param(
            RemoteFile(source=WebSource(id="web"), location="https://me:pw@shop.example/a.js#3600"),
            "https://***@shop.example/a.js",
            id="web",
        ),
        pytest.param(
            RemoteFile(source=WebSource(id="web"), location="https://shop.example/a.js?v=1#3600"),
            "https://shop.example/a.js?v=1",
            id="web-with-query",
        ),
        pytest.param(
            RemoteFile(source=FilesystemSource(id="build", path="dist"), location="a#b.js"),
            "file://dist/a#b.js",
            id="folder",
        ),
        pytest.param(
            RemoteFile(source=API, location="7", url="https://sentry.example/api/?download=7"),
            "https://sentry.example/api/?download=7",
            id="release-file",
        ),
        pytest.param(
            RemoteFile(source=API, location="7"), "sentry://project_debug_file/7", id="by-id"
        ),
    ],
)
def test_location_of(file: RemoteFile, expected: str) -> None:
    assert location_of(file) == expected
