"""Sources put to the test, with the modules of a request."""

from pathlib import Path

import pytest

from inspector.fetch.caching.cache import Cache
from inspector.fetch.downloads import Downloads
from inspector.fetch.policy import DownloadPolicy
from inspector.fetch.reach import Prober
from inspector.model.ids import ObjectId
from inspector.model.places.sources import (
    FilesystemSource,
    GcsSource,
    HttpSource,
    Layout,
    S3Source,
    SentrySource,
    Source,
)
from inspector.native.finding.lookup import Place
from inspector.native.finding.scan import Scans
from inspector.native.wire import from_tree
from inspector.objects.children.worker import Workers
from inspector.questions.checkup import Checked, check, wanted_modules, where
from tests.fetch.server import Reply, Server
from tests.harbor_builds import BUILDS

QUICK = DownloadPolicy(connect_timeout=2.0, head_timeout=2.0)
HERE, GONE = ObjectId("elf", code_id="aabb"), ObjectId("elf", code_id="ccdd")


async def checked(source: Source, folder: Path, *modules: ObjectId) -> Checked:
    place = Place(source, trusted=True, folder=str(folder), scope="global")
    cache = Cache(str(folder / "cache"))
    async with Downloads(cache, QUICK) as files, Workers(1, 4 << 30, 30.0) as workers:
        return await check(place, modules, Prober(QUICK), files, Scans(cache, workers))


async def test_modules_of_a_server(tmp_path: Path) -> None:
    routes = {"/aa/bb": Reply(body=b"x"), "/cc/dd.debug": Reply(status=403)}
    with Server(routes) as server:
        source = HttpSource(id="web", url=server.url + "/?key=canary")
        found = await checked(source, tmp_path, HERE, GONE, ObjectId("elf"))
    assert (found.there, found.asked) == (1, 2)
    assert found.problem == "permission_denied: 403 Forbidden"
    assert found.where == server.url + "/"
    assert (found.source, found.type) == ("web", "http")


async def test_a_source_that_does_not_answer_is_not_asked_for_more(tmp_path: Path) -> None:
    with Server({"/": Reply(status=503)}) as server:
        found = await checked(HttpSource(id="web", url=server.url), tmp_path, HERE)
        assert server.hits() == 1
    assert (found.reach.outcome, found.asked) == ("download_error", 0)


async def test_folders(tmp_path: Path) -> None:
    build = next(build for build in BUILDS if build.name == "elf-gcc-dwarf5")
    build.lay_out(tmp_path)
    request = from_tree(build.request())
    (module,) = wanted_modules(request)
    proper = FilesystemSource(id="f", path=f"symbols/{build.name}")
    scanned = FilesystemSource(id="f", path="symbols", layout=Layout(type="scan"))
    for source in (proper, scanned):
        found = await checked(source, tmp_path, module, GONE)
        assert (found.there, found.asked) == (1, 2)
        assert found.problem == ""


def test_only_modules_with_frames_are_wanted() -> None:
    request = from_tree(
        {
            "stacktraces": [{"frames": [{"instruction_addr": "0x1100"}]}],
            "modules": [
                {"type": "elf", "code_id": "aabb", "image_addr": "0x1000", "image_size": 4096},
                {"type": "elf", "code_id": "ccdd", "image_addr": "0x3000", "image_size": 4096},
            ],
        }
    )
    assert [module.code_id for module in wanted_modules(request)] == ["aabb"]


PLACES = [
    (HttpSource(id="x", url="https://u:canary@h:8/p/?q=canary#canary"), "https://h:8/p/"),
    (SentrySource(id="x", url="https://h/p?t=canary", token="canary"), "https://h/p"),
    (HttpSource(id="x", url="data:canary"), "data:"),
    (S3Source(id="x", bucket="b", prefix="p", region="r", secret_key="canary"), "s3://b/p"),
    (GcsSource(id="x", bucket="b", bearer_token="canary"), "gs://b/"),
    (FilesystemSource(id="x", path="/p"), "/p"),
]


@pytest.mark.parametrize(("source", "place"), PLACES)
def test_places_have_no_secrets(source: Source, place: str) -> None:
    assert where(source) == place
