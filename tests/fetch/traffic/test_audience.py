"""Who hears of shared work, from when, until when."""

import pytest

from inspector.fetch.traffic.audience import Audience
from inspector.model.events import (
    Event,
    FetchEnded,
    FetchProgress,
    FetchStarted,
    ParseEnded,
    ParseStarted,
)

START, END = FetchStarted("a", "http://x/"), FetchEnded("a", "http://x/", "ok")
CANCELLED = FetchEnded("a", "http://x/", "cancelled")
PARSE, PARSED = ParseStarted("x", "symcache"), ParseEnded("x", "symcache", "ok")
PROGRESS = FetchProgress("http://x/", 1)


def test_all_hear_while_they_are_there() -> None:
    audience = Audience()
    first: list[Event] = []
    second: list[Event] = []
    with audience.joined(first.append):
        with audience.joined(second.append):
            audience.tell(START)
            audience.tell(END)
        audience.tell(PARSE)
        audience.tell(PARSED)
    audience.tell(START)
    assert first == [START, END, PARSE, PARSED]
    assert second == [START, END]


def test_who_waits_twice_hears_once() -> None:
    audience = Audience()
    heard: list[Event] = []
    with audience.joined(heard.append):
        with audience.joined(heard.append):
            audience.tell(START)
        audience.tell(END)
    assert heard == [START, END]


@pytest.mark.parametrize(("start", "end"), [(START, END), (PARSE, PARSED)])
def test_who_comes_late_is_told_what_is_under_way(start: Event, end: Event) -> None:
    audience = Audience()
    heard: list[Event] = []
    audience.tell(start)
    audience.tell(PROGRESS)
    with audience.joined(heard.append):
        audience.tell(end)
    assert heard == [start, end]


def test_who_leaves_early_is_told_that_it_ended() -> None:
    audience = Audience()
    heard: list[Event] = []
    stays: list[Event] = []
    with audience.joined(stays.append):
        with audience.joined(heard.append):
            audience.tell(START)
            audience.tell(PARSE)
        audience.tell(END)
        audience.tell(PARSED)
    assert heard == [START, PARSE, CANCELLED, ParseEnded("x", "symcache", "cancelled")]
    assert stays == [START, PARSE, END, PARSED]
