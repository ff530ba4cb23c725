"""What the line of views says about choices."""

from msgspec.structs import replace

from inspector.tui.listing.rows import Choice
from inspector.tui.view import Looks, opened
from inspector.tui.widgets.view_tabs import chosen
from tests.tui.scripted import crash

VIEW = opened(crash()[1])


def test_the_order_is_always_told() -> None:
    assert chosen(VIEW) == "callee first"


def test_choices_that_differ_are_told_and_who_decides_what_is_ours() -> None:
    choice = Choice(app_only=True, inline=False, caller_first=True)
    view = replace(VIEW, choice=choice, looks=Looks(raw=True, absolute=True, mangled=True))
    assert chosen(view) == (
        "raw frames · app-only (built-in system list) · inline off · absolute · mangled"
        " · caller first"
    )
