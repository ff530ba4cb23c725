"""One module: functions of it that nobody asked for cost no lines."""

from struct import pack

from inspector.objects.plain.ranges import Ranges
from inspector.objects.windows.modules import Module, Names
from tests.objects.windows.test_codeview import END, INLINE_END, inline, procedure, rva
from tests.objects.windows.test_linetable import lines, part
from tests.objects.windows.test_typenames import TYPES, stream

FILES = b"\0crane.c\0dock.c\0"
IDS = stream((0x1601, pack("<2I", 0, 0) + b"read_scale\0"))
CHECKSUMS = part(0xF4, pack("<IBBH", 1, 0, 0, 0) + pack("<IBBH", 9, 0, 0, 0))


def module(symbols: bytes, c13: bytes) -> Module:
    names = Names(TYPES, IDS, FILES, lambda place, number: 0)
    return Module(memoryview(symbols), memoryview(c13), rva, names)


def test_chains() -> None:
    inlinees = part(0xF6, pack("<4I", 0, 0x1000, 8, 5))
    symbols = procedure(b"tension", 0x10, 0x20) + inline(0x1000, b"\x0b\x24\x04\x04")
    symbols += INLINE_END + END + procedure(b"other", 0x40, 8) + END
    ranges = Ranges()
    module(symbols, lines((0, 11), (8, 12)) + CHECKSUMS + inlinees).put_into(ranges, [0x1014])
    chains = ranges.answer([0x1010, 0x1014, 0x1018, 0x1041, 0x1048])
    found = [[(each.symbol, each.line, each.path) for each in chain] for chain in chains]
    assert found == [
        [("tension", 11, "crane.c")],
        [("read_scale", 6, "dock.c"), ("tension", 11, "crane.c")],
        [("tension", 12, "crane.c")],
        [("other", 0, "")],
        [],
    ]


def test_without_a_line_of_the_call_there_is_no_call() -> None:
    """As upstream has it."""
    symbols = procedure(b"tension", 0x10, 0x20) + inline(0x1000, b"\x03\x04\x04\x04")
    ranges = Ranges()
    module(symbols, CHECKSUMS).put_into(ranges, [0x1014])
    assert [each.symbol for each in ranges.answer([0x1014])[0]] == ["tension"]
