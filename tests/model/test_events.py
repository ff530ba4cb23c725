from typing import get_args

import pytest

from inspector.model import events
from inspector.model.events import Event, FetchEnded, FetchStarted, Note, ignore


@pytest.mark.parametrize("kind", get_args(Event), ids=lambda kind: kind.__name__)
def test_events_are_frozen_values(kind: type) -> None:
    """A listener on another thread may keep one."""
    assert kind.__struct_config__.frozen  # type: ignore[attr-defined]


def test_every_event_of_the_module_is_in_the_union() -> None:
    told = {
        x for x in vars(events).values() if isinstance(x, type) and x.__module__ == events.__name__
    }
    assert told == set(get_args(Event))


def test_equal_events_are_one() -> None:
    assert FetchStarted("local", "file:///a") == FetchStarted("local", "file:///a")
    assert len({FetchEnded("s", "u", "ok"), FetchEnded("s", "u", "ok", size=0)}) == 1


def test_a_face_may_not_listen() -> None:
    ignore(Note("unheard"))
