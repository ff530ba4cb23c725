import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.detail.dwarf.expressions import place_of, term_of
from inspector.detail.dwarf.places import Place
from inspector.objects.errors import BadObject
from tests.detail.dwarf.test_places import machine

REGISTERS = {"rdi": 0x10, "rsp": 0x7000, "rbx": 6}
X86 = machine(REGISTERS, "x86_64")


@pytest.mark.parametrize(
    ("expression", "place"),
    [
        pytest.param(b"", Place(kind="optimised out", text="optimised out"), id="empty"),
        pytest.param(b"\x55", Place(kind="register", text="rdi", value=0x10), id="register"),
        pytest.param(b"\x51", Place(kind="register", text="rdx"), id="register-not-known"),
        pytest.param(b"\x90\x05", Place(kind="register", text="rdi", value=0x10), id="regx"),
        pytest.param(
            b"\x77\x08", Place(kind="memory", text="memory at rsp + 8", address=0x7008), id="breg"
        ),
        pytest.param(
            b"\x91\x68", Place(kind="memory", text="memory at frame base - 24"), id="fbreg"
        ),
        pytest.param(b"\x73\x7f\x9f", Place(kind="value", text="rbx - 1", value=5), id="computed"),
        pytest.param(b"\x30\x9f", Place(kind="value", text="0", value=0), id="literal"),
        pytest.param(
            b"\x9e\x04\x01\x02\x00\x00",
            Place(kind="value", text="constant", value=0x201, raw=b"\x01\x02\0\0"),
            id="implicit",
        ),
        pytest.param(
            b"\xa3\x01\x55\x9f", Place(kind="value", text="rdi at entry", at_entry=True), id="entry"
        ),
        pytest.param(
            b"\xf3\x01\x51\x31\x24\x23\x01\x9f",
            Place(kind="value", text="(rdx at entry << 1) + 1", at_entry=True),
            id="entry-computed",
        ),
        pytest.param(
            b"\x55\x93\x08\x53\x93\x08",
            Place(kind="pieces", text="rdi (64 bits), rbx (64 bits)", value=6 << 64 | 0x10),
            id="pieces",
        ),
        pytest.param(
            b"\x55\x93\x08\x93\x08",
            Place(kind="pieces", text="rdi (64 bits), optimised out (64 bits)"),
            id="piece-missing",
        ),
        pytest.param(
            b"\x75\x00\x06\x9f", Place(kind="value", text="*(rdi)"), id="memory-has-no-value"
        ),
        pytest.param(
            b"\xf2\0\0\0\0\x00",
            Place(kind="implicit pointer", text="points to what was optimised out"),
            id="implicit-pointer",
        ),
    ],
)
def test_place(expression: bytes, place: Place) -> None:
    assert place_of(expression, X86) == place


@pytest.mark.parametrize(
    "expression",
    [
        pytest.param(b"\x2f\xfd\xff", id="endless-loop"),
        pytest.param(b"\x2f\x00\x70", id="jump-outside"),
        pytest.param(b"\x22", id="empty-stack"),
        pytest.param(b"\x03\x01", id="cut"),
        pytest.param(b"\x07", id="unknown-operation"),
        pytest.param(b"\x31" * 100, id="too-many-values"),
        pytest.param(b"\x31\x30\x1b", id="division-by-zero"),
        pytest.param(b"\x31\x12\x2f\xfc\xff", id="growing-loop"),
        pytest.param(b"\x55\x93\xff\xff\xff\xff\x0f", id="absurd-piece"),
        pytest.param(b"\xa3\x0a\xa3\x08\xa3\x06\xa3\x04\xa3\x02\xa3\x00", id="nested-entries"),
    ],
)
def test_nonsense_is_one_error(expression: bytes) -> None:
    with pytest.raises(BadObject):
        place_of(expression, X86)


@given(st.binary(max_size=60))
def test_any_bytes_are_a_place_or_the_one_error(expression: bytes) -> None:
    try:
        place = place_of(expression, X86)
    except BadObject:
        return
    assert len(place.text) <= 300


OPERATIONS = st.sampled_from([bytes([op]) for op in range(0x100)])


@given(st.lists(st.one_of(OPERATIONS, st.binary(min_size=1, max_size=4)), max_size=20))
def test_mixed_operations_are_bounded(parts: list[bytes]) -> None:
    try:
        place_of(b"\x55\x30\x31" + b"".join(parts), X86)
    except BadObject:
        return


def test_the_value_of_a_frame_base() -> None:
    assert term_of(b"\x57", X86).value == 0x7000
    assert term_of(b"\x9c", X86).text == "CFA"
