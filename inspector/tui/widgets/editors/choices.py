"""One word of several, or any number of them, in a box as small as a line."""

from collections.abc import Sequence

from rich.cells import cell_len
from textual import events
from textual.content import Content
from textual.message import Message
from textual.widgets import Static

from inspector.tui.actions import bindings

_ACROSS = 3
"""Columns from which on words are set in columns."""


class Choices(Static, can_focus=True):
    """Left and right move, Space chooses. Of one that takes a single word, moving chooses.

    The words are ours: they are never hostile.
    """

    BINDINGS = bindings("choices")

    class Chosen(Message):
        """The person chose: all chosen words, in the order they are listed."""

        def __init__(self, choices: "Choices", words: tuple[str, ...]) -> None:
            super().__init__()
            self.choices, self.words = choices, words

        @property
        def control(self) -> "Choices":
            return self.choices

    def __init__(
        self,
        words: Sequence[str],
        chosen: Sequence[str] = (),
        *,
        many: bool = False,
        id: str | None = None,  # noqa: A002  textual's word
    ) -> None:
        super().__init__(id=id, markup=False)
        self.words, self.many = tuple(words), many
        self.chosen = tuple(chosen)
        self._at = self._first()

    def show(self, chosen: Sequence[str]) -> None:
        """Other words are chosen, and nobody needs to hear of it."""
        if tuple(chosen) != self.chosen:
            self.chosen = tuple(chosen)
            self._at = self._at if self.many else self._first()
            self._write()

    def _first(self) -> int:
        return next((n for n, word in enumerate(self.words) if word in self.chosen), 0)

    def on_mount(self) -> None:
        self._write()

    def on_focus(self) -> None:
        self._write()

    def on_blur(self) -> None:
        self._write()

    def on_resize(self) -> None:
        self._write()

    def _write(self) -> None:
        self.update(self._many() if self.many else self._single())

    def _single(self) -> Content:
        word = self.words[self._at] if self.words else ""
        count = f"  {self._at + 1} of {len(self.words)}" if self.has_focus else ""
        style = "bold" if self.has_focus else ""
        return Content.assemble("< ", (word, style), " >", (count, "$foreground 55%"))

    def _many(self) -> Content:
        lines: list[Content] = []
        for number, (row, column) in enumerate(self._places()):
            if row == len(lines):
                lines.append(Content())
            word = self.words[number]
            style = "reverse" if self.has_focus and number == self._at else ""
            box = Content.styled(f"[{'x' if word in self.chosen else ' '}]{word}", style)
            lines[row] = lines[row] + " " * (column - lines[row].cell_length) + box
        return Content("\n").join(lines)

    def _places(self) -> list[tuple[int, int]]:
        """Row and column of each word: below each other where there is room for three."""
        room = max(1, self.size.width)
        widest = max((cell_len(word) for word in self.words), default=0) + 4
        across = (room + 1) // widest
        if across >= _ACROSS:
            return [(n // across, n % across * widest) for n in range(len(self.words))]
        places, row, column = [], 0, 0
        for word in self.words:
            width = cell_len(word) + 3
            if column and column + width > room:
                row, column = row + 1, 0
            places.append((row, column))
            column += width + 1
        return places

    def on_click(self, event: events.Click) -> None:
        at = self._word_at(event.x, event.y) if self.many else self._at
        if at is None:
            return
        self._at = at
        if self.many:
            self.action_pick()
        else:
            self.action_next_word()

    def _word_at(self, x: int, y: int) -> int | None:
        for number, (row, column) in enumerate(self._places()):
            if row == y and column <= x < column + cell_len(self.words[number]) + 3:
                return number
        return None

    def action_next_word(self) -> None:
        self._go(1)

    def action_previous_word(self) -> None:
        self._go(-1)

    def _go(self, by: int) -> None:
        if not self.words:
            return
        self._at = (self._at + by) % len(self.words)
        if not self.many:
            self.chosen = (self.words[self._at],)
            self.post_message(self.Chosen(self, self.chosen))
        self._write()

    def action_pick(self) -> None:
        if not self.many:
            self._go(1)
            return
        word = self.words[self._at]
        wanted = set(self.chosen) ^ {word}
        self.chosen = tuple(one for one in self.words if one in wanted)
        self._write()
        self.post_message(self.Chosen(self, self.chosen))
