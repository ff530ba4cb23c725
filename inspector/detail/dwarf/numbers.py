"""The numbers of DWARF that variables need, under the names of the standard."""

from enum import IntEnum


class Tag(IntEnum):
    """DW_TAG_"""

    ARRAY_TYPE = 0x01
    CLASS_TYPE = 0x02
    ENUMERATION_TYPE = 0x04
    FORMAL_PARAMETER = 0x05
    LEXICAL_BLOCK = 0x0B
    MEMBER = 0x0D
    POINTER_TYPE = 0x0F
    REFERENCE_TYPE = 0x10
    STRUCTURE_TYPE = 0x13
    SUBROUTINE_TYPE = 0x15
    TYPEDEF = 0x16
    UNION_TYPE = 0x17
    INHERITANCE = 0x1C
    INLINED_SUBROUTINE = 0x1D
    PTR_TO_MEMBER_TYPE = 0x1F
    SUBRANGE_TYPE = 0x21
    BASE_TYPE = 0x24
    CONST_TYPE = 0x26
    ENUMERATOR = 0x28
    SUBPROGRAM = 0x2E
    VARIABLE = 0x34
    VOLATILE_TYPE = 0x35
    RESTRICT_TYPE = 0x37
    UNSPECIFIED_TYPE = 0x3B
    RVALUE_REFERENCE_TYPE = 0x42
    ATOMIC_TYPE = 0x47


class At(IntEnum):
    """DW_AT_"""

    LOCATION = 0x02
    NAME = 0x03
    BYTE_SIZE = 0x0B
    CONST_VALUE = 0x1C
    UPPER_BOUND = 0x2F
    ARTIFICIAL = 0x34
    COUNT = 0x37
    DATA_MEMBER_LOCATION = 0x38
    ENCODING = 0x3E
    EXTERNAL = 0x3F
    FRAME_BASE = 0x40
    TYPE = 0x49


class Encoding(IntEnum):
    """DW_ATE_"""

    BOOLEAN = 0x02
    FLOAT = 0x04
    SIGNED = 0x05
    SIGNED_CHAR = 0x06
    UNSIGNED = 0x07
    UNSIGNED_CHAR = 0x08
    UTF = 0x10


_X86_64 = ["rax", "rdx", "rcx", "rbx", "rsi", "rdi", "rbp", "rsp"]
_X86_64 += [*(f"r{n}" for n in range(8, 16)), "rip"]
_X86 = ["eax", "ecx", "edx", "ebx", "esp", "ebp", "esi", "edi", "eip", "eflags"]
_ARM64 = [f"x{n}" for n in range(29)] + ["fp", "lr", "sp", "pc"]
_ARM = [f"r{n}" for n in range(13)] + ["sp", "lr", "pc"]
_ALIASES = {
    "fp": ("x29", "r11"), "lr": ("x30", "r14"), "sp": ("x31", "r13"), "pc": ("r15",),
}  # fmt: skip


def register_name(number: int, arch: str) -> str:
    """How requests call a register of DWARF; "register 40" for one they do not have."""
    if arch.startswith("x86_64"):
        names, vectors = _X86_64, range(17, 33)
    elif arch in ("x86", "i386", "i686"):
        names, vectors = _X86, range(21, 29)
    elif arch.startswith("arm64"):
        names, vectors = _ARM64, range(64, 96)
    elif arch.startswith("arm"):
        names, vectors = _ARM, range(256, 288)
    else:
        names, vectors = [], range(0)
    if number < len(names):
        return names[number]
    if number in vectors:
        word = {"x86_64": "xmm", "x86": "xmm"}.get(arch, "d" if arch == "arm" else "v")
        return f"{word}{number - vectors.start}"
    return f"register {number}"


def spellings(name: str) -> tuple[str, ...]:
    """A register name and the others it goes by."""
    return (name, *_ALIASES.get(name, ()))
