"""The keys that work right now, in one line at the bottom.

Textual's Footer mounts a widget for each key whenever the focus moves; this is one text.
"""

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events
from textual.binding import ActiveBinding
from textual.content import Content
from textual.widgets import Static

from inspector.tui.actions import rank_of

_PALETTE = "^p palette"


class KeyLine(Static):
    """The keys that are wanted most first, as the table of actions has it; clicks work too."""

    def __init__(self) -> None:
        super().__init__(id="keys", markup=False)
        self._places: list[tuple[range, ActiveBinding]] = []

    def on_mount(self) -> None:
        self.screen.bindings_updated_signal.subscribe(self, lambda _screen: self._write())
        self._write()

    def on_resize(self) -> None:
        self._write()

    def _write(self) -> None:
        """As many keys as fit; all of them are in `?`."""
        if not self.is_attached or not self.screen.is_current:
            return
        room = self.size.width - cell_len(_PALETTE) - 3
        line, self._places = Content(" "), []
        offered = [(active, self._piece(active)) for active in self._offered()]
        for active, piece in _fitting(offered, room - 1):
            start, end = line.cell_length, line.cell_length + piece.cell_length
            self._places.append((range(start, end), active))
            line += piece
        gap = " " * max(0, self.size.width - line.cell_length - cell_len(_PALETTE) - 1)
        palette = Content.assemble(gap, ("^p", "bold $text-accent"), _PALETTE[2:])
        self.update(line + palette, layout=False)

    def _piece(self, active: ActiveBinding) -> Content:
        key = self.app.get_key_display(active.binding)
        return Content.assemble((key, "bold $text-accent"), f" {active.binding.description}  ")

    def _offered(self) -> list[ActiveBinding]:
        """Bindings to show, one an action, by rank; those switched off right now left out."""
        shown: dict[str, ActiveBinding] = {}
        for active in self.screen.active_bindings.values():
            if active.binding.show and active.enabled:
                shown.setdefault(active.binding.action, active)
        return sorted(shown.values(), key=lambda active: rank_of(active.binding))

    async def on_click(self, event: events.Click) -> None:
        for place, active in self._places:
            if event.x in place:
                await self.app.run_action(active.binding.action, active.node)
                return
        if event.x >= self.size.width - cell_len(_PALETTE) - 1:
            self.app.action_command_palette()


def _fitting(
    offered: Sequence[tuple[ActiveBinding, Content]], room: int
) -> list[tuple[ActiveBinding, Content]]:
    """As many as fit, in their order; the way to all the others is the last one to go."""
    help_ = [one for one in offered if one[0].binding.id == "help"]
    room -= sum(piece.cell_length for _, piece in help_)
    kept = []
    for active, piece in offered:
        if active.binding.id == "help":
            continue
        room -= piece.cell_length
        if room < 0:
            break
        kept.append((active, piece))
    return [*kept, *help_]
