"""The way back: a path of a symbol store -> the file it stands for (spec/sources.md 2.8)."""

import re

from inspector.model.ids import DebugId, ObjectId, read_code_id
from inspector.model.places.sources import FileType

_BREAKPAD_ID = re.compile(r"(?:[0-9a-fA-F]{32}|[0-9a-fA-F]{8})[0-9a-fA-F]{1,8}")


def symstore_path(path: str) -> tuple[FileType, ObjectId] | None:
    """What `name/signature/name` asks for; None if it is no path of a symbol store."""
    parts = path.split("/", 2)
    if len(parts) < 3 or _ascii_lower(parts[0]) != _ascii_lower(parts[2]):
        return None
    original, signature = parts[0], parts[1]
    name, key = original.lower(), signature.lower()
    if name.endswith(".debug") and key.startswith("elf-buildid-sym-"):
        return "elf_debug", ObjectId("elf", code_id=read_code_id(key[16:]))
    if key.startswith("elf-buildid-"):
        return "elf_code", ObjectId("elf", read_code_id(key[12:]), original)
    if name.endswith(".dwarf") and key.startswith("mach-uuid-sym-"):
        return "mach_debug", ObjectId("macho", code_id=read_code_id(key[14:]))
    if key.startswith("mach-uuid-"):
        return "mach_code", ObjectId("macho", read_code_id(key[10:]), original)
    if name.endswith(".pdb"):
        if not _BREAKPAD_ID.fullmatch(signature):
            return None
        debug_id = DebugId.parse(signature)
        return "pdb", ObjectId("pe", debug_id=debug_id, debug_file=original)
    return "pe", ObjectId("pe", read_code_id(signature), original)


def _ascii_lower(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass").lower()
