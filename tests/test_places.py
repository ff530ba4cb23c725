"""Where the files of a request are looked for, and what each place may reach."""

import pytest
from msgspec import structs

from inspector.model.places.sources import FilesystemSource, HttpSource, Layout
from inspector.native.wire import NativeRequest
from inspector.opening import Opened
from inspector.places import local_builds, places_of
from inspector.settings import Settings

FOLDER = FilesystemSource(id="folder", path="symbols")
SCANNED = FilesystemSource(id="scanned", path="build", layout=Layout(type="scan"))
WEB = HttpSource(id="web", url="https://h/")
SETTINGS = Settings(sources=(WEB, FOLDER))


def opened(*sources: FilesystemSource | HttpSource, **more: object) -> Opened:
    body = NativeRequest(sources=sources or None)
    request = Opened(kind="native", body=body, name="x", folder="/r")
    return structs.replace(request, **more)


def test_the_request_wins_over_the_settings() -> None:
    assert [place.source for place in places_of(opened(FOLDER), SETTINGS)] == [FOLDER]
    assert [place.source for place in places_of(opened(), SETTINGS)] == [WEB, FOLDER]


@pytest.mark.parametrize(
    ("request_", "trusted"),
    [
        pytest.param(opened(FOLDER), False, id="of-the-request"),
        pytest.param(opened(), True, id="of-the-settings"),
        pytest.param(opened(FOLDER, trusted=True), True, id="trusted-request"),
        pytest.param(opened(FOLDER, vouched=frozenset({"folder"})), True, id="added"),
        pytest.param(opened(FOLDER, vouched=frozenset({"other"})), False, id="another-added"),
    ],
)
def test_trust(request_: Opened, trusted: bool) -> None:
    assert {place.trusted for place in places_of(request_, SETTINGS)} == {trusted}
    assert {build.trusted for build in local_builds(request_, SETTINGS)} == {trusted}


def test_strict_has_none_of_our_additions() -> None:
    strict = opened(SCANNED, FOLDER, strict=True)
    assert [place.source for place in places_of(strict, SETTINGS)] == [FOLDER]
    assert local_builds(strict, SETTINGS) == ()


def test_a_root_is_the_folder_of_what_is_below_it() -> None:
    inside, outside = (
        FilesystemSource(id="in", path="/srv/a/b"),
        FilesystemSource(id="out", path="/etc"),
    )
    found = places_of(opened(inside, outside, roots=("/srv/a",)), SETTINGS)
    assert [place.folder for place in found] == ["/srv/a", "/r"]


def test_what_is_left_out_is_left_out_of_its_own_source() -> None:
    request = opened(FOLDER, WEB, excluded=frozenset({("web", "https://h/x")}))
    found = places_of(request, SETTINGS)
    assert [place.excluded for place in found] == [frozenset(), frozenset({"https://h/x"})]
