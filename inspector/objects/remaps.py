"""Names and lines that a build moved out of the debug file, put back into an answer.

BCSymbolMap   Apple bitcode builds: `__hidden#12_` -> the name on line 12
LineMap       Unity IL2CPP: generated C++ line -> C# line
UUID map      which BCSymbolMap belongs to a debug id

Upstream applies them when it builds a symcache, we to what one answers: the same, and the
symcache stays usable without them. When both exist the BCSymbolMap goes first.
Rules: spec/native.md 2.4.5.
"""

import re
from bisect import bisect_right
from typing import Annotated, Self

import msgspec

from inspector.model.ids import DebugId
from inspector.objects.errors import BadObject
from inspector.objects.paths import clean, join
from inspector.objects.symcache import Location

Chain = tuple[Location, ...]
Line = Annotated[int, msgspec.Meta(ge=0, lt=1 << 32)]

_FIRST_LINE = "BCSymbolMap Version: 2.0"
_HIDDEN = re.compile(r"__hidden#([0-9]{1,9})_")
_HIDDEN_PART = re.compile(r"(?<![^/])(__hidden#[0-9]+_)(?![^/])")
_FARTHEST = 50  # lines of C++ that one mapped line may stand for


class BcSymbolMap:
    """The real names of a module whose names were hidden."""

    def __init__(self, names: tuple[str, ...]) -> None:
        self._names = names

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Read the text file. Raises BadObject unless its first line says what it is."""
        try:
            first, *names = data.decode("utf-8").replace("\r\n", "\n").split("\n")
        except UnicodeDecodeError as error:
            raise BadObject(f"BCSymbolMap: {error}") from None
        if first != _FIRST_LINE:
            raise BadObject(f"BCSymbolMap: the first line is not {_FIRST_LINE!r}")
        if names and names[-1] == "":
            names.pop()
        return cls(tuple(names))

    def apply(self, chain: Chain) -> Chain:
        """The chain with every hidden name and path replaced that the map knows."""
        return tuple(
            msgspec.structs.replace(
                found, symbol=self._name(found.symbol), path=self._path(found.path)
            )
            if "__hidden#" in found.symbol or "__hidden#" in found.path
            else found
            for found in chain
        )

    def _name(self, text: str) -> str:
        """The line a hidden name stands for, else the text itself."""
        match = _HIDDEN.fullmatch(text)
        if match is None or int(match[1]) >= len(self._names):
            return text
        return self._names[int(match[1])]

    def _path(self, path: str) -> str:
        """The path put together anew from what its parts stand for.

        Compilation directory, directory and file name are each hidden as a whole or not at all,
        and any of them may turn out to be absolute.
        """
        full, *rest = _HIDDEN_PART.split(path)
        for part in rest:
            full = join(full, self._name(part.strip("/")))
        return clean(full)


class LineMap:
    """Which C# line a generated C++ line comes from."""

    def __init__(self, files: dict[str, tuple[list[int], list[tuple[str, int]]]]) -> None:
        self._files = files  # C++ path -> its mapped lines in order, and what each stands for

    @classmethod
    def parse(cls, data: bytes) -> Self:
        """Read `{C++ file: {C# file: {"C++ line": C# line}}}`. Raises BadObject.

        Texts at the top, such as `__debug-id__`, are not about files.
        """
        try:
            read = msgspec.json.decode(data, type=dict[str, str | dict[str, dict[Line, Line]]])
        except msgspec.DecodeError as error:
            raise BadObject(f"IL2CPP line map: {error}") from None
        return cls(
            {path: _in_order(found) for path, found in read.items() if not isinstance(found, str)}
        )

    def apply(self, chain: Chain) -> Chain:
        """The chain with C# paths and lines where the map has them; names stay as they are."""
        return tuple(self._mapped(found) for found in chain)

    def _mapped(self, found: Location) -> Location:
        """The line itself, or the nearest mapped one at most 50 above it."""
        lines, targets = self._files.get(found.path, ([], []))
        at = bisect_right(lines, found.line) - 1
        if at < 0 or found.line - lines[at] > _FARTHEST:
            return found
        path, line = targets[at]
        return msgspec.structs.replace(found, path=clean(path), line=line)


def read_uuid_map(data: bytes) -> DebugId:
    """The debug id of the build that a BCSymbolMap was made for.

    `data` is a property list with the key `DBGOriginalUUID`. Raises BadObject.
    """
    import plistlib
    from xml.parsers.expat import ExpatError

    try:
        read = plistlib.loads(data, fmt=plistlib.FMT_XML)
        return DebugId.parse(read["DBGOriginalUUID"])
    except (ExpatError, ValueError, LookupError, TypeError, AttributeError) as error:
        raise BadObject(f"UUID map: {error!r}") from None


def _in_order(targets: dict[str, dict[int, int]]) -> tuple[list[int], list[tuple[str, int]]]:
    """The lines of one C++ file in ascending order, beside the C# place of each."""
    rows = sorted(
        (cpp_line, path, line)
        for path, lines in targets.items()
        for cpp_line, line in lines.items()
    )
    return [row[0] for row in rows], [row[1:] for row in rows]
