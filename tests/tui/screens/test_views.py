"""Screens by name."""

import pytest

from inspector.tui.screens.views import screen_of
from inspector.tui.widgets.view_tabs import VIEWS


@pytest.mark.parametrize("name", [name for _, name, _ in VIEWS])
def test_every_view_of_the_line_has_its_screen(name: str) -> None:
    assert name == screen_of(name).NAME
