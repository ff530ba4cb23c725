"""The type of a variable, as its language writes it, and a value of it.

Type entries are hostile: they may refer to themselves. Depth and lengths are bounded.
"""

import struct
from itertools import islice
from typing import Literal

from msgspec import Struct

from inspector.detail.dwarf.numbers import At, Encoding, Tag
from inspector.objects.dwarf.codes import At as Common
from inspector.objects.dwarf.unit import Die

_DEEPEST = 16
_ARGUMENT = 5
_LONGEST = 240  # characters
_MOST_CHILDREN = 64

_QUALIFIERS = {
    Tag.CONST_TYPE: "const", Tag.VOLATILE_TYPE: "volatile", Tag.RESTRICT_TYPE: "restrict",
    Tag.ATOMIC_TYPE: "_Atomic",
}  # fmt: skip
_POINTERS = {
    Tag.POINTER_TYPE: "*", Tag.REFERENCE_TYPE: "&", Tag.RVALUE_REFERENCE_TYPE: "&&",
}  # fmt: skip
_TAGGED = {
    Tag.STRUCTURE_TYPE: "struct", Tag.CLASS_TYPE: "class", Tag.UNION_TYPE: "union",
    Tag.ENUMERATION_TYPE: "enum",
}  # fmt: skip
_THROUGH = (Tag.TYPEDEF, *_QUALIFIERS)


class Shape(Struct, frozen=True, kw_only=True):
    """What is needed to write a value: its size and what its bits mean."""

    kind: Literal["signed", "unsigned", "float", "bool", "char", "pointer", "enum", "other"]
    size: int  # bytes; 0: unknown
    names: tuple[tuple[int, str], ...] = ()  # of an enumeration


def type_text(die: Die, language: str) -> str:
    """The type that an entry has, as C, C++ or Rust writes it; "void" without one."""
    return _inner(die, language, 0)[:_LONGEST]


def _text(die: Die | None, language: str, depth: int) -> str:
    if die is None:
        return "()" if language == "rust" else "void"
    if depth > _DEEPEST:
        return "..."
    name = die.text(At.NAME)[:_LONGEST]
    if die.tag in _POINTERS:
        return name or _pointer(die, language, depth)
    if die.tag in _QUALIFIERS:
        return _qualified(die, language, depth)
    if die.tag == Tag.ARRAY_TYPE:
        return _array(die, language, depth)
    if die.tag == Tag.SUBROUTINE_TYPE:
        return _function(die, "", language, depth)
    if die.tag == Tag.PTR_TO_MEMBER_TYPE:
        return f"{_inner(die, language, depth)} {{member}}*"
    word = _TAGGED[Tag(die.tag)] if die.tag in _TAGGED else ""
    if not name:
        return f"{word or 'type'} {{unnamed}}"
    return f"{word} {name}" if word and language in ("c", "objc") else name


def _inner(die: Die, language: str, depth: int) -> str:
    """What `die` is a type of; "?" if that is in a file we do not have."""
    target = die.follow(At.TYPE)
    if target is None and At.TYPE in die.attributes:
        return "?"
    return _text(target, language, depth + 1)


def _pointer(die: Die, language: str, depth: int) -> str:
    mark, target = _POINTERS[Tag(die.tag)], die.follow(At.TYPE)
    if target is not None and target.tag == Tag.SUBROUTINE_TYPE:
        return _function(target, f"({mark})", language, depth)
    inner = _inner(die, language, depth)
    if language == "rust":
        return f"*{inner}"
    return inner + mark if inner.endswith(("*", "&")) else f"{inner} {mark}"


def _qualified(die: Die, language: str, depth: int) -> str:
    word, target = _QUALIFIERS[Tag(die.tag)], die.follow(At.TYPE)
    inner = _inner(die, language, depth)
    behind = target is not None and target.tag in _POINTERS
    return f"{inner} {word}" if behind else f"{word} {inner}"


def _array(die: Die, language: str, depth: int) -> str:
    inner, counts = _inner(die, language, depth), []
    for child in islice(die.children(), 8):
        if child.tag == Tag.SUBRANGE_TYPE:
            upper, count = child.number(At.UPPER_BOUND), child.number(At.COUNT)
            known = count if count is not None else None if upper is None else upper + 1
            counts.append("" if known is None else str(known))
    if language == "rust":
        return f"[{inner}; {', '.join(counts)}]"
    return inner + "".join(f"[{count}]" for count in counts)


