"""An opened request + the settings -> where its files are looked for, and what each may reach."""

import os
from typing import TYPE_CHECKING

from inspector.model.places.sources import FilesystemSource, Source, is_scanned
from inspector.opening import sources_of

if TYPE_CHECKING:
    from inspector.js.finding.local import LocalBuild
    from inspector.native.finding.lookup import Place
    from inspector.opening import Opened
    from inspector.settings import Settings


def places_of(opened: "Opened", settings: "Settings") -> "tuple[Place, ...]":
    """The sources of a request; the configured ones, which somebody vouches for, if none."""
    from inspector.native.finding.lookup import Place

    trusted = opened.trusted or opened.body.sources is None
    return tuple(
        Place(
            source,
            trusted=trusted or source.id in opened.vouched,
            folder=_folder(opened, source),
            scope=opened.scope,
            excluded=frozenset(uri for name, uri in opened.excluded if name == source.id),
        )
        for source in sources_of(opened, settings)
        if not (opened.strict and is_scanned(source))
    )


def local_builds(opened: "Opened", settings: "Settings") -> "tuple[LocalBuild, ...]":
    """Folders with JavaScript builds: an addition of ours, so none when strict."""
    from inspector.js.finding.local import LocalBuild

    if opened.strict:
        return ()
    trusted = opened.trusted or opened.body.sources is None
    return tuple(
        LocalBuild(
            source=source,
            scope=opened.scope,
            trusted=trusted or source.id in opened.vouched,
            folder=_folder(opened, source),
        )
        for source in sources_of(opened, settings)
        if isinstance(source, FilesystemSource)
    )


def _folder(opened: "Opened", source: Source) -> str:
    """Below which folder the files of a source must be, unless somebody vouches for it."""
    if isinstance(source, FilesystemSource):
        from inspector.fetch.guard import is_spelt_inside

        for root in opened.roots:
            if os.path.isabs(source.path) and is_spelt_inside(source.path, root):
                return root
    return opened.folder
