"""Where code is, in every way that DWARF says it."""

from struct import pack

import pytest

from inspector.objects.dwarf.codes import At, Form
from inspector.objects.dwarf.ranges import Range, legacy_ranges, pc_range, range_list
from inspector.objects.errors import BadObject
from tests.objects.dwarf.units import based, unit

HIGHEST = (1 << 64) - 1


@pytest.mark.parametrize(
    ("low", "high", "expected"),
    [
        pytest.param((Form.ADDR, 16), (Form.ADDR, 32), [(16, 32)], id="two-addresses"),
        pytest.param((Form.ADDR, 16), (Form.DATA4, 8), [(16, 24)], id="a-length"),
        pytest.param((Form.ADDR, 0), (Form.DATA4, 8), [], id="thrown-away"),
        pytest.param((Form.ADDR, 16), (Form.DATA4, 0), [], id="empty"),
        pytest.param((Form.ADDR, 16), (Form.ADDR, 8), [], id="backwards"),
        pytest.param((Form.ADDRX, 1), (Form.ADDRX, 2), [(0x20, 0x30)], id="indexed"),
        pytest.param((Form.DATA4, 1), (Form.DATA4, 2), [], id="no-address"),
        pytest.param(None, (Form.DATA4, 2), [], id="no-begin"),
        pytest.param((Form.ADDR, 16), None, [], id="no-end"),
    ],
)
def test_low_and_high(
    low: tuple[int, int] | None, high: tuple[int, int] | None, expected: list[Range]
) -> None:
    found = unit(debug_addr=pack("<3Q", 0x10, 0x20, 0x30))
    given = {At.LOW_PC: low, At.HIGH_PC: high}
    values = {int(name): value for name, value in given.items() if value}
    assert pc_range(found, values, False) == expected


def test_code_at_0_of_an_object_file() -> None:
    values = {int(At.LOW_PC): (int(Form.ADDR), 0), int(At.HIGH_PC): (int(Form.DATA4), 8)}
    assert pc_range(unit(), values, True) == [(0, 8)]


def test_legacy() -> None:
    """From the base of the unit, until another is chosen; empty ones are left out."""
    entries = [(1, 3), (5, 5), (HIGHEST, 0x1000), (2, 4), (9, 7), (0, 0), (1, 2)]
    found = unit(4, debug_ranges=bytes(8) + b"".join(pack("<2Q", *each) for each in entries))
    based(found, low=(At.LOW_PC, (Form.ADDR, 0x100)))
    assert legacy_ranges(found, (Form.SEC_OFFSET, 8)) == [(0x101, 0x103), (0x1002, 0x1004)]


def test_legacy_without_end() -> None:
    found = unit(4, debug_ranges=pack("<4Q", 1, 2, 3, 4))
    with pytest.raises(BadObject):
        legacy_ranges(found, (Form.SEC_OFFSET, 0))


LISTS = [
    pytest.param(b"\x04\x01\x03", [(0x101, 0x103)], id="offset-pair"),
    pytest.param(b"\x05" + pack("<Q", 0x1000) + b"\x04\x01\x03", [(0x1001, 0x1003)], id="base"),
    pytest.param(b"\x06" + pack("<2Q", 0x10, 0x20), [(0x10, 0x20)], id="start-end"),
    pytest.param(b"\x07" + pack("<Q", 0x10) + b"\x81\x01", [(0x10, 0x91)], id="start-length"),
    pytest.param(b"\x01\x01\x04\x01\x03", [(0x21, 0x23)], id="indexed-base"),
    pytest.param(b"\x02\x00\x01", [(0x10, 0x20)], id="indexed-start-end"),
    pytest.param(b"\x03\x01\x05", [(0x20, 0x25)], id="indexed-start-length"),
    pytest.param(b"\x04\x03\x03\x04\x05\x04", [], id="empty-and-backwards"),
    pytest.param(b"\x04\x01\x02" * 500, [(0x101, 0x102)] * 500, id="longer-than-a-window"),
]


@pytest.mark.parametrize(("entries", "expected"), LISTS)
def test_list(entries: bytes, expected: list[Range]) -> None:
    addresses = pack("<3Q", 0x10, 0x20, 0x30)
    found = unit(debug_rnglists=b"...." + entries + b"\0", debug_addr=addresses)
    based(found, low=(At.LOW_PC, (Form.ADDR, 0x100)))
    assert range_list(found, (Form.SEC_OFFSET, 4)) == expected


def test_list_by_its_index() -> None:
    """Offsets count from the table, whose place the unit tells."""
    table = pack("<2I", 8, 11) + b"\x04\x01\x02\x04\x03\x05\x00"
    found = based(
        unit(debug_rnglists=bytes(6) + table), base=(At.RNGLISTS_BASE, (Form.SEC_OFFSET, 6))
    )
    assert range_list(found, (Form.RNGLISTX, 1)) == [(3, 5)]


@pytest.mark.parametrize(
    "entries",
    [
        pytest.param(b"\x04\x01\x02", id="no-end"),
        pytest.param(b"\x07\x01", id="cut-address"),
        pytest.param(b"\x09\x00", id="unknown-kind"),
        pytest.param(b"\x03\x77\x01\x00", id="no-such-address"),
    ],
)
def test_bad_list(entries: bytes) -> None:
    with pytest.raises(BadObject):
        range_list(unit(debug_rnglists=entries), (Form.SEC_OFFSET, 0))
