"""What names a module + how a source arranges its files -> the paths worth asking for.

Rules: spec/sources.md 2. Every layout turns (file type, module) into at most two paths,
the better one first; `paths` adds what a source asks for on top: casing and `_` twins.
"""

from collections.abc import Callable

from inspector.model.ids import DebugId, ObjectId
from inspector.model.places.sources import FileType, Layout, LayoutType

MAX_FILE_NAME = 255  # bytes of UTF-8
DOTNET_AGE = "ffffffff"  # .NET symbol servers have it in the place of the real age

_EXECUTABLES = frozenset({"elf_code", "mach_code", "pe", "wasm_code"})
_DEBUG_FILES = frozenset({"elf_debug", "mach_debug", "pdb", "portablepdb", "wasm_debug"})


def paths(layout: Layout, file_type: FileType, module: ObjectId) -> list[str]:
    """Relative paths in the order they are asked for; empty if the layout has none."""
    asked = []
    for path in layout_paths(layout.type, file_type, module):
        cased = _with_casing(path, layout.casing)
        asked.append(cased)
        if file_type in ("pe", "pdb"):
            asked.append(cased[:-1] + "_")  # a cabinet, as Microsoft's tools name it
    return asked


def layout_paths(layout_type: LayoutType, file_type: FileType, module: ObjectId) -> list[str]:
    """Relative paths, the better one first, before casing and `_` twins."""
    return _LAYOUTS[layout_type](file_type, module)


def file_name(path: str | None) -> str | None:
    """Last component of a path of any system, or None if no file can be called that.

    "" is a name: a path of slashes alone has it, and so has "". Rules: spec/sources.md 2.3.
    """
    if path is None:
        return None
    stripped = path.rstrip("/\\")
    name = stripped[max(stripped.rfind("/"), stripped.rfind("\\")) + 1 :]
    if len(name.encode("utf-8", "surrogatepass")) > MAX_FILE_NAME:
        return None
    return None if any(_is_control(char) for char in name) else name


def _is_control(char: str) -> bool:
    return char < " " or "\x7f" <= char <= "\x9f"


def _with_casing(path: str, casing: str) -> str:
    """`path` in the wanted case, ASCII letters only: bytes know no others."""
    data = path.encode("utf-8", "surrogatepass")
    match casing:
        case "uppercase":
            return data.upper().decode("utf-8", "surrogatepass")
        case "lowercase":
            return data.lower().decode("utf-8", "surrogatepass")
    return path


def _native(file_type: FileType, module: ObjectId) -> list[str]:
    match file_type:
        case "pe" | "pdb" | "portablepdb":
            return _listed(_windows(file_type, module))
        case "mach_code":
            return _listed(_with_suffix(_mach_path(module), ".app"))
        case "mach_debug":
            return _listed(_mach_path(module))
        case "elf_code" | "wasm_code":
            return _listed(_split(module.code_id))
        case "elf_debug" | "wasm_debug":
            return _listed(_with_suffix(_split(module.code_id), ".debug"))
        case "breakpad":
            return _listed(_breakpad(module, ".sym"))
        case "sourcebundle":
            return _native_bundles(module)
    return []


def _native_bundles(module: ObjectId) -> list[str]:
    """Beside the debug file, else in Breakpad's tree; without the first no second."""
    match module.object_type:
        case "pe" | "pe_dotnet":
            primary = _beside_pdb(module)
        case "macho":
            primary = _with_suffix(_mach_path(module), ".src.zip")
        case "elf" | "wasm":
            primary = _with_suffix(_split(module.code_id), ".src.zip")
        case _:
            primary = None
    if primary is None:
        return []
    secondary = _breakpad(module, ".src.zip")
    return _listed(primary, secondary if secondary != primary else None)


def _symstore(file_type: FileType, module: ObjectId, ssqp: bool = False) -> list[str]:
    """`ssqp`: the successor, with names in lower case and ids in the opposite case."""
    name = file_name(module.code_file)
    name = name.lower() if ssqp and name else name
    match file_type:
        case "pe" | "pdb" | "portablepdb":
            return _listed(_windows(file_type, module, ssqp))
        case "mach_code":
            return _listed(_keyed(name, "mach-uuid-", _mach_uuid(module)))
        case "mach_debug":
            return _listed(_keyed("_.dwarf", "mach-uuid-sym-", _mach_uuid(module)))
        case "elf_code":
            return _listed(_keyed(name, "elf-buildid-", module.code_id))
        case "elf_debug":
            return _listed(_keyed("_.debug", "elf-buildid-sym-", module.code_id))
        case "sourcebundle" if module.object_type == "pe":
            return _listed(_beside_pdb(module, ssqp))
    return []


def _ssqp(file_type: FileType, module: ObjectId) -> list[str]:
    return _symstore(file_type, module, ssqp=True)


def _index2(file_type: FileType, module: ObjectId) -> list[str]:
    return [_with_tier(path) for path in _symstore(file_type, module)]


def _with_tier(path: str) -> str:
    """One more folder in front, named like the first two bytes. Cut letters: no folder."""
    try:
        tier = path.encode("utf-8", "surrogatepass")[:2].decode()
    except UnicodeDecodeError:
        return path
    return f"{tier[:1] if tier.endswith(('/', '.')) else tier}/{path}"


