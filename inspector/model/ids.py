"""Identities of builds: debug ids, code ids, and what names the object of one module."""

import re
from typing import Literal

from msgspec import Struct

ObjectType = Literal["elf", "macho", "pe", "pe_dotnet", "wasm", "unknown"]

_COMPACT = re.compile(r"([0-9a-fA-F]{32})([0-9a-fA-F]*)")
_DASHED = re.compile(
    r"([0-9a-fA-F]{8})-([0-9a-fA-F]{4})-([0-9a-fA-F]{4})-([0-9a-fA-F]{4})-([0-9a-fA-F]{12})"
    r"(?:-([0-9a-fA-F]+))?"
)
_PDB20 = re.compile(r"([0-9a-fA-F]{8})(-?)([0-9a-fA-F]{1,8})")
_NOT_HEX = re.compile(r"[^0-9a-fA-F]")


class DebugId(Struct, frozen=True):
    """Names one build of one module: a 16-byte UUID and an age.

    dashed    dfb8e43a-f242-3d73-a453-aeb6a777ef75-a   JSON bodies; no age when it is 0
    breakpad  DFB8E43AF2423D73A453AEB6A777EF75a        symbol server paths; age always
    pdb 2.0   497B72F6-1                               a time stamp in place of the UUID
    """

    uuid: str  # 32 lower-case hex digits; 8 for a PDB 2.0 time stamp
    age: int = 0  # PDB rebuild count; 0 for ELF and Mach-O

    @classmethod
    def parse(cls, text: str) -> "DebugId":
        """Read any spelling the field uses. Raises ValueError.

        Rules: spec/native.md 1.7. Of an age longer than 8 digits only the first 8 count.
        """
        if match := _COMPACT.fullmatch(text):
            return cls(match[1].lower(), int(match[2][:8] or "0", 16))
        if match := _DASHED.fullmatch(text):
            uuid = "".join(match.group(1, 2, 3, 4, 5)).lower()
            return cls(uuid, int((match[6] or "0")[:8], 16))
        if match := _PDB20.fullmatch(text):
            return cls(match[1].lower(), int(match[3], 16))
        raise ValueError(f"not a debug id: {text!r}")

    def __str__(self) -> str:
        """The dashed spelling of JSON bodies."""
        u = self.uuid
        if len(u) == 8:
            return f"{u.upper()}-{self.age:x}"
        dashed = f"{u[:8]}-{u[8:12]}-{u[12:16]}-{u[16:20]}-{u[20:]}"
        return f"{dashed}-{self.age:x}" if self.age else dashed

    @property
    def breakpad(self) -> str:
        """The spelling of symbol server paths: upper-case UUID, lower-case age, always there."""
        return f"{self.uuid.upper()}{self.age:x}"


def read_debug_id(text: str | None) -> DebugId | None:
    """A module's debug id; None when it is absent or unreadable, as upstream drops it."""
    try:
        return DebugId.parse(text) if text else None
    except ValueError:
        return None


def read_code_id(text: str | None) -> str | None:
    """Only the hex digits of `text`, lower case. None when absent.

    A text without hex digits gives "", which is echoed but names no file.
    """
    return _NOT_HEX.sub("", text).lower() if text else None


class ObjectId(Struct, frozen=True):
    """All that names the object files of one module."""

    object_type: ObjectType = "unknown"
    code_id: str | None = None
    code_file: str | None = None
    debug_id: DebugId | None = None
    debug_file: str | None = None
    debug_checksum: str | None = None
