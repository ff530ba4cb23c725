"""PE files through pefile: identity, exports, COFF symbols, code bytes, version facts.

Headers only are read at first; tables when they are asked for. Runs in the child process.
Rules: spec/native.md 2.4.3. COFF symbols, as mingw leaves them, are ours: upstream reads none.
"""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from struct import error as StructError  # noqa: N812  it is no class name in `struct` itself
from struct import unpack_from
from typing import Any, Self

from inspector.objects.dotnet.embedded import embeds_pdb
from inspector.objects.errors import BadObject
from inspector.objects.identify import ObjectInfo
from inspector.objects.plain.part import mapped
from inspector.objects.plain.ranges import Chain, Ranges, undecorated
from inspector.objects.windows.ids import ARCHITECTURES, dashed_id

_EXPORTS, _EXCEPTIONS, _DEBUG, _RESOURCES = 0, 3, 6, 2
_CODEVIEW = 2
_PORTABLE = 0x504D  # minor version of an entry about a Portable PDB: its stamp is the age
_LIBRARY = 0x2000  # characteristic of a DLL
_CODE = 0x20  # characteristic of a section
_COFF_SYMBOL = 18  # bytes
_MOST_SYMBOLS = 1 << 21
_FUNCTION = 2  # derived type of a COFF symbol
_OUTSIDE, _STATIC = 2, 3  # storage classes
_LONGEST_NAME = 1 << 12  # bytes
_MOST_CODE = 1 << 20  # bytes


def describe(path: str, offset: int, size: int) -> ObjectInfo:
    """What the PE file is. Raises BadObject."""
    with PeFile.open(path, offset, size) as pe:
        return ObjectInfo(
            format="pe",
            kind="lib" if pe.is_library else "exe",
            arch=pe.arch,
            debug_id=pe.debug_id(),
            code_id=pe.code_id,
            has_debug_info=".debug_info" in pe.section_names,
            has_unwind_info=pe.has_unwind_info,
            has_symbols=bool(pe.exports()),
            embeds_pdb=embeds_pdb(path),
            offset=offset,
            size=size,
        )


def answer(path: str, offset: int, size: int, addresses: Sequence[int]) -> list[Chain]:
    """The symbol at each relative address: names only. Raises BadObject."""
    with PeFile.open(path, offset, size) as pe:
        ranges = Ranges()
        for rva, name in (*pe.exports(), *pe.coff_symbols()):
            ranges.symbol(rva, 0, name)
        for _, end in pe.code_ranges():
            ranges.stop(end)
        return ranges.answer(addresses)


