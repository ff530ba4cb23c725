"""The Portable PDB that a .NET compiler packed into the executable itself.

A debug directory entry of type 17 (embedded Portable PDB) points at `MPDB`, the unpacked size
and raw deflate. Only what leads there is read of the PE file.
"""

import mmap
import struct

from inspector.objects.errors import BadObject

LARGEST = 1 << 28
"""Bytes of an unpacked Portable PDB."""

_COFF = struct.Struct("<4sHHIIIHH")
_SECTION = struct.Struct("<8sIIII16x")
_DEBUG_ENTRY = struct.Struct("<IIHHIIII")
_PACKED = struct.Struct("<4sI")

_DIRECTORIES_AT = {0x10B: 96, 0x20B: 112}  # by magic of the optional header: PE32, PE32+
_DEBUG_DIRECTORY = 6
_EMBEDDED = 17
_MOST_ENTRIES = 1024


def embedded_pdb(path: str) -> bytes | None:
    """The Portable PDB inside a PE file; None if it has none. Raises BadObject for damage."""
    with open(path, "rb") as file:
        return embedded_pdb_in(file.read())


def embeds_pdb(path: str) -> bool:
    """Whether a PE file has a Portable PDB inside, sound or not; False if it is no PE file."""
    with open(path, "rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
        try:
            return any(kind == _EMBEDDED for kind, _, _ in _debug_entries(data))
        except (BadObject, struct.error):
            return False


def embedded_pdb_in(data: bytes) -> bytes | None:
    """The same for the content of a PE file."""
    try:
        for kind, size, place in _debug_entries(data):
            if kind == _EMBEDDED:
                return _unpack(data, place, size)
    except struct.error:
        raise BadObject("the PE headers are cut off") from None
    return None


def _debug_entries(data: bytes | mmap.mmap) -> list[tuple[int, int, int]]:
    """Type, size and file offset of what the debug directory lists."""
    if data[:2] != b"MZ":
        raise BadObject("not a PE file")
    at = struct.unpack_from("<I", data, 0x3C)[0]
    signature, _, sections, _, _, _, optional_size, _ = _COFF.unpack_from(data, at)
    if signature != b"PE\0\0":
        raise BadObject("not a PE file")
    optional = at + _COFF.size
    directories = _DIRECTORIES_AT.get(struct.unpack_from("<H", data, optional)[0])
    if directories is None:
        raise BadObject("unknown kind of PE file")
    count = struct.unpack_from("<I", data, optional + directories - 4)[0]
    if count <= _DEBUG_DIRECTORY:
        return []
    rva, size = struct.unpack_from("<II", data, optional + directories + 8 * _DEBUG_DIRECTORY)
    if not size:
        return []
    place = _file_offset(data, optional + optional_size, sections, rva)
    entries = min(size // _DEBUG_ENTRY.size, _MOST_ENTRIES)
    found = (_DEBUG_ENTRY.unpack_from(data, place + i * _DEBUG_ENTRY.size) for i in range(entries))
    return [(entry[4], entry[5], entry[7]) for entry in found]


def _file_offset(data: bytes | mmap.mmap, at: int, sections: int, rva: int) -> int:
    for number in range(sections):
        _, virtual, start, raw, place = _SECTION.unpack_from(data, at + number * _SECTION.size)
        if start <= rva < start + max(virtual, raw):
            return int(place + rva - start)
    raise BadObject("the debug directory is in no section")


def _unpack(data: bytes, place: int, size: int) -> bytes:
    import zlib

    magic, length = _PACKED.unpack_from(data, place)
    if magic != b"MPDB" or size < _PACKED.size or length > LARGEST:
        raise BadObject("the embedded Portable PDB cannot be read")
    inflate = zlib.decompressobj(-zlib.MAX_WBITS)
    try:
        unpacked = inflate.decompress(data[place + _PACKED.size : place + size], length + 1)
    except zlib.error as error:
        raise BadObject(f"the embedded Portable PDB cannot be unpacked: {error}") from None
    if len(unpacked) != length or not inflate.eof:
        raise BadObject("the embedded Portable PDB has another size than it says")
    return unpacked
