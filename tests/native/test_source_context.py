"""Source text in a whole run: from bundles, from Portable PDBs, from links."""

from pathlib import Path
from typing import Any

import pytest

from inspector.model.outcome import Miss, Why
from inspector.model.places.sourcelinks import SourceText
from inspector.native.wire import Frame
from tests.native.fakes import BUNDLE, DEBUG, FakeTable, World, place

CODE_ID = "abcdef0123"
CODE, SOURCES = "ab/cdef0123", "ab/cdef0123.src.zip"
ELF = {"type": "elf", "code_id": CODE_ID, "image_addr": 0x1000, "image_size": 0x100}
TEXT = "".join(f"line {number}\n" for number in range(1, 20))
LINK = "https://links/a.c"
INFOS = {"code": DEBUG, "bundle": BUNDLE}


def world(
    text: SourceText | None = None, line: int = 7, files: dict[str, Any] | None = None
) -> World:
    known = FakeTable(texts={"/src/a.c": text} if text else {})
    return World(
        {CODE: "code", SOURCES: "bundle"} | (files or {}),
        INFOS,
        {"code": FakeTable({0x20: (place(line),)}), "bundle": known},
    )


def asked(**keys: Any) -> dict[str, Any]:
    frame = {"instruction_addr": 0x1020}
    return {
        "modules": [ELF],
        "stacktraces": [{"frames": [frame]}],
        "options": {"dif_candidates": True},
    } | keys


def answered(of: World, request: dict[str, Any]) -> Frame:
    return of.run(request).response.stacktraces[0].frames[0]


def test_text_at_hand_becomes_context() -> None:
    frame = answered(world(SourceText(TEXT)), asked())
    assert (frame.pre_context, frame.context_line, frame.post_context) == (
        ("line 2", "line 3", "line 4", "line 5", "line 6"),
        "line 7",
        ("line 8", "line 9", "line 10", "line 11", "line 12"),
    )
    assert frame.source_link is None


def test_the_module_has_sources_once_an_object_was_opened() -> None:
    for text in (None, SourceText(TEXT)):
        module = world(text).run(asked()).response.modules[0]
        assert module.features.has_sources
    (bundle,) = [c for c in module.candidates if c.location.endswith(".src.zip")]
    assert (bundle.download.status, bundle.debug) == ("ok", None)


def test_without_the_option_nothing_is_looked_up() -> None:
    of = world(SourceText(TEXT))
    frame = answered(of, asked(options={"apply_source_context": False}))
    assert frame.context_line is None
    assert not any(uri.endswith(".src.zip") for uri in of.files.asked)


def test_a_line_beyond_the_end_changes_nothing() -> None:
    frame = answered(world(SourceText(TEXT), line=99), asked())
    assert (frame.pre_context, frame.context_line) == ((), None)


def test_line_0_is_the_first_line() -> None:
    frame = answered(world(SourceText(TEXT), line=0), asked())
    assert (frame.pre_context, frame.context_line) == ((), "line 1")


def test_a_failed_frame_with_a_place_of_its_own_gets_context_too() -> None:
    frame = {"instruction_addr": 0x1099, "abs_path": "/src/a.c", "lineno": 3}
    found = answered(world(SourceText(TEXT)), asked(stacktraces=[{"frames": [frame]}]))
    assert (found.status, found.context_line) == ("missing_symbol", "line 3")


@pytest.mark.parametrize(
    "sent",
    [
        pytest.param({"filename": "a.c", "lineno": 3}, id="no-path"),
        pytest.param({"abs_path": "", "lineno": 3}, id="empty-path"),
        pytest.param({"abs_path": "/src/a.c"}, id="no-line"),
        pytest.param({"abs_path": "/src/A.C", "lineno": 3}, id="another-case"),
    ],
)
def test_a_frame_without_a_known_place_keeps_what_it_has(sent: dict[str, Any]) -> None:
    frame = {"instruction_addr": 0x1099, "context_line": "sent", "source_link": "sent"} | sent
    found = answered(world(SourceText(TEXT)), asked(stacktraces=[{"frames": [frame]}]))
    assert (found.context_line, found.source_link, found.pre_context) == ("sent", "sent", ())


