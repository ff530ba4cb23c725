"""Reports as text and Markdown: whole ones to look at, then what hostile names may not do."""

from collections.abc import Callable
from unicodedata import category

import pytest
from hypothesis import example, given
from hypothesis import strategies as st
from markdown_it import MarkdownIt
from markdown_it.token import Token

from inspector.export import frame_name, headline, last_component, location, markdown, text
from inspector.model.report import Candidate, Frame, Module, Report, Thread
from inspector.tui.clean import clean

CRASH = Thread(
    index=0,
    id=7,
    name="main",
    crashed=True,
    frames=(
        Frame(
            status="symbolicated",
            index=0,
            depth=1,
            function="read_scale",
            module=0,
            package="/srv/harbor",
            file="crane.c",
            line=9,
        ),
        Frame(
            status="symbolicated",
            index=0,
            function="tension",
            module=0,
            package="/srv/harbor",
            file="crane.c",
            line=15,
        ),
        Frame(status="missing", index=1, module=1, package="/lib/libc.so.6", address=2, offset=1),
        Frame(status="unknown_image", index=2, address=0x9999, trust="scan"),
    ),
)
MODULES = (
    Module(
        index=0,
        name="harbor",
        debug_id="5d13e14e-7c82-0d60-03d2-4d2b00b150de",
        arch="x86_64",
        status="found",
        features=("debug", "symbols"),
        candidates=(Candidate(source="s", location="file://a", download="ok", debug="ok"),),
    ),
    Module(
        index=1,
        name="libc.so.6",
        code_id="abcd",
        status="malformed",
        candidates=(
            Candidate(source="s", location="file://a", download="notfound"),
            Candidate(source="s", location="file://b", download="ok", debug="malformed"),
            Candidate(
                source="web", location="http://h/", download="noperm", details="403 Forbidden"
            ),
        ),
    ),
)
REPORT = Report(
    kind="native",
    name="crash.json",
    signal=11,
    platform="native",
    threads=(CRASH, Thread(index=1)),
    modules=MODULES,
    notes=("half of it is missing",),
    done=True,
)

TEXT = """\
crash.json · SIGSEGV (11) · native · 2 threads · 2 modules · 1 of 3 frames symbolicated
note: half of it is missing

Thread 7 "main" (crashed)
      harbor     read_scale          crane.c:9   inlined
  #0  harbor     tension             crane.c:15
  #1  libc.so.6  libc.so.6 +0x1                  missing
  #2             0x0000000000009999              unknown_image, scan

Thread 1
  no frames

Modules
  found      harbor     5d13e14e-7c82-0d60-03d2-4d2b00b150de  x86_64  debug symbols
  malformed  libc.so.6  abcd

libc.so.6 is malformed:
  notfound       s    file://a
  ok, malformed  s    file://b
  noperm         web  http://h/  (403 Forbidden)
"""

MARKDOWN = """\
### `crash.json` · SIGSEGV (11) · `native` · 2 threads · 2 modules · 1 of 3 frames symbolicated

> half of it is missing

**Thread 7 `main` (crashed)**

```text
    harbor     read_scale          crane.c:9   inlined
#0  harbor     tension             crane.c:15
#1  libc.so.6  libc.so.6 +0x1                  missing
#2             0x0000000000009999              unknown_image, scan
```

**Thread 1**

```text
no frames
```

**Modules**

```text
found      harbor     5d13e14e-7c82-0d60-03d2-4d2b00b150de  x86_64  debug symbols
malformed  libc.so.6  abcd

libc.so.6 is malformed:
notfound       s    file://a
ok, malformed  s    file://b
noperm         web  http://h/  (403 Forbidden)
```
"""


def test_text() -> None:
    assert text(REPORT, clean) == TEXT


def test_markdown() -> None:
    assert markdown(REPORT, clean) == MARKDOWN


@pytest.mark.parametrize("write", [text, markdown])
def test_an_empty_request(write: Callable[..., str]) -> None:
    nothing = write(Report(kind="native"), clean)
    assert nothing.strip().removeprefix("### ") == "request · 0 threads · not run"


