"""SYSB bundles: source files of a native module, or artifacts of a JavaScript release.

Eight bytes (`SYSB` and a version), then a ZIP file with a `manifest.json` that says what each
member is. Rules: spec/native.md 3.2 and spec/js.md 6.6. Paths and URLs are compared exactly;
of several members with the same one, the last by member name counts.
"""

import mmap
from collections.abc import Iterator
from typing import Literal, Self

from msgspec import DecodeError, Raw, Struct
from msgspec.json import decode

from inspector.model.ids import DebugId, read_debug_id
from inspector.model.places.sourcelinks import SourceLinks, SourceText
from inspector.objects.errors import BadObject
from inspector.objects.zip_members import Members

MAGIC = b"SYSB"

LARGEST_MEMBER = 1 << 30
"""Bytes; a larger member is as if it were not there."""

_LARGEST_MANIFEST = 1 << 28

MemberType = Literal["source", "minified_source", "source_map", "indexed_ram_bundle"]


class Entry(Struct, frozen=True):
    """One member as the manifest describes it."""

    member: str  # name in the ZIP file
    path: str = ""  # of the source on the machine that built it
    url: str = ""  # usually "~/..." or a full URL
    type: MemberType | None = None
    headers: dict[str, str] = {}  # names in lower case

    @property
    def debug_id(self) -> DebugId | None:
        """What ties minified file and source map together; None without a readable one."""
        return read_debug_id(self.headers.get("debug-id"))


class _Described(Struct):
    type: MemberType | None = None
    path: str = ""
    url: str = ""
    headers: dict[str, str] = {}


class Bundle:
    """An open bundle. The file stays mapped as long as this lives, or until `close`."""

    def __init__(self, data: mmap.mmap) -> None:
        """Raises BadObject unless `data` is a bundle with a sound manifest."""
        if data[: len(MAGIC)] != MAGIC:
            raise BadObject("not a bundle")
        self._data, self._members = data, Members(data)
        manifest = self._members.read("manifest.json", _LARGEST_MANIFEST)
        if manifest is None:
            raise BadObject("the bundle has no readable manifest.json")
        try:
            parts = decode(manifest, type=dict[str, Raw])
            self._files = decode(parts.pop("files", b"{}"), type=dict[str, _Described])
            links = decode(parts.pop("source_links", b"{}"), type=dict[str, str])
            self.attributes = {name: decode(raw, type=str) for name, raw in parts.items()}
        except (DecodeError, UnicodeDecodeError, RecursionError) as error:
            raise BadObject(f"manifest.json: {error}") from None
        self.source_links = SourceLinks(links)
        self._by_path: dict[str, str] | None = None
        self._by_url: dict[str, str] | None = None
        self._by_debug_id: dict[tuple[DebugId, MemberType], str] | None = None

    @classmethod
    def open(cls, path: str) -> Self:
        """Map the file. Raises BadObject when it is no sound bundle."""
        with open(path, "rb") as file:
            try:
                data = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            except ValueError:
                raise BadObject("not a bundle") from None
        try:
            return cls(data)
        except BadObject:
            data.close()
            raise

    def close(self) -> None:
        """Give the file back; nothing can be read afterwards."""
        self._data.close()

    @property
    def debug_id(self) -> DebugId | None:
        return read_debug_id(self.attributes.get("debug_id"))

    @property
    def release(self) -> str | None:
        return self.attributes.get("release")

    @property
    def dist(self) -> str | None:
        return self.attributes.get("dist")

    def entries(self) -> Iterator[Entry]:
        """All members of the manifest by name; some may be missing in the ZIP file."""
        return (self._entry(member) for member in sorted(self._files))

    def by_path(self, path: str) -> Entry | None:
        """The member for a path; separators of both kinds are the same, case is not."""
        if self._by_path is None:
            self._by_path = {
                described.path.replace("\\", "/"): member
                for member, described in sorted(self._files.items())
                if described.path
            }
        return self._found(self._by_path.get(path.replace("\\", "/")))

    def by_url(self, url: str) -> Entry | None:
        """The member for exactly that URL, whatever its type."""
        if self._by_url is None:
            self._by_url = {
                described.url: member
                for member, described in sorted(self._files.items())
                if described.url
            }
        return self._found(self._by_url.get(url))

    def by_debug_id(self, debug_id: DebugId, type_: MemberType) -> Entry | None:
        """The member of exactly that type with that id; those without type have none."""
        if self._by_debug_id is None:
            self._by_debug_id = {
                (entry.debug_id, entry.type): entry.member
                for entry in self.entries()
                if entry.debug_id is not None and entry.type is not None
            }
        return self._found(self._by_debug_id.get((debug_id, type_)))

    def read(self, entry: Entry) -> bytes | None:
        """The content; None when it is missing, damaged or above 1 GiB."""
        return self._members.read(entry.member, LARGEST_MEMBER)

    def source_by_path(self, path: str) -> SourceText | None:
        """The source file at `path`, else what the source links make of it.

        None when there is neither, or the member is not UTF-8 or cannot be read.
        """
        entry = self.by_path(path)
        if entry is None:
            url = self.source_links.url(path)
            return None if url is None else SourceText(url=url)
        data = self.read(entry)
        return None if data is None or not _is_utf8(data) else SourceText(data, entry.url or None)

    def _found(self, member: str | None) -> Entry | None:
        return None if member is None else self._entry(member)

    def _entry(self, member: str) -> Entry:
        described = self._files[member]
        headers = {name.lower(): value for name, value in described.headers.items()}
        return Entry(member, described.path, described.url, described.type, headers)


def _is_utf8(data: bytes) -> bool:
    try:
        data.decode()
    except UnicodeDecodeError:
        return False
    return True
