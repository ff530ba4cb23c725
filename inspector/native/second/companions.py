"""The files that an object refers to, found through the sources.

    alternate   of `dwz`: by its build id in every source, else by its path beside the object
    debug link  by its name beside the object and in `.debug/` there; id or checksum must fit
    package     `.dwp`: beside the object, under its name or that of the code file
    split       `.dwo`: by id, path or name below a local folder, and beside the object

Beside means: in the folder of the object, when that is in a local folder. Names come out of
the object, so a path that leaves the folder of the source is not followed.
"""

import posixpath
from collections.abc import Iterable, Iterator, Sequence
from typing import TYPE_CHECKING

from msgspec import structs

from inspector.model.ids import ObjectId
from inspector.model.outcome import Miss
from inspector.model.places.sources import FilesystemSource
from inspector.native.access import Access
from inspector.native.finding import lookup
from inspector.native.finding.lookup import Lookup, Place, Probe, Question
from inspector.native.second.kept import Beside

if TYPE_CHECKING:
    from inspector.fetch.remote import Found, RemoteFile
    from inspector.objects.second import Alternate, DebugLink, Needs, SplitUnit

_MOST_SPLIT = 2_000
"""Units whose files are looked for: a file may claim any number."""


class Search:
    """Looks for what one object refers to; `lookups` gets what was asked."""

    def __init__(
        self,
        probe: Probe,
        wanted: ObjectId,
        places: Sequence[Place],
        access: Access,
        lookups: list[Lookup],
    ) -> None:
        self._object, self._wanted, self._places = probe, wanted, places
        self._access, self._lookups = access, lookups
        self._local = [one for one in places if isinstance(one.source, FilesystemSource)]
        self._home = next((one for one in self._local if one.source == probe.file.source), None)

    async def find(self, needs: "Needs") -> Beside:
        """All that was found. Raises NotCached."""
        package = await self._package() if needs.split else None
        return Beside(
            alternate=await self._alternate(needs.alternate) if needs.alternate else None,
            debug_link=await self._debug_link(needs.debug_link) if needs.debug_link else None,
            package=package,
            split=await self._split(needs.split) if needs.split and not package else {},
        )

    async def _alternate(self, alternate: "Alternate") -> "Found | None":
        build = structs.replace(self._wanted, code_id=alternate.build_id, debug_id=None)
        access = self._access
        listed = await lookup.locations(
            self._places, ("elf_debug",), build, access.files, access.scans
        )
        listed += self._beside(alternate.path, posixpath.basename(alternate.path))
        probes = await self._each(listed, build)
        best = next(
            (one for one in probes if one.info and one.info.code_id == alternate.build_id), None
        )
        question = Question("alternate", ("elf_debug",), build, tuple(self._places))
        self._lookups.append(Lookup(tuple(probes), best, question))
        return best.found if best else None

    async def _debug_link(self, link: "DebugLink") -> "Found | None":
        name = posixpath.basename(link.name)
        probes = await self._each(self._beside(name, f".debug/{name}"), self._wanted)
        best = None
        for probe in probes:
            if best is None and await self._fits(probe, link.crc):
                best = probe
        question = Question("debug link", (), self._wanted, tuple(self._places))
        self._lookups.append(Lookup(tuple(probes), best, question))
        return best.found if best else None

    async def _fits(self, probe: Probe, crc: int) -> bool:
        """Whether a file is the one that was split off: not the object itself, and its twin."""
        own = self._object.info
        if probe.info is None or probe.found is None or own is None:
            return False
        if self._object.found is not None and probe.found.path == self._object.found.path:
            return False
        if own.format == "elf" and own.code_id and probe.info.code_id:
            return own.code_id == probe.info.code_id
        return await self._access.tables.checksum(probe.found, probe.file.uri) == crc

    async def _package(self) -> "Found | None":
        location = self._object.file.location
        code = (self._wanted.code_file or "").replace("\\", "/")
        names = dict.fromkeys(
            posixpath.basename(name) + ".dwp"
            for name in (location, location.removesuffix(".debug"), code)
            if posixpath.basename(name)
        )
        return (await self._first("package", [list(self._beside(*names))])).get(0)

    async def _split(self, units: "Sequence[SplitUnit]") -> "dict[str, Found]":
        units = units[:_MOST_SPLIT]
        found = await self._first("split", [list(self._files_of(unit)) for unit in units])
        return {units[number].id: file for number, file in found.items()}

    def _files_of(self, unit: "SplitUnit") -> "Iterator[RemoteFile]":
        """Where the file of a unit may be, the surest place first."""
        base = posixpath.basename(unit.name)
        built = posixpath.join("/", unit.folder, unit.name).lstrip("/")
        for place in self._local:
            yield from _inside(place, (f"{unit.id}.dwo", built))
        yield from self._beside(unit.name, base)
        for place in self._local:
            yield from _inside(place, (unit.name, base))

    async def _first(
        self, purpose: str, wanted: "Sequence[Sequence[RemoteFile]]"
    ) -> "dict[int, Found]":
        """For each list of places the first that has a file."""
        probes: list[Probe] = []
        found: dict[int, Found] = {}
        for number, files in enumerate(wanted):
            for file in self._allowed(files):
                there = await self._access.files.get(file)
                if isinstance(there, Miss):
                    probes.append(Probe(file, miss=there))
                    continue
                probes.append(Probe(file, there))
                found[number] = there
                break
        best = next((one for one in probes if one.found is not None), None)
        question = Question(purpose, (), self._wanted, tuple(self._places))
        self._lookups.append(Lookup(tuple(probes), best, question))
        return found

    async def _each(self, files: "Iterable[RemoteFile]", wanted: ObjectId) -> list[Probe]:
        listed = self._allowed(files)

        async def ask(number: int) -> Probe:
            return await lookup.probe(listed[number], wanted, self._access)

        return await self._access.each(ask, range(len(listed)))

    def _allowed(self, files: "Iterable[RemoteFile]") -> "list[RemoteFile]":
        """Each once, without what the person left out."""
        known = {file.key: file for file in files}
        return [file for file in known.values() if not lookup.is_excluded(file, self._places)]

    def _beside(self, *paths: str) -> "Iterator[RemoteFile]":
        """Files named from the folder of the object."""
        if self._home is not None:
            folder = posixpath.dirname(self._object.file.location)
            yield from _inside(self._home, (posixpath.join(folder, path) for path in paths))


def _inside(place: Place, locations: Iterable[str]) -> "Iterator[RemoteFile]":
    """The files of a place; an absolute path, or one that leads out of it, names none."""
    for location in locations:
        path = posixpath.normpath(location)
        if not path.startswith(("/", "..")) and "\0" not in path:
            yield place.file(path)
