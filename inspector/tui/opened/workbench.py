"""The edits of the open request, and what the next run makes of them."""

import os
from typing import TYPE_CHECKING

from inspector.editing.configured import configured
from inspector.editing.desk import applied, problems, state_of
from inspector.editing.drafts import Edits, State
from inspector.editing.remedied import with_steps
from inspector.settings import Settings, settings_files

if TYPE_CHECKING:
    from collections.abc import Mapping

    from inspector.editing.checks import Problems
    from inspector.opening import Opened
    from inspector.tui.opened.session import Session


class Workbench:
    """One session with its edits. The request that runs follows every change."""

    def __init__(self, session: "Session", settings: Settings) -> None:
        self.session, self.settings = session, settings
        self.environ: Mapping[str, str] = os.environ
        if session.edits is None:
            known = configured(settings, settings_files(), self.environ)
            session.edits = Edits(state_of(session.original, known))
        self.edits: Edits = session.edits
        self.problems: Mapping[int, Problems] = problems(self.state, self.environ)

    @property
    def opened(self) -> "Opened":
        """The request as it was read."""
        return self.session.original  # type: ignore[no-any-return]  # opaque to a session

    @property
    def state(self) -> State:
        """What there is to edit, as it is now."""
        return self.edits.state

    def change(self, state: State, step: object = None) -> None:
        """Another state. What is typed into one field is one `step` to undo."""
        self.edits.change(state, step)
        self.follow()

    def undo(self) -> bool:
        """Take the last change back. False: there is none."""
        done = self.edits.undo()
        self.follow()
        return done

    def follow(self) -> None:
        """Let the request that runs be the edited one, or the original if nothing is changed."""
        self.problems = problems(self.state, self.environ)
        session, edits = self.session, self.edits
        session.request, session.settings = session.original, None
        if edits.changed:
            request = applied(self.opened, edits.first, self.state, self.environ)
            session.request, settings = with_steps(request, self.settings, self.state.steps)
            session.settings = None if settings == self.settings else settings

    @property
    def refusal(self) -> str:
        """Why nothing can be saved now; "" if it can."""
        for draft in self.state.drafts:
            wrong = self.problems.get(draft.key)
            if wrong and draft.enabled:
                key, reason = next(iter(wrong.items()))
                return f"{draft.id or 'a source'}: {key + ' ' if key else ''}{reason}"
        return ""

    @property
    def word(self) -> str:
        """How the edits stand, for a title."""
        if self.edits.unsaved:
            return "changed, not saved"
        return "changed, saved" if self.edits.changed else "as in the request"


def carry(before: "Session", after: "Session") -> None:
    """The same request was read again, perhaps trusted now: its edits go on."""
    after.edits = before.edits
    # Steps that were taken already change nothing when they are taken once more.
    Workbench(after, before.settings or Settings()).follow()
    after.settings = before.settings
