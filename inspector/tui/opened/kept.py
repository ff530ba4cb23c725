"""What is kept of a request between two sittings: how it was looked at, and where.

One small file a request in the state folder, named by a hash of the request's body, so that two
apps at once cannot lose each other's. Numbers and switches only: nothing of what the request says.
"""

import os
import threading

import msgspec
from msgspec import Struct
from msgspec.structs import replace

from inspector.atomic import write_whole
from inspector.settings import state_folder
from inspector.tui.listing.rows import Place, Spot
from inspector.tui.view import Looks, View

KEPT = 200
"""Requests remembered at most; those not looked at for longest go first."""

MARKS = 500
"""Marks remembered at most, of one request."""

_LARGEST = 1 << 18
"""Bytes of a file of ours at most; a larger one is not ours."""


class Kept(Struct, frozen=True, kw_only=True):
    """What a person chose and where they were."""

    thread: int | None = None  # position among the report's threads
    place: Place | None = None  # of the cursor there, once the person moved it
    marks: tuple[Spot, ...] = ()
    looks: Looks = Looks()
    app_only: bool = False
    inline: bool = True
    caller_first: bool = False
    no_guesses: bool = False


def kept_of(view: View) -> Kept:
    """What there is to keep of a view."""
    choice = view.choice
    return Kept(
        thread=view.thread,
        place=view.places.get(view.thread),
        marks=tuple(sorted(view.marks))[:MARKS],
        looks=view.looks,
        app_only=choice.app_only,
        inline=choice.inline,
        caller_first=choice.caller_first,
        no_guesses=choice.no_guesses,
    )


def restored(view: View, kept: Kept) -> View:
    """A view just opened, as it was left. What does not fit the request is left out."""
    threads = range(len(view.report.threads))
    choice = replace(
        view.choice,
        app_only=kept.app_only,
        inline=kept.inline,
        caller_first=kept.caller_first,
        no_guesses=kept.no_guesses,
    )
    marks = frozenset(spot for spot in kept.marks if spot.thread in threads)
    view = replace(view, choice=choice, looks=kept.looks, marks=marks)
    if kept.thread is None or kept.thread not in threads:
        return view
    view = view.at_thread(kept.thread)
    return view.at_place(kept.place) if kept.place else view


class KeptViews:
    """The files. Lives as long as the app; may be called from any thread."""

    def __init__(self, folder: str) -> None:
        self._folder = folder
        self._writing = threading.Lock()

    def read(self, digest: str) -> tuple[Kept | None, str]:
        """What was kept of the request with that hash, and a note for the person, or ""."""
        try:
            return _read(self._file(digest)), ""
        except FileNotFoundError:
            return None, ""
        except (OSError, ValueError):
            return None, f"What was kept of this request cannot be read: {self._file(digest)}"

    def write(self, digest: str, kept: Kept) -> None:
        """Keep it. A file that cannot be read is put aside first; nothing is raised."""
        if not digest:
            return
        with self._writing:
            file = self._file(digest)
            try:
                os.makedirs(self._folder, mode=0o700, exist_ok=True)
                if self.read(digest)[1]:
                    os.replace(file, file + ".broken")
                write_whole(file, msgspec.json.encode(kept), private=True)
                self._forget_oldest()
            except OSError:
                return  # a home without write access must not keep anybody from a crash

    def _file(self, digest: str) -> str:
        return os.path.join(self._folder, f"{digest[:40]}.json")

    def _forget_oldest(self) -> None:
        """Another app may be at it too: what it has removed already is no loss."""
        with os.scandir(self._folder) as entries:
            ours = [entry for entry in entries if entry.name.endswith((".json", ".broken"))]
        if len(ours) > KEPT:
            ours.sort(key=_changed)
            for entry in ours[: len(ours) - KEPT]:
                _remove(entry.path)


def kept_folder() -> str:
    """Where the files are on this machine."""
    return os.path.join(state_folder(), "views")


def _read(path: str) -> Kept:
    """Raises OSError, or ValueError for a content that is not ours."""
    with open(path, "rb") as file:
        content = file.read(_LARGEST + 1)
    if len(content) > _LARGEST:
        raise ValueError(path)
    return msgspec.json.decode(content, type=Kept)


def _changed(entry: "os.DirEntry[str]") -> float:
    try:
        return entry.stat().st_mtime
    except FileNotFoundError:
        return 0.0


def _remove(path: str) -> None:
    try:
        os.unlink(path)
    except FileNotFoundError:
        return
