"""`inspector plan`: locations before anybody is asked."""

import json
from pathlib import Path

import pytest

from tests.cli.running import Inspector
from tests.fetch.server import Server
from tests.js.why import situations as scripts
from tests.native.why.situations import CODE, at, crash, frame, local, web


@pytest.fixture
def inspector(tmp_path: Path) -> Inspector:
    return Inspector(tmp_path / "home")


def saved(tmp_path: Path, server: Server) -> Path:
    path = tmp_path / "crash.json"
    body = crash(web(server), local(filters={"filetypes": ["breakpad"]}), debug_file="harbor")
    path.write_text(json.dumps(body), encoding="utf-8")
    return path


def test_text_and_json_and_curl(inspector: Inspector, tmp_path: Path) -> None:
    with Server() as server:
        path, url = saved(tmp_path, server), server.url
        text = inspector("plan", path)
        tree = inspector("plan", path, "--format", "json")
        commands = inspector("plan", path, "--curl")
        assert server.hits() == 0
    assert [done.exit_code for done in (text, tree, commands)] == [0, 0, 0]
    lines = text.stdout.splitlines()
    assert lines[:2] == ["module 0: harbor", "  debug"]
    assert f"    asked      web  elf_code: {url}/{CODE}" in lines
    assert "    not asked  local  elf_code: it is only asked for breakpad (filetypes)" in lines
    (module,) = json.loads(tree.stdout)
    assert list(module) == ["index", "name", "used", "entries"]
    assert list(module["entries"][0]) == [
        "source", "purpose", "file_type", "uri", "rule", "text", "curl",
    ]  # fmt: skip
    assert f"curl -fLO {url}/{CODE}" in commands.stdout.splitlines()


def test_modules_that_no_frame_needs(inspector: Inspector, tmp_path: Path) -> None:
    path = tmp_path / "crash.json"
    path.write_text(json.dumps(at(crash(local()), frame(8))), encoding="utf-8")
    assert inspector("plan", path).stdout.startswith("No frame falls into a module")
    assert inspector("plan", path, "--module", 0).stdout.startswith("module 0: harbor\n")
    assert inspector("plan", path, "--module", 1).exit_code == 2


def test_scripts(inspector: Inspector, tmp_path: Path) -> None:
    body = scripts.crash(
        scripts.at(f"{scripts.SITE}/assets/app.js"),
        scripts.at("https://cdn.example/b.js"),
        **scripts.local(),
    )
    path = tmp_path / "crash.json"
    path.write_text(json.dumps(body), encoding="utf-8")
    text = inspector("plan", path).stdout
    assert "module 0: https://shop.example/assets/app.js" in text
    assert "asked      build  file: file://dist/app.js" in text
    assert (
        "not asked  web-scraping  web: https://cdn.example/b.js (disabled: scraping is off)" in text
    )
    tree = json.loads(inspector("plan", path, "--module", 1, "--format", "json").stdout)
    assert [one["rule"] for one in tree[0]["entries"]][:3] == ["url_prefix", "", "disabled"]
    assert inspector("plan", path, "--curl").stdout == f"ls -l {tmp_path}/dist/app.js\n"
