"""Portable PDB -> the table that `PortablePdb` opens. Runs in the child process.

The whole file is read: an error in any method, document or source link makes it a bad one,
as upstream refuses it then. Only the text of embedded sources is taken as it is.
"""

from array import array

import msgspec

from inspector.objects.dotnet import read
from inspector.objects.dotnet.embedded import embedded_pdb_in
from inspector.objects.dotnet.portable_pdb import LANGUAGES, MAGIC, NO_TEXT, Counts
from inspector.objects.dotnet.tables import Metadata
from inspector.objects.errors import BadObject

_LARGEST_TABLE = 1 << 32
"""Bytes; places in a table are 32-bit numbers."""

_FORMAT_SIZE = 4
_UNREADABLE = 0x8000_0000
"""Stands for every negative format, and for a blob too short to have one."""


def convert_ppdb(path: str, offset: int, size: int, out_path: str) -> None:
    """Write the table of the Portable PDB in that part of `path` to `out_path`.

    A PE file stands for the Portable PDB embedded in it. Raises BadObject when there is none
    or any part of it is damaged; nothing is written then.
    """
    with open(path, "rb") as file:
        file.seek(offset)
        data = file.read(size)
    if data.startswith(b"MZ"):
        data = embedded_pdb_in(data) or b""
    table = make_table(data)
    with open(out_path, "wb") as out:
        out.write(table)


def make_table(data: bytes) -> bytes:
    """The table of a Portable PDB. Raises BadObject when any part of it is damaged."""
    metadata = Metadata(data)
    documents = read.Documents(metadata)
    starts, points = _points(metadata, len(documents))
    sources = {
        documents.names[row - 1]: blob
        for row, blob in read.embedded_sources(metadata, len(documents))
    }
    rules = read.source_links(metadata)
    files = sorted({name.encode() for name in documents.names})
    numbers = {name: number for number, name in enumerate(files)}
    names = array("I", (numbers[name.encode()] for name in documents.names))
    languages = array("I", map(LANGUAGES.index, documents.languages))
    places, text = _files(files, sources)
    rules_text = msgspec.json.encode(rules) if rules else b""
    text += rules_text
    counts = Counts(
        methods=len(starts) - 1,
        points=len(points[0]),
        documents=len(documents),
        files=len(files),
        has_embedded=int(bool(sources)),
        rules_size=len(rules_text),
        text=len(text),
    )
    header = array("I", msgspec.structs.astuple(counts))
    parts = (header, starts, *points, languages, names, places, text)
    table = MAGIC + b"".join(memoryview(part).cast("B") for part in parts)
    if len(table) >= _LARGEST_TABLE:
        raise BadObject("too large")
    return table


def _points(
    metadata: Metadata, documents: int
) -> tuple["array[int]", tuple["array[int]", "array[int]", "array[int]"]]:
    """Where the points of each method begin; offsets, lines and document indexes of all."""
    starts = array("I", [0])
    offsets, lines, indexes = array("I"), array("I"), array("I")
    for method in read.methods(metadata, documents):
        for offset, line, document in method:
            offsets.append(offset)
            lines.append(line)
            indexes.append(document - 1)
        starts.append(len(offsets))
    return starts, (offsets, lines, indexes)


def _files(names: list[bytes], sources: dict[str, bytes]) -> tuple["array[int]", bytearray]:
    """Five words for each file, and the text they point into."""
    words, text = array("I"), bytearray(b"".join(names))
    place = 0
    for name in names:
        words.extend((place, len(name)))
        place += len(name)
        source = sources.get(name.decode())
        if source is None:
            words.extend((0, 0, NO_TEXT))
            continue
        body = source[_FORMAT_SIZE:]
        format_ = int.from_bytes(source[:_FORMAT_SIZE], "little")
        readable = len(source) >= _FORMAT_SIZE and format_ < _UNREADABLE
        words.extend((len(text), len(body), format_ if readable else _UNREADABLE))
        text += body
    return words, text
