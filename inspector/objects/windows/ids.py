"""How Windows files name a build and a machine."""

from uuid import UUID

ARCHITECTURES = {
    0x14C: "x86",
    0x8664: "x86_64",
    0x1C0: "arm",
    0x1C2: "arm",
    0x1C4: "arm",
    0xAA64: "arm64",
    0x200: "ia64",
}
"""Machine number -> architecture, in the words of `symbolic`."""


def dashed_id(guid: bytes, age: int) -> str:
    """The debug id of a GUID as it lies in the file, and an age."""
    uuid = UUID(bytes_le=guid)
    return f"{uuid}-{age:x}" if age else str(uuid)
