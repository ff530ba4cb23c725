"""Identities of builds: debug ids, code ids, and what names the object of one module."""

from typing import Literal

from msgspec import Struct

ObjectType = Literal["elf", "macho", "pe", "pe_dotnet", "wasm", "unknown"]

_HEX = "0123456789abcdefABCDEF"
_DASHED = [8, 4, 4, 4, 12]
"""Digits between the dashes of a UUID."""


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
        parts = text.split("-")
        if any(not part or part.strip(_HEX) for part in parts):
            raise ValueError(f"not a debug id: {text!r}")
        digits = "".join(parts).lower()
        sizes = [len(part) for part in parts]
        if (len(parts) == 1 and len(digits) >= 32) or (sizes[:5] == _DASHED and len(parts) <= 6):
            return cls(digits[:32], int(digits[32:40] or "0", 16))
        if 9 <= len(digits) <= 16 and (len(parts) == 1 or (len(parts) == 2 and sizes[0] == 8)):
            return cls(digits[:8], int(digits[8:], 16))
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
    return "".join(char for char in text if char in _HEX).lower() if text else None


class ObjectId(Struct, frozen=True):
    """All that names the object files of one module."""

    object_type: ObjectType = "unknown"
    code_id: str | None = None
    code_file: str | None = None
    debug_id: DebugId | None = None
    debug_file: str | None = None
    debug_checksum: str | None = None
