"""What the command palette offers: the actions of the table that make sense right now."""

from collections.abc import Iterable
from functools import partial
from typing import Any

from textual.app import App, SystemCommand
from textual.screen import Screen

from inspector.tui.actions import action_of


def commands(app: App[Any], screen: Screen[Any]) -> Iterable[SystemCommand]:
    """Actions with a palette name that the screen has and that are enabled; then the theme."""
    seen: set[str] = set()
    for active in screen.active_bindings.values():
        action = action_of(active.binding)
        if action is None or not action.palette or not active.enabled or action.id in seen:
            continue
        seen.add(action.id)
        call = partial(app.run_action, active.binding.action, active.node)
        yield SystemCommand(action.palette, action.help, call)
    yield SystemCommand("change: theme", "Light, dark, the terminal's own", app.action_change_theme)
