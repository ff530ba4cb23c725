"""The HTML report: complete, alone in the world, and deaf to what names say."""

import re
from collections import Counter
from html.parser import HTMLParser

import pytest
from hypothesis import given
from msgspec import structs

from inspector.export.page import page
from inspector.model.clean import clean
from inspector.model.report import Frame, Report, Thread
from tests.export.reports import NAME, REPORT, named

VOID = {"meta", "td", "th", "br"}
"""Elements without an end tag, and cells, whose end tags HTML lets one leave out."""


class Reader(HTMLParser):
    """What a browser would see; every element that is opened must be closed in its order."""

    def __init__(self, document: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.elements: Counter[str] = Counter()
        self.attributes: set[str] = set()
        self.links: list[str] = []
        self.words = ""
        self.feed(document)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements[tag] += 1
        self.attributes |= {name for name, _ in attrs}
        self.links += [value or "" for name, value in attrs if name in ("href", "src")]
        if tag not in VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.open and self.open[-1] != "style":
            self.words += data


def test_a_whole_report() -> None:
    seen = Reader(page(REPORT, clean))
    for word in ("crash.json", "SIGSEGV (11)", "1 of 3 frames symbolicated", "half of it is"):
        assert word in seen.words
    for word in ("read_scale", "crane.c:9", "libc.so.6 +0x1", "http://h/", "(403 Forbidden)"):
        assert word in seen.words
    assert seen.elements["details"] == 2 + 1 + 2  # threads, modules, candidates of two


def test_it_needs_nothing_else() -> None:
    """No script, no link, no picture; and the page forbids them should there be one."""
    document = page(REPORT, clean)
    seen = Reader(document)
    assert not seen.links
    assert not seen.elements.keys() & {"script", "link", "img", "iframe", "object", "base", "form"}
    assert "default-src 'none'; style-src 'unsafe-inline'" in document
    assert "url(" not in document
    assert "@import" not in document


def test_light_and_dark() -> None:
    assert "prefers-color-scheme: dark" in page(REPORT, clean)


def test_only_the_crashed_thread_is_open() -> None:
    assert re.findall(r"<details[^>]*>", page(REPORT, clean))[:2] == [
        '<details class="crashed" open>',
        "<details>",
    ]


def test_source_lines_with_their_numbers() -> None:
    frame = Frame(
        status="symbolicated", function="f", line=9, pre_context=("a <",), context_line="\tb",
        post_context=("c",),
    )  # fmt: skip
    report = structs.replace(REPORT, threads=(Thread(index=0, frames=(frame,)),))
    document = page(report, clean)
    assert "     8  a &lt;\n<mark>     9      b</mark>\n    10  c" in document


@given(NAME)
def test_no_name_is_markup(name: str) -> None:
    """The elements and attributes are those of a report with harmless names."""
    seen, expected = Reader(page(named(name), clean)), Reader(page(named("name"), clean))
    assert seen.attributes <= expected.attributes
    assert seen.elements.keys() == expected.elements.keys()
    assert seen.elements["table"] == expected.elements["table"]


@given(NAME)
def test_no_name_reaches_a_browser_uncleaned(name: str) -> None:
    document = page(named(name), clean)
    assert not {"\x1b", "\x9b", "\u202e", "\u2066", "\ud800"} & set(document)
    assert document.encode("utf-8")


@pytest.mark.parametrize("report", [Report(kind="native"), Report(kind="js", done=True)])
def test_an_empty_request(report: Report) -> None:
    assert "request" in Reader(page(report, clean)).words
