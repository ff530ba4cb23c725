"""Which file types are asked for, in order, and which of them a source allows.

Rules: spec/native.md 2.4.1, spec/sources.md 1.3, 3.2 and 4.12.
"""

from collections.abc import Mapping
from typing import Literal

from inspector.model.ids import ObjectId, ObjectType
from inspector.model.places.globs import any_glob_matches
from inspector.model.places.sources import FileType, Filters

_ELSEWHERE: tuple[FileType, ...] = ("breakpad", "mach_debug", "pdb", "elf_debug")

_DEBUG: Mapping[ObjectType, tuple[FileType, ...]] = {
    "macho": ("mach_code", *_ELSEWHERE),
    "pe": ("pe", *_ELSEWHERE),
    "elf": ("elf_code", *_ELSEWHERE),
    "wasm": ("wasm_code", "wasm_debug"),
    "pe_dotnet": ("portablepdb", "pdb"),
    "unknown": (
        "pdb",
        "mach_debug",
        "elf_debug",
        "pe",
        "mach_code",
        "elf_code",
        "wasm_code",
        "wasm_debug",
        "breakpad",
        "sourcebundle",
        "uuidmap",
        "bcsymbolmap",
        "portablepdb",
        "proguard",
    ),
}

_SOURCE: tuple[FileType, ...] = ("sourcebundle", "portablepdb", "elf_debug", "wasm_debug")

SENTRY_TYPES: Mapping[str, tuple[FileType, ...]] = {
    "pe": ("pe",),
    "pdb": ("pdb",),
    "portablepdb": ("portablepdb",),
    "macho": ("mach_debug", "mach_code"),
    "elf": ("elf_debug", "elf_code"),
    "wasm": ("wasm_debug", "wasm_code"),
    "breakpad": ("breakpad",),
    "sourcebundle": ("sourcebundle",),
    "uuidmap": ("uuidmap",),
    "bcsymbolmap": ("bcsymbolmap",),
    "il2cpp": ("il2cpp",),
    "proguard": ("proguard",),
    "dartsymbolmap": (),
}
"""`symbolType` of Sentry's listing -> what it may be asked as. No other type is known."""


def debug_types(object_type: ObjectType) -> tuple[FileType, ...]:
    """File types that may hold the functions and lines of such a module, in request order."""
    return _DEBUG[object_type]


def source_types() -> tuple[FileType, ...]:
    """File types that may hold source text, whatever the module is, in request order."""
    return _SOURCE


Refusal = Literal["requires_checksum", "filetypes", "path_patterns"]
"""The filter that keeps a source from being asked."""


def refusal(filters: Filters, file_type: FileType, module: ObjectId) -> Refusal | None:
    """Why a source with these filters is not asked for that file of `module`; None: it is."""
    if filters.requires_checksum and module.debug_checksum is None:
        return "requires_checksum"
    if filters.filetypes and file_type not in filters.filetypes:
        return "filetypes"
    if not filters.path_patterns:
        return None
    names = (module.code_file, module.debug_file)
    return None if any_glob_matches(filters.path_patterns, names) else "path_patterns"


def allowed(filters: Filters, file_type: FileType, module: ObjectId) -> bool:
    """Whether a source with these filters is asked for that file of `module`."""
    return refusal(filters, file_type, module) is None
