"""What a file tells of the code at an address besides names: section, version, unwind tables."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from inspector.detail.code import Code

if TYPE_CHECKING:
    from inspector.objects.identify import ObjectInfo

Facts = tuple[tuple[str, str], ...]
"""Labels of ours, of 13 characters at most, and values that may be hostile."""

_VERSIONS = ("ProductName", "ProductVersion", "FileDescription", "FileVersion", "CompanyName")
_LONGEST = 400


def code_facts(path: str, offset: int, size: int, code: Code, address: int) -> Facts:
    """Section, segment and version of the file with the code. Raises BadObject."""
    return tuple(_code_facts(path, offset, size, code, address))


def _code_facts(
    path: str, offset: int, size: int, code: Code, address: int
) -> Iterator[tuple[str, str]]:
    if code.section:
        away = address - code.section_start
        yield "section", f"{code.section} +{away:#x} of {code.section_size:#x} bytes"
    if code.segment:
        yield "segment", code.segment
    with open(path, "rb") as file:
        file.seek(offset)
        is_pe = file.read(2) == b"MZ"
    if is_pe:
        from inspector.objects.windows.pe import PeFile

        with PeFile.open(path, offset, size) as pe:
            told = pe.version_facts()
        for name in _VERSIONS:
            if value := told.get(name, "").strip():
                yield name, value[:_LONGEST]


def unwind_fact(infos: "list[ObjectInfo]") -> Facts:
    """Whether callers can be found from this code, by the files that the run had."""
    if not infos:
        return ()
    having = sorted({info.format for info in infos if info.has_unwind_info})
    told = f"yes, in the {' and '.join(having)} file" if having else "no file found has any"
    return (("unwind info", told),)
