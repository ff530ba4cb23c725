"""The keys that change which frames are listed and how they are spelt."""

from typing import Any

from msgspec.structs import replace

from inspector.model.in_app import splits
from inspector.tui.screens.request import RequestScreen


class ChoosingScreen(RequestScreen):
    """A screen whose person chooses rows and looks; each key makes another View."""

    def _choose(self, **changes: Any) -> None:
        """The same view with another choice of rows."""
        if self.drawn is not None:
            choice = replace(self.drawn.choice, **changes)
            self.inspector.show(replace(self.drawn, choice=choice))

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
