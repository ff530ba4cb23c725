"""The word for a reason: short, and another one for another reason."""

from typing import Any

import pytest

from inspector.model.outcome import RESTRICTED
from inspector.model.report import Candidate, Frame, Module
from inspector.tui.words.badges import frame_badge, module_badge


def asked(download: str, **more: Any) -> Candidate:
    return Candidate(source="web", location="x", download=download, **more)


def module(**fields: Any) -> Module:
    known: dict[str, Any] = {"type": "elf", "status": "missing", "debug_id": "a"} | fields
    return Module(index=0, **known)


def script(status: str, reason: str = "") -> Module:
    candidates = (asked("error", reason=reason),) if reason else ()
    return Module(index=0, type="sourcemap", status=status, candidates=candidates)


NATIVE: list[tuple[str, Module, str]] = [
    ("missing", module(debug_id=""), "no id"),
    ("missing", module(), "not asked"),
    ("missing", module(candidates=(asked("notfound"),)), "no file"),
    ("missing", module(candidates=(asked("notfound"), asked("noperm"))), "no permission"),
    ("missing", module(candidates=(asked("error"), asked("notfound"))), "fetch failed"),
    ("missing", module(candidates=(asked("error", details=RESTRICTED),)), "restricted"),
    ("missing", module(status="timeout"), "timeout"),
    ("missing_symbol", module(status="found", features=("symbols",)), "symtab only"),
    ("missing_symbol", module(status="found", features=("symbols", "debug")), "no symbol"),
    ("malformed", module(status="malformed"), "malformed"),
    ("unknown_image", module(), "no module"),
]
SCRIPTS: list[tuple[str, Module, str]] = [
    ("missing_source", script("missing_source"), "no script"),
    ("missing_source", script("missing_source", "invalid_host"), "blocked origin"),
    ("missing_source", script("missing_source", "permission_denied"), "no permission"),
    ("missing_source", script("missing_source", "timeout"), "timeout"),
    ("missing_sourcemap", script("missing_sourcemap"), "no map"),
    ("malformed_sourcemap", script("malformed_sourcemap"), "broken map"),
    ("missing_source_content", script("found"), "no text"),
    ("invalid_location", script("found"), "not in map"),
    ("scraping_disabled", script("scraping_disabled"), "scraping off"),
    ("of_the_future", script("found"), "of the future"),
]


@pytest.mark.parametrize(("status", "about", "word"), NATIVE + SCRIPTS)
def test_frames(status: str, about: Module, word: str) -> None:
    assert frame_badge(Frame(status=status), about) == word
    assert len(word) <= 14


def test_a_frame_of_nothing() -> None:
    assert frame_badge(Frame(status="missing"), None) == "no file"


@pytest.mark.parametrize(
    ("about", "word"),
    [
        (module(status="found", features=("symbols",)), "symtab only"),
        (module(status="found", features=("symbols", "debug")), ""),
        (module(status="unused"), ""),
        (module(status="fetching_failed"), "fetch failed"),
        (script("missing_source", "invalid_host"), "blocked origin"),
        (script("missing_sourcemap"), ""),
    ],
    ids=["symtab", "whole", "unused", "failed", "blocked", "map"],
)
def test_modules(about: Module, word: str) -> None:
    assert module_badge(about) == word
