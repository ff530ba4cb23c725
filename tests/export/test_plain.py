"""Reports as text and Markdown: whole ones to look at, then what hostile names may not do."""

from collections.abc import Callable
from unicodedata import category

import pytest
from hypothesis import given

from inspector.export.issue import markdown
from inspector.export.plain import headline, text
from inspector.model.clean import clean
from inspector.model.report import Frame, Module, Report, Thread
from tests.export.reports import NAME, REPORT, named

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


def test_text() -> None:
    assert text(REPORT, clean) == TEXT


@pytest.mark.parametrize("write", [text, markdown])
def test_an_empty_request(write: Callable[..., str]) -> None:
    nothing = write(Report(kind="native"), clean)
    assert nothing.strip().removeprefix("### ") == "request · 0 threads · not run"


@given(NAME)
def test_no_name_adds_a_line_or_reaches_the_terminal(name: str) -> None:
    written = text(named(name), clean)
    others = {char for char in written if not char.isprintable()}
    assert {char for char in others if category(char) != "Zs"} == {"\n"}
    assert written.count("\n") == text(named("name"), clean).count("\n")


@pytest.mark.parametrize(
    ("signal", "shown"),
    [(11, "SIGSEGV (11)"), (6, "SIGABRT (6)"), (99, "signal 99"), (0, "signal 0")],
)
def test_signals_by_name_where_systems_agree(signal: int, shown: str) -> None:
    assert shown in headline(Report(kind="native", signal=signal))


def test_one_is_singular() -> None:
    report = Report(kind="native", threads=(Thread(index=0),), modules=(Module(index=0),))
    assert headline(report) == "request · 1 thread · 1 module · not run"


def test_a_very_long_name_does_not_push_the_others_out() -> None:
    frames = (Frame(function="f" * 500, file="a.c"), Frame(index=1, function="g", file="b.c"))
    lines = text(Report(kind="native", threads=(Thread(index=0, frames=frames),)), clean)
    (short,) = [line for line in lines.splitlines() if "b.c" in line]
    assert len(short) < 80
