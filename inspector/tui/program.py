"""The app as a program: settings and state files in, exit code out."""

import gc
import os
from typing import TYPE_CHECKING

from inspector.settings import Settings, state_folder
from inspector.settings.keys import key_places
from inspector.tui.app import InspectorApp
from inspector.tui.failures import log_file
from inspector.tui.keymap import keymap_of
from inspector.tui.leaving import run_until_left
from inspector.tui.opened.kept import KeptViews, kept_folder
from inspector.tui.opened.recent import Recent, state_file
from inspector.tui.outside.own_sources import own_sources

if TYPE_CHECKING:
    from inspector.tui.triage.board import Desk

COLLECT_AFTER = (100_000, 50, 100)
"""Objects made before the collector looks at them, and rounds of that before it looks at more.

A crash of 100,000 frames is a million values that stay. With Python's own numbers the collector
goes through them again and again: a third of opening it, and stalls of 100 ms and more.
"""


def desk_of(
    settings: Settings, state: str, *, kind: str | None = None, scope: str | None = None
) -> "Desk":
    """What opening folders takes; imported when the first one is."""
    from inspector.tui.triage.board import Desk, sweeps

    start = sweeps(settings, kind=kind, scope=scope)
    return Desk(start=start, state=state, settings=settings, kind=kind, scope=scope)


def run(
    path: str | None,
    settings: Settings,
    *,
    config: str | None = None,
    trusted: bool = False,
    strict: bool = False,
    kind: str | None = None,
    scope: str | None = None,
    ascii_only: bool = False,
) -> int:
    """Open the app on `path`, or on the start screen. Its exit code: 0, or 1 after a failure.

    See run_until_left for what a signal does.

    config  the file that was read instead of the user's and the project's settings
    """
    from inspector import engine

    gc.set_threshold(*COLLECT_AFTER)

    def load(path: str, *, trusted: bool = False) -> engine.Opened:
        return engine.load(path, kind=kind, trusted=trusted, strict=strict, scope=scope)

    keymap, notes = keymap_of(settings.keys, key_places(config) if settings.keys else {})
    app = InspectorApp(
        lambda other=None: engine.Engine(other or settings),
        load=load,
        preview=engine.preview,
        recent=Recent(state_file()),
        kept=KeptViews(kept_folder()),
        start=path,
        settings=settings,
        own=own_sources(settings, config),
        trusted=trusted,
        ascii_only=ascii_only,
        keymap=keymap,
        notes=notes,
        log=log_file(os.path.dirname(state_file())),
        desk=lambda: desk_of(settings, state_folder(), kind=kind, scope=scope),
    )
    return run_until_left(app)