HOSTILE = [
    "```\n# owned\n```",
    "`",
    "a\x1b]0;title\x07b\x9bm",
    "<img src=x onerror=alert(1)>",
    "[link](javascript:x) ![i](http://h/) *a* _b_ @someone",
    "x\n\n> y\r\nz\u2028w",
    "\u202eevil\u2066",
    "\ud800",
    " ",
]
NAME = st.sampled_from(HOSTILE) | st.text(max_size=20)


def named(name: str) -> Report:
    """A report in which everything that others wrote is this text."""
    frame = Frame(status="missing", function=name, file=name, line=1, module=0, package=name)
    unnamed = Frame(status="missing", module=0, package=name, offset=1)
    asked = Candidate(source=name, location=name, download="error", details=name)
    return Report(
        kind="native",
        name=name,
        platform=name,
        threads=(Thread(index=0, name=name, frames=(frame, unnamed)),),
        modules=(Module(index=0, name=name, debug_id=name, status="missing", candidates=(asked,)),),
        notes=(name,),
    )


@given(NAME)
def test_no_name_adds_a_line_or_reaches_the_terminal(name: str) -> None:
    written = text(named(name), clean)
    others = {char for char in written if not char.isprintable()}
    assert {char for char in others if category(char) != "Zs"} == {"\n"}
    assert written.count("\n") == text(named("name"), clean).count("\n")


@given(NAME)
@example("`" * 40)
@example("- a")
@example("1. a")
@example("    a")
@example("===")
@example("&lt;b&gt;")
def test_no_name_is_markup(name: str) -> None:
    """What a reader of the issue tracker gets is headings, code and plain text."""
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(markdown(named(name), clean))
    assert kinds(tokens) <= {
        "heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline", "fence",
        "blockquote_open", "blockquote_close", "strong_open", "strong_close", "code_inline", "text",
        "text_special",
    }  # fmt: skip
    assert [token.type for token in tokens if token.level == 0 and not token.nesting] == [
        "fence",
        "fence",
    ]


def kinds(tokens: list[Token]) -> set[str]:
    found = {token.type for token in tokens}
    for token in tokens:
        found |= kinds(token.children or [])
    return found


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        pytest.param(Frame(), "", id="no-file"),
        pytest.param(Frame(file="a.c"), "a.c", id="no-line"),
        pytest.param(Frame(file="a.c", line=0), "a.c", id="line-0-is-none"),
        pytest.param(Frame(file="a.c", line=7), "a.c:7", id="line"),
        pytest.param(Frame(file="a.js", line=7, column=3), "a.js:7:3", id="column"),
    ],
)
def test_location(frame: Frame, expected: str) -> None:
    assert location(frame) == expected


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        pytest.param(Frame(function="f", address=1), "f", id="function"),
        pytest.param(Frame(package="C:\\a.dll", offset=16), "a.dll +0x10", id="offset"),
        pytest.param(Frame(offset=16, address=32), "0x0000000000000020", id="address"),
        pytest.param(Frame(), "<unknown>", id="nothing"),
    ],
)
def test_frame_name(frame: Frame, expected: str) -> None:
    assert frame_name(frame) == expected


@pytest.mark.parametrize(
    ("signal", "shown"),
    [(11, "SIGSEGV (11)"), (6, "SIGABRT (6)"), (99, "signal 99"), (0, "signal 0")],
)
def test_signals_by_name_where_systems_agree(signal: int, shown: str) -> None:
    assert shown in headline(Report(kind="native", signal=signal))


def test_one_is_singular() -> None:
    report = Report(kind="native", threads=(Thread(index=0),), modules=(Module(index=0),))
    assert headline(report) == "request · 1 thread · 1 module · not run"


@pytest.mark.parametrize(
    ("path", "name"), [("/a/b", "b"), ("C:\\a\\b", "b"), ("/a/", "a"), ("b", "b"), ("", "")]
)
def test_last_component(path: str, name: str) -> None:
    assert last_component(path) == name


def test_a_very_long_name_does_not_push_the_others_out() -> None:
    frames = (Frame(function="f" * 500, file="a.c"), Frame(index=1, function="g", file="b.c"))
    lines = text(Report(kind="native", threads=(Thread(index=0, frames=frames),)), clean)
    (short,) = [line for line in lines.splitlines() if "b.c" in line]
    assert len(short) < 80
