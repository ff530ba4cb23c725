"""A file's bytes -> what it is: format, ids, architecture, features. Runs in the child process.

Rules: spec/native.md 2.4.3. The features of its table are what `symbolic` reports; only the
version control name of a PDB is read by our own reader.
"""

import os
from contextlib import contextmanager
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from inspector.objects.errors import BadObject

if TYPE_CHECKING:
    from collections.abc import Iterator

    from symbolic.debuginfo import Object

Format = Literal[
    "elf", "macho", "pe", "pdb", "portablepdb", "breakpad", "wasm", "sourcebundle", "unknown"
]

SMALLEST = 16
"""Bytes; upstream takes nothing shorter for an object."""


class ObjectInfo(Struct, frozen=True, kw_only=True):
    """What one object says of itself. A fat Mach-O file holds several, others exactly one."""

    format: Format = "unknown"
    kind: str = ""  # exe, lib, dbg, src, rel, ...
    arch: str = "unknown"
    debug_id: str = ""  # dashed, lower case; all zeros when the file has none
    code_id: str | None = None
    has_debug_info: bool = False
    has_unwind_info: bool = False
    has_symbols: bool = False
    has_sources: bool = False
    srcsrv_vcs: str | None = None  # "git", "perforce", "other"; None unless a PDB names one
    embeds_pdb: bool = False  # a PE file that carries a Portable PDB
    offset: int = 0  # bytes from the start of the file
    size: int  # bytes; the whole file unless it is fat
    error: str | None = None  # why a slice does not parse; all but its place is then unset


def identify(path: str) -> tuple[ObjectInfo, ...]:
    """What the file holds: one object, or each slice of a fat Mach-O file in header order.

    A slice that does not parse is in the list, with its `error`. Raises BadObject for a
    single-object file that does not parse or is shorter than 16 bytes.
    """
    from inspector.objects.readers import is_portable

    if is_portable():
        from inspector.objects.second import describe

        return describe(path)
    from inspector.objects.plain.slices import read_slices

    slices = read_slices(path)
    if slices is not None:
        return tuple(_slice_info(path, part.offset, part.size) for part in slices)
    size = os.stat(path).st_size
    with open_object(path, 0, size) as found:
        return (_info(found, path, 0, size),)


@contextmanager
def open_object(path: str, offset: int, size: int) -> "Iterator[Object]":
    """The object in that part of the file, usable inside the block only.

    Whole files are mapped, slices read. Whatever `symbolic` raises in the block, of itself
    or for the caller, becomes BadObject with the first line of its reason.
    """
    from symbolic.debuginfo import Archive
    from symbolic.exceptions import SymbolicError

    whole = os.stat(path).st_size
    if size < SMALLEST:
        raise BadObject(f"{size} bytes are too few for an object file")
    if offset + size > whole:
        raise BadObject(f"reaches {offset + size - whole} bytes beyond the end of the file")
    try:
        if (offset, size) == (0, whole):
            archive = Archive.open(path)
        else:
            data = _read(path, offset, size)  # `symbolic` does not keep it alive: we do
            archive = Archive.from_bytes(data)
        found = next(archive.iter_objects(), None)
        if found is None:
            raise BadObject("no object in the file")
        yield found
    except SymbolicError as error:
        reason = str(error).partition("\n")[0]
        raise BadObject(reason or type(error).__name__) from None


def _read(path: str, offset: int, size: int) -> bytes:
    with open(path, "rb") as file:
        file.seek(offset)
        return file.read(size)


def _slice_info(path: str, offset: int, size: int) -> ObjectInfo:
    """The object in a slice of a fat file, or why there is none."""
    try:
        with open_object(path, offset, size) as found:
            info = _info(found, path, offset, size)
    except BadObject as error:
        return ObjectInfo(offset=offset, size=size, error=str(error))
    if info.format != "macho":
        return ObjectInfo(offset=offset, size=size, error=f"{info.format} in a fat Mach-O file")
    return info


def _info(found: "Object", path: str, offset: int, size: int) -> ObjectInfo:
    from inspector.objects.dotnet.embedded import embeds_pdb

    features = found.features
    return ObjectInfo(
        format=_format(found.file_format),
        kind=found.kind,
        arch=found.arch,
        debug_id=found.debug_id,
        code_id=found.code_id,
        has_debug_info="debug" in features,
        has_unwind_info="unwind" in features,
        has_symbols="symtab" in features,
        has_sources="sources" in features,
        srcsrv_vcs=version_control(path) if found.file_format == "pdb" else None,
        embeds_pdb=found.file_format == "pe" and embeds_pdb(path),
        offset=offset,
        size=size,
    )


def _format(name: str) -> Format:
    """`symbolic`'s word for the format, if it is one of ours."""
    from typing import get_args

    return next((known for known in get_args(Format) if known == name), "unknown")


def version_control(path: str) -> str | None:
    """Which version control system the PDB's source server stream names, in upstream's words."""
    from inspector.objects.windows.pdb_streams import read_version_control

    try:
        name = read_version_control(path)
    except BadObject:  # `symbolic` reads the file, so a stream we cannot read is no stream
        return None
    if name is None:
        return None
    return next((word for word in ("git", "perforce") if word in name.lower()), "other")
