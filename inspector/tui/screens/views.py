"""The views of a request by name; each is imported when it is first wanted."""

from inspector.tui.screens.request import RequestScreen


def screen_of(name: str) -> RequestScreen:
    """A new screen for one view; the stack for a name nobody knows."""
    match name:
        case "modules":
            from inspector.tui.screens.files.modules import ModulesScreen

            return ModulesScreen()
        case "sources":
            from inspector.tui.screens.editors.sources import SourcesScreen

            return SourcesScreen()
        case "scraping":
            from inspector.tui.screens.editors.scraping import ScrapingScreen

            return ScrapingScreen()
        case "activity":
            from inspector.tui.screens.files.activity import ActivityScreen

            return ActivityScreen()
        case "compare":
            from inspector.tui.screens.compare import CompareScreen

            return CompareScreen()
    from inspector.tui.screens.crash.stack import StackScreen

    return StackScreen()
