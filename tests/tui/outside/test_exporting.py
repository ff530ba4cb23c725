"""What can be taken out of a request; a canary in every secret field is in none of it."""

import asyncio
import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from inspector.engine import Engine, load
from inspector.settings import Settings
from inspector.tui.outside.exporting import (
    Exports,
    Wanted,
    exports_of,
    renamed,
    request_tree,
    what_for,
)
from inspector.tui.view import opened as view_of

CANARY = "canary-77ab01"
SOURCES: list[dict[str, Any]] = [
    {
        "id": "web", "type": "http", "url": f"https://ann:{CANARY}@x.invalid/symbols/",
        "headers": {"authorization": f"Bearer {CANARY}"}, "own": {"deep": CANARY},
    },
    {
        "id": "s3", "type": "s3", "bucket": "b", "region": "us-east-1",
        "access_key": f"ID{CANARY}", "secret_key": CANARY,
    },
    {
        "id": "gcs", "type": "gcs", "bucket": "b", "private_key": f"{CANARY}\n{CANARY}",
        "client_email": f"{CANARY}@x.invalid", "bearer_token": CANARY,
    },
    {"id": "sentry", "type": "sentry", "url": "https://x.invalid/", "token": CANARY},
]  # fmt: skip
MODULE = {
    "type": "elf",
    "code_file": "/home/ann/bin/harbor",
    "image_addr": "0x1000",
    "image_size": 4096,
    "debug_id": "5d13e14e-7c82-0d60-03d2-4d2b00b150de",
    "code_id": "4ee1135d827c600d03d24d2b00b150de",
}


def saved(folder: Path, **keys: Any) -> Path:
    body = {
        "own": [1, {"x": None}],
        "sources": SOURCES,
        "scraping": {"enabled": True, "allowed_origins": [], "headers": {"cookie": CANARY}},
        "options": {"dif_candidates": True},
        "stacktraces": [{"frames": [{"instruction_addr": "0x1010"}]}],
        "modules": [MODULE],
    }
    path = folder / "crash.json"
    path.write_text(json.dumps(body | keys), encoding="utf-8")
    return path


def exports(path: Path, folder: Path, drawn: str = "<svg></svg>") -> Exports:
    """Of a request that was run without the network."""
    request = load(str(path))

    async def answered() -> Any:
        async with Engine(Settings(cache_dir=str(folder / "cache"), offline=True)) as engine:
            return await engine.symbolicate(request)

    result = asyncio.run(answered())
    session = SimpleNamespace(
        request=request,
        answered=request,
        result=result,
        view=view_of(result.report),
        path=str(path),
    )
    return exports_of(session, drawn, ())


def test_a_canary_in_every_secret_field_is_in_no_export(tmp_path: Path) -> None:
    """Check 22, for exports."""
    made = exports(saved(tmp_path), tmp_path, f"<svg><text>{CANARY}</text></svg>")
    assert len(made.words) == 6
    for what in made.words:
        for thread in (None, 0):
            data = made.content(Wanted(what=what, thread=thread, pretty=True))
            assert CANARY.encode() not in data
            assert data
    assert made.answer is not None
    assert CANARY.encode() in made.answer()  # as the service would have it: in a location


def test_secrets_stay_if_the_person_wants_them(tmp_path: Path) -> None:
    made = exports(saved(tmp_path), tmp_path)
    kept = made.content(Wanted(what="request JSON", secrets=True))
    assert json.loads(kept) == json.loads((tmp_path / "crash.json").read_bytes())
    assert made.answer is not None
    assert made.content(Wanted(what="response JSON", secrets=True)) == made.answer()


def test_a_request_keeps_what_nobody_knows(tmp_path: Path) -> None:
    made = exports(saved(tmp_path), tmp_path)
    tree = json.loads(made.content(Wanted(what="request JSON")))
    assert list(tree)[:2] == ["own", "sources"]
    assert tree["own"] == [1, {"x": None}]
    assert [source["id"] for source in tree["sources"]] == ["web", "s3", "gcs", "sentry"]
    assert tree["sources"][0]["headers"] == {"authorization": "[redacted]"}


@pytest.mark.parametrize(
    "what", ["response JSON", "request JSON", "Markdown", "text", "HTML report"]
)
def test_user_names(tmp_path: Path, what: str) -> None:
    made = exports(saved(tmp_path, sources=[]), tmp_path)
    assert b"/home/ann" in made.content(Wanted(what=what)) or what in ("Markdown", "text")
    hidden = made.content(Wanted(what=what, users=False))
    assert b"/ann" not in hidden
    still = made.content(Wanted(what="request JSON", users=False, secrets=True))
    assert b"/home/[user]/bin/harbor" in still


def test_edited_sources_are_those_of_the_request(tmp_path: Path) -> None:
    from msgspec.structs import replace

    request = load(str(saved(tmp_path)))
    edited = replace(request, body=replace(request.body, sources=request.body.sources[:1]))  # type: ignore[index]
    tree = request_tree(str(tmp_path / "crash.json"), edited)
    assert [source["id"] for source in tree["sources"]] == ["web"]
    assert tree["own"] == [1, {"x": None}]


def test_a_request_that_is_gone(tmp_path: Path) -> None:
    made = exports(saved(tmp_path), tmp_path)
    (tmp_path / "crash.json").unlink()
    with pytest.raises(ValueError, match="No such file"):
        made.content(Wanted(what="request JSON"))


@pytest.mark.parametrize(
    ("path", "before", "what"),
    [
        ("a.md", "text", "Markdown"),
        ("a.HTM", "text", "HTML report"),
        ("a.svg", "text", "SVG of the screen"),
        ("a.json", "text", "response JSON"),
        ("a.json", "request JSON", "request JSON"),
        ("a.log", "text", "text"),
        ("a", "Markdown", "Markdown"),
    ],
)
def test_what_a_name_asks_for(path: str, before: str, what: str) -> None:
    assert what_for(path, before) == what


@pytest.mark.parametrize(
    ("path", "what", "other"),
    [
        ("x/crash.response.json", "Markdown", "x/crash.response.md"),
        ("crash.response.json", "request JSON", "crash.request.json"),
        ("mine.txt", "HTML report", "mine.html"),
        ("mine.txt", "response JSON", "mine.json"),
        ("crash.svg", "text", "crash.response.txt"),
    ],
)
def test_other_forms_have_other_endings(path: str, what: str, other: str) -> None:
    assert renamed(path, what) == other
    assert what_for(other, what) == what