def _debuginfod(file_type: FileType, module: ObjectId) -> list[str]:
    if file_type not in ("elf_code", "elf_debug") or module.code_id is None:
        return []
    return [f"{module.code_id}/{_unified_name(file_type)}"]


def _unified(file_type: FileType, module: ObjectId) -> list[str]:
    if file_type == "proguard":
        return []
    path = _split(_unified_id(file_type, module))
    return _listed(_with_suffix(path, f"/{_unified_name(file_type)}"))


def _unified_name(file_type: FileType) -> str:
    if file_type in _EXECUTABLES:
        return "executable"
    return "debuginfo" if file_type in _DEBUG_FILES else file_type


def _unified_id(file_type: FileType, module: ObjectId) -> str | None:
    """The id a file is kept under: what the file type lacks, the module's type tells."""
    by_module = file_type in ("breakpad", "sourcebundle", "il2cpp")
    kind: str = module.object_type if by_module else file_type
    match kind:
        case "elf" | "elf_code" | "elf_debug":
            return module.code_id
        case "pe" | "pe_dotnet" | "pdb" | "portablepdb":
            return module.debug_id.breakpad.lower() if module.debug_id else None
        case "unknown":
            return None
    if module.code_id is not None:
        return module.code_id
    return _uuid(module.debug_id) if module.debug_id else None


def _slashsymbols(_file_type: FileType, module: ObjectId) -> list[str]:
    name, code_id = file_name(module.code_file), module.code_id
    if name is None or code_id is None:
        return []
    return [f"{name}/{code_id.upper()}/symbols", f"{name}/{code_id}/symbols"]


def _windows(file_type: FileType, module: ObjectId, ssqp: bool = False) -> str | None:
    """`name/id/name` of an executable or of a PDB file."""
    if file_type == "pe":
        name, key = file_name(module.code_file), _pe_id(module.code_id, ssqp)
    else:
        name, key = file_name(module.debug_file), _pdb_id(module, ssqp)
    return _keyed(name.lower() if ssqp and name else name, "", key)


def _pe_id(code_id: str | None, ssqp: bool) -> str | None:
    """Time stamp in upper case, size of image in lower case."""
    if code_id is None or ssqp:
        return code_id
    return code_id[:8].upper() + code_id[8:] if len(code_id) >= 8 else None


def _pdb_id(module: ObjectId, ssqp: bool) -> str | None:
    if module.debug_id is None:
        return None
    age = DOTNET_AGE if module.object_type == "pe_dotnet" else f"{module.debug_id.age:x}"
    uuid = _uuid(module.debug_id)
    return f"{uuid}{age.upper()}" if ssqp else f"{uuid.upper()}{age}"


def _beside_pdb(module: ObjectId, ssqp: bool = False) -> str | None:
    """The source bundle of a PDB file. The dot that counts is the last of the whole path."""
    path = _windows("pdb", module, ssqp)
    return None if path is None else _without_extension(path) + ".src.zip"


def _without_extension(path: str) -> str:
    return path[: path.rindex(".")] if "." in path else path


def _breakpad(module: ObjectId, suffix: str) -> str | None:
    name = file_name(module.debug_file)
    if name is None or module.debug_id is None or module.object_type == "wasm":
        return None
    return f"{name}/{module.debug_id.breakpad}/{_breakpad_stem(name)}{suffix}"


def _breakpad_stem(name: str) -> str:
    """`name` without `.exe`, `.dll`, `.pdb`; a step that finds nothing restores it all.

    So only `.pdb` goes when it stands alone: get_breakpad_path in upstream's paths.rs.
    """
    stem = name
    for extension in (".exe", ".dll", ".pdb"):
        stem = stem.removesuffix(extension) if stem.endswith(extension) else name
    return stem


def _mach_uuid(module: ObjectId) -> str | None:
    """32 digits. A code id of another length is no UUID, and hides the debug id."""
    if module.code_id is not None:
        return module.code_id if len(module.code_id) == 32 else None
    return _uuid(module.debug_id) if module.debug_id else None


def _mach_path(module: ObjectId) -> str | None:
    if (uuid := _mach_uuid(module)) is None:
        return None
    u = uuid.upper()
    return f"{u[:4]}/{u[4:8]}/{u[8:12]}/{u[12:16]}/{u[16:20]}/{u[20:]}"


def _uuid(debug_id: DebugId) -> str:
    """32 digits; the time stamp of a PDB 2.0 file is the beginning of an empty UUID."""
    return debug_id.uuid.ljust(32, "0")


def _split(key: str | None) -> str | None:
    """`abcdef` -> `ab/cdef`; None when it is too short."""
    return f"{key[:2]}/{key[2:]}" if key and len(key) >= 2 else None


def _keyed(name: str | None, prefix: str, key: str | None) -> str | None:
    return None if name is None or key is None else f"{name}/{prefix}{key}/{name}"


def _with_suffix(path: str | None, suffix: str) -> str | None:
    return None if path is None else path + suffix


def _listed(*found: str | None) -> list[str]:
    return [path for path in found if path is not None]


_LAYOUTS: dict[LayoutType, Callable[[FileType, ObjectId], list[str]]] = {
    "native": _native,
    "symstore": _symstore,
    "symstore_index2": _index2,
    "ssqp": _ssqp,
    "debuginfod": _debuginfod,
    "unified": _unified,
    "slashsymbols": _slashsymbols,
    "scan": lambda _file_type, _module: [],  # paths say nothing there
}
