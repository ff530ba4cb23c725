"""`inspector sources`: lists and probes."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from inspector.cli import main
from tests.fetch.server import Reply, Server
from tests.harbor import Build
from tests.harbor_builds import BUILDS

CANARIES = """
[[sources]]
type = "sentry"
id = "sentry"
url = "{url}/dsyms/?key=canary"
token = "canary"
[[sources]]
type = "http"
id = "web"
url = "{url}/syms/"
headers = {{ Authorization = "Bearer canary" }}
is_public = true
layout = {{ type = "unified" }}
"""


@pytest.fixture
def server() -> Iterator[Server]:
    with Server({"/dsyms/": Reply(body=b"[]"), "/syms/": Reply(status=404)}) as server:
        yield server


@pytest.fixture
def config(tmp_path: Path, server: Server) -> Path:
    path = tmp_path / "inspector.toml"
    path.write_text(CANARIES.format(url=server.url), encoding="utf-8")
    return path


def run(config: Path, *arguments: str) -> Result:
    done = CliRunner().invoke(main, ["sources", *arguments, "--config", str(config)])
    assert "canary" not in done.output
    return done


def probe(config: Path, *arguments: str) -> Result:
    return run(config, "test", "--cache-dir", str(config.parent / "cache"), *arguments)


@pytest.fixture(scope="module")
def build() -> Build:
    return next(build for build in BUILDS if build.name == "elf-gcc-dwarf5")


def test_list(config: Path, server: Server) -> None:
    head, sentry, web = run(config, "list").output.splitlines()
    assert head.split() == ["source", "type", "layout", "public", "where"]
    assert sentry.split() == ["sentry", "sentry", "no", f"{server.url}/dsyms/"]
    assert web.split() == ["web", "http", "unified", "yes", f"{server.url}/syms/"]


def test_list_for_programs(config: Path, server: Server) -> None:
    listed = json.loads(run(config, "list", "--format", "json").output)
    assert [one["where"] for one in listed] == [f"{server.url}/dsyms/", f"{server.url}/syms/"]


def test_the_sources_of_a_request(config: Path, build: Build, tmp_path: Path) -> None:
    lines = run(config, "list", build.save(tmp_path)).output.splitlines()
    assert [line.split()[:2] for line in lines[1:]] == [["harbor", "filesystem"]]


def test_presets(config: Path) -> None:
    rows = [line.split() for line in run(config, "list", "--presets").output.splitlines()]
    assert ["microsoft", "https://msdl.microsoft.com/download/symbols/"] in rows


def test_no_sources(config: Path) -> None:
    config.write_text("", encoding="utf-8")
    for done in (run(config, "list"), probe(config)):
        assert "no sources" in done.output
        assert done.exit_code == 0


def test_probes(config: Path) -> None:
    done = probe(config)
    assert done.exit_code == 0, done.output
    lines = done.output.splitlines()
    assert lines[0].split() == ["source", "answer", "time"]
    assert lines[1].split()[:3] == ["sentry", "200", "OK"]
    assert lines[2].split()[:4] == ["web", "404", "Not", "Found"]
    assert "  resolves to  127.0.0.1" in lines


def test_probes_for_programs(config: Path) -> None:
    sentry, web = json.loads(probe(config, "--format", "json").output)
    assert (sentry["reach"]["status"], web["reach"]["status"]) == (200, 404)
    assert web["reach"]["addresses"] == ["127.0.0.1"]
    assert sentry["reach"]["clock_skew"] == pytest.approx(0, abs=30)


def test_a_failing_source_is_an_exit_code(config: Path, server: Server) -> None:
    server.routes["/syms/"] = Reply(status=503)
    done = probe(config)
    assert done.exit_code == 1
    assert "download_error: 503 Service Unavailable" in done.output


def test_modules_of_a_request(config: Path, build: Build, tmp_path: Path) -> None:
    done = probe(config, build.save(tmp_path))
    assert done.exit_code == 0, done.output
    assert done.output.splitlines()[0].split() == ["source", "answer", "time", "modules"]
    assert done.output.splitlines()[1].split()[-3:] == ["1", "of", "1"]


def test_sources_of_a_request_need_trust(
    config: Path, server: Server, build: Build, tmp_path: Path
) -> None:
    request = build.request() | {"sources": [{"type": "http", "id": "own", "url": server.url}]}
    path = tmp_path / "own.json"
    path.write_text(json.dumps(request), encoding="utf-8")
    done = probe(config, str(path))
    assert done.exit_code == 1
    assert "destination is restricted" in done.output
    assert server.hits() == 0
    assert probe(config, str(path), "--trust").exit_code == 0
    assert server.hits() > 1


@pytest.mark.parametrize("command", ["list", "test"])
def test_a_bad_request_is_told(config: Path, tmp_path: Path, command: str) -> None:
    (tmp_path / "bad.json").write_text("{", encoding="utf-8")
    done = run(config, command, str(tmp_path / "bad.json"))
    assert done.exit_code == 2
    assert "not JSON" in done.output
