"""The keys that change which frames are listed and how they are spelt."""

from typing import Any

from msgspec.structs import replace

from inspector.model.in_app import splits
from inspector.tui.screens.request import RequestScreen
from inspector.tui.view import anchored


class ChoosingScreen(RequestScreen):
    """A screen whose person chooses rows and looks; each key makes another View."""

    def _choose(self, **changes: Any) -> None:
        """The same view with another choice of rows."""
        if self.drawn is not None:
            view = anchored(self.drawn)
            self.inspector.show(replace(view, choice=replace(view.choice, **changes)))

    def _flip(self, look: str) -> None:
        """The same view with one look the other way round."""
        if self.drawn is not None:
            looks = replace(self.drawn.looks, **{look: not getattr(self.drawn.looks, look)})
            self.inspector.show(replace(self.drawn, looks=looks))

    def action_app_only(self) -> None:
        view = self.drawn
        if view is None:
            return
        if not view.choice.app_only and not splits(view.ours.test, view.frames):
            self.inspector.say(
                f"Nothing to hide: by the {view.ours.decided_by}, all frames are alike"
            )
            return
        self._choose(app_only=not view.choice.app_only, opened=frozenset())

    def action_rules(self) -> None:
        from inspector.tui.outside.errands import rules

        self.app.run_worker(rules(self.inspector), exit_on_error=False)

    def action_inline(self) -> None:
        self._choose(inline=self.drawn is not None and not self.drawn.choice.inline)

    def action_order(self) -> None:
        self._choose(caller_first=self.drawn is not None and not self.drawn.choice.caller_first)

    def action_addresses(self) -> None:
        self._flip("absolute")

    def action_paths(self) -> None:
        self._flip("full_paths")

    def action_mangled(self) -> None:
        self._flip("mangled")

    def action_raw(self) -> None:
        self._flip("raw")

    def action_merge(self) -> None:
        self._flip("merge")

    def action_guesses(self) -> None:
        self._choose(no_guesses=self.drawn is not None and not self.drawn.choice.no_guesses)

    def action_brief(self) -> None:
        self._flip("brief")

    def action_wide(self) -> None:
        self._flip("wide")

    def action_looks(self) -> None:
        from inspector.tui.screens.crash.looks_menu import LooksMenu

        if self.drawn is not None:
            self.app.push_screen(LooksMenu(self.drawn), self._look_chosen)

    def _look_chosen(self, action: str | None) -> None:
        if action is not None:
            getattr(self, f"action_{action}")()
