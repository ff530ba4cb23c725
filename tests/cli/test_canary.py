"""A secret in every field that can hold one turns up in no output of any command, and in no file.

What a response has to say as Symbolicator does is in `test_passwords`.
"""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import Inspector
from tests.fetch.server import Server
from tests.harbor_builds import BUILDS

CANARY = "canary-5e1f"


def sources(server: Server, folder: Path) -> list[dict[str, Any]]:
    """A source of each type, a secret in each of its fields. Nobody is asked but the server."""
    bare = server.url.partition("://")[2]
    web = f"http://user:{CANARY}@{bare}/"
    aside = {"filters": {"path_patterns": ["never/*"]}}  # these two would ask strangers
    return [
        {"type": "filesystem", "id": "here", "path": str(folder / "symbols")},
        {"type": "http", "id": "web", "url": f"{web}store/?opaque={CANARY}&v=1",
         "headers": {"X-Key": f"T {CANARY}"}},
        {"type": "s3", "id": "bucket", "bucket": "b", "region": ["own", f"http://{bare}/"],
         "access_key": f"AK{CANARY}", "secret_key": CANARY},
        {"type": "gcs", "id": "key", "bucket": "b", "private_key": CANARY,
         "client_email": f"{CANARY}@x.example", **aside},
        {"type": "gcs", "id": "bearer", "bucket": "b", "bearer_token": CANARY, **aside},
        {"type": "sentry", "id": "token", "url": f"{web}t/?sig={CANARY}", "token": CANARY},
        {"type": "sentry", "id": "cookies", "url": f"{web}c/?{CANARY}",
         "cookies": f"session={CANARY}"},
    ]  # fmt: skip


def native(server: Server, folder: Path) -> dict[str, Any]:
    (build,) = (one for one in BUILDS if one.name == "elf-clang-dwarf5")
    body = json.loads(Path(build.save(folder)).read_bytes())
    return {**body, "sources": sources(server, folder)}


def script(server: Server, folder: Path) -> dict[str, Any]:
    url = server.url
    frames = [{"abs_path": f"{url}/a.js", "lineno": 1, "colno": 1}]
    return {
        "source": {k: v for k, v in sources(server, folder)[-2].items() if k != "type"},
        "sources": [],
        "stacktraces": [{"frames": frames}],
        "modules": [],
        "release": "1",
        "scraping": {"enabled": True, "allowed_origins": ["*"], "headers": {"X-Key": CANARY}},
    }


def configured(listed: list[dict[str, Any]]) -> str:
    """Sources as settings that refer to their secrets, and headers for scraping."""
    lines = []
    for source in listed:
        lines += ["[[sources]]", *(f"{key} = {_toml(value)}" for key, value in source.items())]
    return "\n".join([
        *lines, "[scraping]", 'allowed_origins = ["127.0.0.1"]',
        'headers = { Authorization = { env = "CANARY" } }', "",
    ])  # fmt: skip


def _toml(value: Any) -> str:
    if isinstance(value, dict):
        return "{ " + ", ".join(f"{key} = {_toml(one)}" for key, one in value.items()) + " }"
    return '{ env = "CANARY" }' if value == CANARY else json.dumps(value)


def commands(request: Path, other: Path, config: Path) -> Iterator[tuple[object, ...]]:
    """Every command that reads a request or settings."""
    run = ("--config", config, "--trust")
    for form in ("text", "markdown"):
        yield ("symbolicate", *run, "--format", form, request)
    for form in ("text", "json"):
        for command in ("explain", "plan", "missing", "detail"):
            yield (command, *run, "--format", form, request)
        yield ("explain", *run, "--module", "0", "--format", form, request)
        yield ("config", "show", "--config", config, "--format", form)
    for form in ("text", "json", "markdown"):
        yield ("compare", *run, "--all", "--format", form, request, other)
    yield ("sources", "list", request)
    yield ("sources", "list", "--config", config)
    yield ("sources", "test", "--config", config.with_name("asked.toml"))
    yield ("config", "check", config)
    yield ("cache", "info")
    yield ("symbolicate", *run, "-o", request.parent / "answers", "--format", "text", request)


@pytest.mark.parametrize("body", [native, script], ids=["native", "js"])
@pytest.mark.parametrize("silent", [False, True], ids=["request", "settings"])
def test_no_command_tells_a_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, body: Any, silent: bool
) -> None:
    monkeypatch.setenv("CANARY", CANARY)
    home = tmp_path / "home"
    person = Inspector(home)
    request, other, config = (tmp_path / name for name in ("a.json", "b.json", "c.toml"))
    with Server() as server:
        tree = body(server, tmp_path)
        if silent:
            tree = {k: v for k, v in tree.items() if k not in ("sources", "scraping")}
        request.write_text(json.dumps(tree))
        other.write_text(json.dumps({**tree, "stacktraces": [{"frames": []}]}))
        listed = sources(server, tmp_path)
        config.write_text(configured(listed))
        (tmp_path / "asked.toml").write_text(
            configured([one for one in listed if one["type"] != "gcs"])
        )
        for command in commands(request, other, config):
            done = person(*command)
            said = done.output + done.stderr
            assert CANARY not in said, command
            assert "Traceback" not in said, command
            assert done.exit_code in (0, 1), (command, said)
        assert any(CANARY in str(asked.headers) for asked in server.asked)
    kept = [path for path in tmp_path.rglob("*") if path.is_file()]
    telling = {path for path in kept if CANARY.encode() in path.read_bytes()}
    assert telling <= {request, other, config, tmp_path / "asked.toml"}
