"""Plans: what is planned is what a run asks, and nobody is asked for it."""

from pathlib import Path
from typing import Any

import pytest
from msgspec import structs

from inspector.engine import Engine, Opened
from inspector.model.places.sources import HttpSource, SentrySource
from inspector.native.finding.lookup import Place
from inspector.native.why.plan import curl, plan
from inspector.native.wire import from_tree
from inspector.questions.why import plan as plan_of
from inspector.settings import Settings
from tests.fetch.server import Server
from tests.harbor_builds import BUILDS
from tests.native.why.situations import BY_NAME, crash, evidence, frame, local, standing, web


def opened(folder: Path, body: dict[str, Any]) -> Opened:
    return Opened(kind="native", body=from_tree(body), name="x", folder=str(folder), trusted=True)


@pytest.mark.parametrize("build", BUILDS, ids=lambda build: build.name)
async def test_what_is_planned_is_what_is_asked(build: Any, tmp_path: Path, server: Server) -> None:
    body = crash(web(server), local(), build=build, options={"apply_source_context": True})
    request = opened(tmp_path, body)
    (planned,) = plan_of(request, Settings())
    assert server.hits() == 0
    async with Engine(Settings(cache_dir=str(tmp_path / "cache"))) as engine:
        module = evidence(await engine.symbolicate(request)).module(0)
    asked = {one.purpose: [a.uri for a in one.asked] for one in module.searches}
    for purpose in ("debug", "source", "uuidmap", "il2cpp"):
        uris = [one.uri for one in planned.entries if one.purpose == purpose and one.uri]
        assert uris == asked.get(purpose, []), purpose
    assert asked["debug"] != []


def test_modules_that_no_frame_needs(tmp_path: Path, server: Server) -> None:
    (found,) = plan_of(opened(tmp_path, standing(tmp_path, server, frame(8))), Settings())
    assert (found.used, found.name) == (False, "harbor")


def rules(*sources: dict[str, Any], **more: Any) -> list[tuple[str, str]]:
    request = from_tree(crash(*sources, **more))
    places = [
        Place(source, trusted=True, folder="/r", scope="global") for source in request.sources or ()
    ]
    (found,) = plan(request, places)
    return [(one.file_type, one.rule) for one in found.entries if one.purpose == "debug"]


def test_what_will_not_be_asked_has_the_rule() -> None:
    assert rules(local(filters={"filetypes": ["elf_debug"]})) == [
        ("elf_code", "filetypes"),
        ("breakpad", "filetypes"),
        ("mach_debug", "filetypes"),
        ("pdb", "filetypes"),
        ("elf_debug", ""),
    ]


def test_folders_that_are_searched_and_apis(tmp_path: Path) -> None:
    scan = local(layout={"type": "scan"})
    sentry = {"id": "sentry", "type": "sentry", "url": "https://s/api/", "token": "canary"}
    (found,) = plan_of(opened(tmp_path, crash(scan, sentry)), Settings())
    first, second = [one for one in found.entries if one.purpose == "debug"]
    assert first.text.startswith("files below symbols that hold")
    assert second.text.startswith("what https://s/api/ lists for")
    assert "canary" not in repr(found)


UNIFIED = {"layout": {"type": "unified"}}
MAPS = {"filters": {"filetypes": ["uuidmap", "bcsymbolmap"]}}
OBJECTS = {"filters": {"filetypes": ["elf_debug"]}}
WEB = {"id": "web", "type": "http", "url": "https://u:canary@h/s?key=canary"}
NAMED = "the build that the UUID map names, once there is one"


@pytest.mark.parametrize(
    ("source", "uuids", "symbols"),
    [
        pytest.param(
            WEB | UNIFIED | MAPS,
            ("", "https://***@h/s/"),
            ("", f"a file below https://***@h/s?*** for {NAMED}"),
            id="unified",
        ),
        pytest.param(
            WEB | UNIFIED | OBJECTS,
            ("filetypes", ""),
            ("filetypes", "only asked for elf_debug"),
            id="not-among-its-file-types",
        ),
        pytest.param(WEB | MAPS, ("layout", ""), ("layout", "layout"), id="no-such-path"),
        pytest.param(
            local(layout={"type": "scan"}),
            ("layout", ""),
            ("layout", "a folder that is searched is not asked for maps"),
            id="searched",
        ),
        pytest.param(
            {"id": "sentry", "type": "sentry", "url": "https://s/", "token": "canary"},
            ("", ""),
            ("", f"what https://s/ lists for {NAMED}"),
            id="api",
        ),
        pytest.param(
            WEB | UNIFIED | {"filters": {"path_patterns": ["*harbor*"]}},
            ("path_patterns", ""),
            ("path_patterns", "matches *harbor*"),
            id="path-patterns",
        ),
    ],
)
def test_maps_that_put_names_back(
    source: dict[str, Any], uuids: tuple[str, str], symbols: tuple[str, str]
) -> None:
    request = from_tree(crash(source))
    places = [
        Place(one, trusted=True, folder="/r", scope="global") for one in request.sources or ()
    ]
    (found,) = plan(request, places)
    (uuid,) = (one for one in found.entries if one.purpose == "uuidmap")
    (symbol,) = (one for one in found.entries if one.purpose == "bcsymbolmap")
    assert uuid.rule == uuids[0]
    assert uuid.uri.startswith(uuids[1])
    assert bool(uuid.uri) == bool(uuids[1])
    assert symbol.rule == symbols[0]
    assert symbols[1] in symbol.text
    assert "canary" not in repr(found)


def file_of(source: Any, **more: Any) -> Any:
    place = Place(source, trusted=True, folder="/r", scope="global")
    return place.file(more.get("location", "ab/c d"), more.get("headers", ()))


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            HttpSource(id="w", url="https://user:canary@h/s", headers={"X-Key": "canary"}),
            "curl -fLO -H 'X-Key: ***' -H 'SymbolChecksum: sha' 'https://***@h/s/ab/c%20d'",
            id="secrets-are-left-out",
        ),
        pytest.param(
            HttpSource(id="w", url="https://h/", accept_invalid_certs=True),
            "curl -fLO -H 'SymbolChecksum: sha' --insecure https://h/ab/c%20d",
            id="any-certificate",
        ),
        pytest.param(SentrySource(id="s", url="https://s/", token="canary"), "", id="api"),
    ],
)
def test_curl(source: Any, expected: str) -> None:
    assert curl(file_of(source, headers=(("SymbolChecksum", "sha"),))) == expected


def test_a_local_file_is_listed(tmp_path: Path) -> None:
    request = opened(tmp_path, crash(local("my symbols"), build=BY_NAME["elf-gcc-dwarf5"]))
    (found,) = plan_of(request, Settings())
    assert found.entries[0].curl.startswith(f"ls -l '{tmp_path}/my symbols/4e/")


@pytest.mark.parametrize("strict", [False, True])
def test_an_executable_that_may_carry_its_debug_file(strict: bool, tmp_path: Path) -> None:
    build = BY_NAME["dotnet-embedded"]
    body = crash({"id": "web", "type": "http", "url": "https://h/"}, local(), build=build)
    request = structs.replace(opened(tmp_path, body), strict=strict)
    (found,) = plan_of(request, Settings())
    embedded = [one.source for one in found.entries if one.purpose == "embedded"]
    assert set(embedded) == (set() if strict else {"local"})