def _function(die: Die, mark: str, language: str, depth: int) -> str:
    # Arguments may be functions again: that they count more keeps the whole small.
    arguments = [
        _inner(child, language, depth + _ARGUMENT)
        for child in islice(die.children(), 16)
        if child.tag == Tag.FORMAL_PARAMETER
    ]
    result = _inner(die, language, depth)
    if language == "rust":
        returned = "" if result == "()" else f" -> {result}"
        return f"fn({', '.join(arguments)}){returned}"
    return f"{result} {mark}({', '.join(arguments)})"


def stripped(die: Die | None) -> Die | None:
    """The type without its qualifiers and other names."""
    for _ in range(_DEEPEST):
        if die is None or die.tag not in _THROUGH:
            return die
        die = die.follow(At.TYPE)
    return None


def shape_of(die: Die | None, pointer: int) -> Shape:
    """How values of a type are written. `pointer`: bytes of an address."""
    die = stripped(die)
    if die is None:
        return Shape(kind="other", size=0)
    size = die.number(At.BYTE_SIZE) or 0
    if die.tag in _POINTERS:
        return Shape(kind="pointer", size=size or pointer)
    if die.tag == Tag.ENUMERATION_TYPE:
        return Shape(kind="enum", size=size or 4, names=_enumerators(die))
    if die.tag != Tag.BASE_TYPE:
        return Shape(kind="other", size=size)
    match die.number(At.ENCODING):
        case Encoding.BOOLEAN:
            return Shape(kind="bool", size=size)
        case Encoding.FLOAT:
            return Shape(kind="float", size=size)
        case Encoding.SIGNED_CHAR | Encoding.UNSIGNED_CHAR | Encoding.UTF:
            return Shape(kind="char", size=size)
        case Encoding.SIGNED:
            return Shape(kind="signed", size=size)
        case _:
            return Shape(kind="unsigned", size=size)


def _enumerators(die: Die) -> tuple[tuple[int, str], ...]:
    found = []
    for child in islice(die.children(), _MOST_CHILDREN):
        value = child.number(At.CONST_VALUE)
        if child.tag == Tag.ENUMERATOR and value is not None:
            found.append((value, child.text(At.NAME)))
    return tuple(found)


def fields_of(die: Die | None) -> tuple[tuple[int, str], ...]:
    """Offset and name of the members of what a pointer type points to; () for other types."""
    pointer = stripped(die)
    if pointer is None or pointer.tag not in _POINTERS:
        return ()
    target = stripped(pointer.follow(At.TYPE))
    if target is None or target.tag not in _TAGGED:
        return ()
    name, found = target.text(Common.NAME), []
    for child in islice(target.children(), _MOST_CHILDREN):
        offset = child.number(At.DATA_MEMBER_LOCATION)
        if child.tag == Tag.MEMBER and offset is not None:
            found.append(
                (offset, f"{name}::{child.text(At.NAME)}" if name else child.text(At.NAME))
            )
    return tuple(found)


def value_text(value: int, shape: Shape) -> str:
    """A value as a debugger prints it; the highest bits of a register may be of something else."""
    size = shape.size if 0 < shape.size <= 16 else 8
    value &= (1 << 8 * size) - 1
    signed = value - (1 << 8 * size) if value >> (8 * size - 1) else value
    match shape.kind:
        case "signed":
            return str(signed)
        case "unsigned":
            return str(value)
        case "bool":
            return {0: "false", 1: "true"}.get(value, f"{value} (neither true nor false)")
        case "char":
            plain = f" '{chr(value)}'" if 0x20 <= value < 0x7F else ""
            return f"{signed if size == 1 else value}{plain}"
        case "float" if size in (4, 8):
            (number,) = struct.unpack("<f" if size == 4 else "<d", value.to_bytes(size, "little"))
            return f"{number:g}"
        case "enum":
            known = dict(shape.names)
            name = known.get(value) or known.get(signed)
            return f"{name} ({signed})" if name else str(signed)
    return hex(value)