class PeFile:
    """An open PE file, to be used in the block of `open`."""

    def __init__(self, pe: Any) -> None:
        self._pe = pe

    @classmethod
    @contextmanager
    def open(cls, path: str, offset: int = 0, size: int | None = None) -> Iterator[Self]:
        """Raises BadObject for a file that is none, here and for what is done in the block."""
        import pefile

        class Headers(pefile.PE):  # type: ignore[misc]  # it has no types
            def close(self) -> None:
                """Nothing was opened. The original, which a damaged file is answered with too,
                collects the garbage of the whole process: seconds in a large one."""

        try:
            with mapped(path, offset, size) as data:
                # It wants more of its data than a view can do.
                whole = len(data) == os.stat(path).st_size
                yield cls(Headers(data=data.obj if whole else bytes(data), fast_load=True))
        except (pefile.PEFormatError, StructError) as error:
            raise BadObject(f"damaged PE file: {str(error).partition(chr(10))[0]}") from None

    @property
    def arch(self) -> str:
        return ARCHITECTURES.get(self._pe.FILE_HEADER.Machine, "unknown")

    @property
    def is_library(self) -> bool:
        return bool(self._pe.FILE_HEADER.Characteristics & _LIBRARY)

    @property
    def code_id(self) -> str:
        """Time stamp and size of the image, as symbol servers spell them."""
        header = self._pe.FILE_HEADER
        return f"{header.TimeDateStamp:08x}{self._pe.OPTIONAL_HEADER.SizeOfImage:x}"

    @cached_property
    def section_names(self) -> tuple[str, ...]:
        """In file order; long names, as mingw has them, spelled out."""
        return tuple(self._section_name(bytes(s.Name)) for s in self._pe.sections)

    def _section_name(self, raw: bytes) -> str:
        name = raw.rstrip(b"\0")
        if name.startswith(b"/") and name[1:].isdigit():
            name = self._coff_name(int(name[1:]))
        return name.decode("utf-8", "replace")

    @property
    def has_unwind_info(self) -> bool:
        """Whether the file has a table of functions to unwind."""
        found = self._directory(_EXCEPTIONS)
        return found is not None and self.arch != "x86" and bool(self.bytes_at(found[0], 4))

    def debug_id(self) -> str:
        """That of the PDB the linker made, dashed; all zeros without one."""
        for stamp, minor, kind, size, place in self._debug_entries():
            record = self._pe.__data__[place : place + min(size, 24)]
            if kind == _CODEVIEW and record[:4] == b"RSDS" and len(record) == 24:
                (age,) = unpack_from("<I", record, 20)
                return dashed_id(record[4:20], stamp if minor == _PORTABLE else age)
        return dashed_id(bytes(16), 0)

    def _debug_entries(self) -> list[tuple[int, int, int, int, int]]:
        """Time stamp, minor version, type, size and file offset of each."""
        found = self._directory(_DEBUG)
        if found is None:
            return []
        data = self.bytes_at(found[0], min(found[1], 28 * 64))
        count = len(data) // 28
        return [unpack_from("<4xI2xH2I4xI", data, 28 * n) for n in range(count)]

    def _directory(self, number: int) -> tuple[int, int] | None:
        """Address and size of a data directory; None when there is none."""
        known = self._pe.OPTIONAL_HEADER.DATA_DIRECTORY
        if number >= len(known) or not known[number].Size:
            return None
        return int(known[number].VirtualAddress), int(known[number].Size)

    def exports(self) -> list[tuple[int, str]]:
        """Relative address and name of what the file exports; forwarded ones left out."""
        if self._directory(_EXPORTS) is None:
            return []
        self._pe.parse_data_directories([_EXPORTS], forwarded_exports_only=False)
        table = getattr(self._pe, "DIRECTORY_ENTRY_EXPORT", None)
        return [
            (int(each.address), bare_name(each.name, self.arch))
            for each in (table.symbols if table is not None else ())
            if each.name and each.address and not each.forwarder
        ]

    def coff_symbols(self) -> list[tuple[int, str]]:
        """Relative address and name of the functions in the COFF symbol table, if there is one."""
        header, data = self._pe.FILE_HEADER, self._pe.__data__
        start, found = header.PointerToSymbolTable, []
        count = min(header.NumberOfSymbols, _MOST_SYMBOLS) if start else 0
        sections, at, end = self._pe.sections, start, start + count * _COFF_SYMBOL
        while at < min(end, len(data) - _COFF_SYMBOL + 1):
            raw, value, section, type_, kind, more = unpack_from("<8sIhHBB", data, at)
            at += _COFF_SYMBOL * (1 + more)
            is_function = type_ >> 4 == _FUNCTION and kind in (_OUTSIDE, _STATIC)
            if is_function and 1 <= section <= len(sections):
                name = raw.rstrip(b"\0")
                if raw[:4] == bytes(4):
                    name = self._coff_name(unpack_from("<4xI", raw)[0])
                found.append(
                    (sections[section - 1].VirtualAddress + value, bare_name(name, self.arch))
                )
        return found

    def _coff_name(self, offset: int) -> bytes:
        """A name in the table of strings, which follows the symbols."""
        header, data = self._pe.FILE_HEADER, self._pe.__data__
        at = header.PointerToSymbolTable + header.NumberOfSymbols * _COFF_SYMBOL + offset
        return bytes(data[at : at + _LONGEST_NAME]).partition(b"\0")[0]

    def code_ranges(self) -> list[tuple[int, int]]:
        """First address and the one behind the last of each section with code."""
        return [
            (int(s.VirtualAddress), int(s.VirtualAddress + max(s.Misc_VirtualSize, 1)))
            for s in self._pe.sections
            if s.Characteristics & _CODE
        ]

    def section_starts(self) -> tuple[int, ...]:
        """Relative addresses, in the order of `section_names`."""
        return tuple(int(each.VirtualAddress) for each in self._pe.sections)

    def bytes_at(self, rva: int, count: int) -> bytes:
        """Up to `count` bytes as they lie at a relative address; b"" where the file has none."""
        data = self._pe.get_data(rva, min(count, _MOST_CODE)) if self._has(rva) else b""
        return bytes(data)

    def _has(self, rva: int) -> bool:
        first = self._pe.OPTIONAL_HEADER.SizeOfHeaders
        return 0 <= rva < first or self._pe.get_section_by_rva(rva) is not None

    def version_facts(self) -> Mapping[str, str]:
        """What the version resource says: ProductName, FileVersion, ... ; empty without one."""
        if self._directory(_RESOURCES) is None:
            return {}
        self._pe.parse_data_directories([_RESOURCES])
        facts: dict[str, str] = {}
        for info in getattr(self._pe, "FileInfo", None) or ():
            for part in info:
                for table in getattr(part, "StringTable", None) or ():
                    for name, value in table.entries.items():
                        facts.setdefault(_text(name), _text(value))
        return facts


def bare_name(name: bytes, arch: str) -> str:
    """The name without what the platform adds. Mangled names keep the underscore they begin with:
    32-bit ones have one more, which is the platform's."""
    text = _text(name)
    if arch == "x86" and text.startswith("__Z"):
        return text[1:]
    return text if text.startswith("_Z") else undecorated(text)


def _text(raw: bytes) -> str:
    return raw.decode("utf-8", "replace")