def test_text_and_link_together_need_no_download() -> None:
    of = world(SourceText(TEXT, LINK))
    frame = answered(of, asked())
    assert (frame.context_line, frame.source_link) == ("line 7", LINK)
    assert LINK not in of.files.asked


def test_a_link_is_downloaded_and_told(tmp_path: Path) -> None:
    file = tmp_path / "a.c"
    file.write_text(TEXT)
    of = world(SourceText(url=LINK), files={LINK: str(file)})
    response = of.run(asked()).response
    frame = response.stacktraces[0].frames[0]
    assert (frame.context_line, frame.source_link) == ("line 7", LINK)
    (told,) = [c for c in response.modules[0].candidates if c.source == "sourcelink"]
    assert (told.location, told.download.status) == (LINK, "ok")
    assert told.download.features is not None
    assert told.download.features.has_sources


@pytest.mark.parametrize(
    ("content", "status"),
    [
        pytest.param(Miss(Why.NOT_FOUND), "notfound", id="missing"),
        pytest.param(Miss(Why.NO_PERMISSION, "403 Forbidden"), "noperm", id="forbidden"),
        pytest.param(Miss(Why.DOWNLOAD_FAILED, "x"), "error", id="failed"),
        pytest.param(b"\xff\xfe", "malformed", id="not-utf-8"),
    ],
)
def test_a_link_that_fails_stays_without_context(tmp_path: Path, content: Any, status: str) -> None:
    if isinstance(content, bytes):
        (tmp_path / "a.c").write_bytes(content)
        content = str(tmp_path / "a.c")
    response = world(SourceText(url=LINK), files={LINK: content}).run(asked()).response
    frame = response.stacktraces[0].frames[0]
    assert (frame.context_line, frame.source_link) == (None, LINK)
    (told,) = [c for c in response.modules[0].candidates if c.source == "sourcelink"]
    assert told.download.status == status


@pytest.mark.parametrize(
    ("scraping", "sent"),
    [
        pytest.param({"enabled": True, "allowed_origins": ["*"]}, {"x-key": "v"}, id="allowed"),
        pytest.param({"enabled": True, "allowed_origins": ["other"]}, {}, id="other-origin"),
        pytest.param({"enabled": False, "allowed_origins": ["*"]}, {}, id="disabled"),
    ],
)
def test_headers_go_to_allowed_origins_but_the_file_is_asked_for_anyway(
    scraping: dict[str, Any], sent: dict[str, str]
) -> None:
    of = world(SourceText(url=LINK))
    of.run(asked(scraping=scraping | {"headers": {"x-key": "v"}, "verify_ssl": False}))
    (file,) = [file for file in of.files.sent if file.location == LINK]
    source: Any = file.source
    assert (source.headers, source.verify_ssl, file.trusted) == (sent, False, False)


def test_a_url_is_asked_for_once() -> None:
    of = world(SourceText(url=LINK))
    of.run(asked(stacktraces=[{"frames": [{"instruction_addr": 0x1020}]}] * 3))
    assert of.files.asked.count(LINK) == 1


def test_what_is_no_web_link_is_taken_away() -> None:
    frame = {
        "instruction_addr": 0x1099,
        "abs_path": "/src/a.c",
        "lineno": 3,
        "source_link": "sent",
    }
    of = world(SourceText(url="ftp://links/a.c"))
    assert answered(of, asked(stacktraces=[{"frames": [frame]}])).source_link is None
    assert answered(world(), asked(stacktraces=[{"frames": [frame]}])).source_link == "sent"


def test_a_link_is_told_at_the_owners_number_in_the_order_of_addresses() -> None:
    """As upstream has it: number 0 of the request is another module once sorted by address."""
    low = ELF | {"image_addr": 0x10, "image_size": 0x10, "code_id": "ff00"}
    response = world(SourceText(url=LINK)).run(asked(modules=[ELF, low])).response
    told = [[c.source for c in m.candidates if c.source == "sourcelink"] for m in response.modules]
    assert told == [[], ["sourcelink"]]
