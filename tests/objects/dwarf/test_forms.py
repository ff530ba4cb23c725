"""Values of every form: read, and stepped over."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.objects.dwarf.codes import At, Form
from inspector.objects.dwarf.forms import Forms, declaration, sleb, uleb
from inspector.objects.errors import BadObject

LITTLE = Forms("little", 8, 4, 5)


def written(value: int, *, signed: bool = False) -> bytes:
    """The LEB128 spelling, as the standard describes it."""
    out = bytearray()
    while True:
        byte, value = value & 0x7F, value >> 7
        last = value == 0 if not signed else value == -(byte >> 6 & 1)
        out.append(byte | (0 if last else 0x80))
        if last:
            return bytes(out)


@given(st.integers(0, (1 << 64) - 1), st.binary(max_size=3))
def test_uleb(value: int, before: bytes) -> None:
    data = before + written(value) + b"\x80"
    assert uleb(data, len(before)) == (value, len(data) - 1)


@given(st.integers(-(1 << 63), (1 << 63) - 1))
def test_sleb(value: int) -> None:
    data = written(value, signed=True)
    assert sleb(data, 0) == (value, len(data))


def test_leb_without_end() -> None:
    with pytest.raises(IndexError):
        uleb(b"\x80\x80", 0)
    with pytest.raises(BadObject):
        uleb(b"\xff" * 100, 0)


VALUES = [
    pytest.param(Form.ADDR, bytes([1, 2, 0, 0, 0, 0, 0, 0]), 0x201, id="addr"),
    pytest.param(Form.DATA2, b"\x01\x02", 0x201, id="data2"),
    pytest.param(Form.STRX3, b"\x01\x02\x03", 0x30201, id="strx3"),
    pytest.param(Form.STRX4, b"\x01\x02\x03\x04", 0x4030201, id="strx4"),
    pytest.param(Form.DATA16, b"\x01" + bytes(15), 1, id="data16"),
    pytest.param(Form.STRP, b"\x09\0\0\0", 9, id="strp"),
    pytest.param(Form.UDATA, b"\x81\x01", 129, id="udata"),
    pytest.param(Form.SDATA, b"\x7f", -1, id="sdata"),
    pytest.param(Form.GNU_ADDR_INDEX, b"\x05", 5, id="gnu-addr-index"),
    pytest.param(Form.STRING, b"dock\0", b"dock", id="string"),
    pytest.param(Form.EXPRLOC, b"\x02\x91\x68", b"\x91\x68", id="exprloc"),
    pytest.param(Form.BLOCK2, b"\x01\x00\x07", b"\x07", id="block2"),
    pytest.param(Form.FLAG_PRESENT, b"", 0, id="flag-present"),
    pytest.param(Form.GNU_REF_ALT, b"\x01\0\0\0", 1, id="gnu-ref-alt"),
]


@pytest.mark.parametrize(("form", "data", "value"), VALUES)
def test_value(form: Form, data: bytes, value: Any) -> None:
    assert LITTLE.read(form, data + b"rest", 0) == (form, value, len(data))


@pytest.mark.parametrize(("form", "data", "value"), VALUES)
def test_stepping_over_is_reading(form: Form, data: bytes, value: Any) -> None:
    """With the same entry made of it, between two of fixed size."""
    specs = ((At.NAME, Form.DATA1, 0), (At.LOW_PC, form, 0), (At.HIGH_PC, Form.DATA4, 0))
    shape = LITTLE.shape(0x2E, False, specs)
    entry = b"\x01" + data + bytes(4)
    attributes, end = LITTLE.attributes(shape, entry, 0)
    assert attributes[At.LOW_PC] == (form, value)
    assert end == LITTLE.over(shape.steps, entry, 0) == len(entry)


def test_sizes_depend_on_the_unit() -> None:
    wide = Forms("big", 4, 8, 2)
    assert wide.read(Form.ADDR, b"\0\0\x01\0", 0) == (Form.ADDR, 256, 4)
    assert wide.read(Form.SEC_OFFSET, b"\0" * 7 + b"\x07", 0)[1:] == (7, 8)
    assert wide.read(Form.REF_ADDR, b"\0\0\0\x07", 0)[1:] == (7, 4)  # version 2: an address


def test_indirect() -> None:
    assert LITTLE.read(Form.INDIRECT, b"\x0b\x07", 0) == (Form.DATA1, 7, 2)
    with pytest.raises(BadObject):
        LITTLE.read(Form.INDIRECT, bytes([Form.INDIRECT]) * 100, 0)


def test_implicit_constant_takes_no_bytes() -> None:
    shape = LITTLE.shape(0x2E, False, ((At.CALL_FILE, Form.IMPLICIT_CONST, -3),))
    assert LITTLE.attributes(shape, b"", 0) == ({At.CALL_FILE: (Form.IMPLICIT_CONST, -3)}, 0)


@pytest.mark.parametrize("form", [0x00, 0x7F, 0x1F03])
def test_unknown_form(form: int) -> None:
    with pytest.raises(BadObject, match="unknown form"):
        LITTLE.read(form, bytes(20), 0)


def test_an_entry_beyond_its_unit() -> None:
    shape = LITTLE.shape(0x2E, False, ((At.LOW_PC, Form.ADDR, 0),))
    with pytest.raises(BadObject, match="beyond"):
        LITTLE.attributes(shape, b"\x01\x02", 0)


TABLE = (
    bytes([1, 0x24, 0, At.NAME, Form.STRP, 0, 0])
    + bytes([200, 1, 0x11, 1, At.NAME, Form.STRP, At.LANGUAGE, Form.IMPLICIT_CONST, 0x7D, 0, 0])
    + b"\0"
)


def test_declaration() -> None:
    specs = ((At.NAME, Form.STRP, 0), (At.LANGUAGE, Form.IMPLICIT_CONST, -3))
    assert declaration(TABLE, 200) == (0x11, True, specs)
    assert declaration(TABLE, 1) == (0x24, False, ((At.NAME, Form.STRP, 0),))
    with pytest.raises(BadObject, match="no abbreviation 7"):
        declaration(TABLE, 7)
    with pytest.raises(IndexError):
        declaration(TABLE[:-1], 7)
