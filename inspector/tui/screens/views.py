"""The views of a request by name; each is imported when it is first wanted."""

from inspector.tui.screens.request import RequestScreen


def screen_of(name: str, ascii_only: bool) -> RequestScreen:
    """A new screen for one view; the stack for a name nobody knows."""
    match name:
        case "modules":
            from inspector.tui.screens.modules import ModulesScreen

            return ModulesScreen(ascii_only=ascii_only)
        case "activity":
            from inspector.tui.screens.activity import ActivityScreen

            return ActivityScreen(ascii_only=ascii_only)
    from inspector.tui.screens.stack import StackScreen

    return StackScreen(ascii_only=ascii_only)
