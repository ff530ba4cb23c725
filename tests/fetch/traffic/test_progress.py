"""What is told of one download."""

import asyncio

import pytest

from inspector.fetch.traffic.progress import Told
from inspector.model.events import Event, FetchEnded, FetchProgress, FetchStarted
from inspector.model.outcome import Miss, Why
from inspector.model.why.trace import Hop, Transfer


def ended(event: Event) -> FetchEnded:
    assert isinstance(event, FetchEnded)
    return event


def test_a_file() -> None:
    events: list[Event] = []
    with Told(events.append, "s", "u") as told:
        told.progress(512, 1024)
        told.ended(None)
    assert events[0] == FetchStarted("s", "u")
    end = ended(events[-1])
    assert (end.source, end.uri, end.outcome, end.details, end.size) == ("s", "u", "ok", "", 512)
    assert end.seconds >= 0


def test_nobody_is_told_a_password() -> None:
    events: list[Event] = []
    with Told(events.append, "s", "https://u:canary@h/x") as told:
        told.ended(None)
    assert [getattr(event, "uri", "") for event in events] == ["https://***@h/x"] * 2


def test_a_miss() -> None:
    events: list[Event] = []
    with Told(events.append, "s", "u") as told:
        told.ended(Miss(Why.NO_PERMISSION, "403 Forbidden"))
    end = ended(events[-1])
    assert (end.outcome, end.details) == ("permission_denied", "403 Forbidden")


@pytest.mark.parametrize("error", [asyncio.CancelledError, ZeroDivisionError])
def test_cancelled(error: type[BaseException]) -> None:
    """Also when an answer had been there already."""
    events: list[Event] = []

    def run() -> None:
        with Told(events.append, "s", "u") as told:
            told.ended(None)
            raise error

    with pytest.raises(error):
        run()
    assert [type(event) for event in events] == [FetchStarted, FetchEnded]
    assert ended(events[-1]).outcome == "cancelled"


def test_ten_reports_a_second_at_most() -> None:
    events: list[Event] = []
    with Told(events.append, "s", "u") as told:
        for received in range(100_000):
            told.progress(received, None)
        told.ended(None)
    reports = [event for event in events if isinstance(event, FetchProgress)]
    assert len(reports) <= ended(events[-1]).seconds * 10 + 1


def test_how_it_went() -> None:
    events: list[Event] = []
    with Told(events.append, "s", "u") as told:
        told.attempts, told.packing = 2, "gzip"
        told.hops += [Hop("https://h/x", 302), Hop("https://h/y", 200)]
        told.progress(7, None)
        told.ended(None)
    end = ended(events[-1])
    assert end.how == Transfer(
        origin="asked",
        seconds=end.seconds,
        size=7,
        attempts=2,
        hops=(Hop("https://h/x", 302), Hop("https://h/y", 200)),
        packing="gzip",
    )


def test_nobody_was_asked() -> None:
    events: list[Event] = []
    with Told(events.append, "s", "u") as told:
        told.ended(Miss(Why.DOWNLOAD_FAILED, "blocked"))
    how = ended(events[-1]).how
    assert how is not None
    assert how.origin == "not_asked"
