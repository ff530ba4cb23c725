import pytest

from inspector.detail.registers import register_notes
from tests.detail.crashes import crash


@pytest.mark.parametrize(
    ("value", "note"),
    [
        pytest.param(0x401010, "ship +0x1010 f+0x10", id="module"),
        pytest.param(0x7FFF_0000_1000, "stack, 0x0 above the stack pointer", id="stack"),
        pytest.param(0x7FFF_0000_0FF8, "stack, 0x8 below the stack pointer", id="red-zone"),
        pytest.param(0, "null", id="null"),
        pytest.param(0x18, "near null", id="near-null"),
        pytest.param((1 << 64) - 1, "-1", id="minus-one"),
        pytest.param(0xDDDD_DDDD_DDDD_DDDD, "freed heap memory", id="pattern"),
        pytest.param(0x6F6C6C6568, 'text "hello"', id="text"),
        pytest.param(0x1234_5678_9ABC_DEF0, "non-canonical", id="non-canonical"),
        pytest.param(0x7F11_2233_4450, "", id="some-address"),
    ],
)
def test_notes(value: int, note: str) -> None:
    report = crash("f", rsp=0x7FFF_0000_1000, rax=value, rflags=0)

    def named(_module: int, away: int) -> str:
        return f"f+{away - 0x1000:#x}"

    stack, found, flags = register_notes(report, report.threads[0], named)
    assert found.value == value
    assert note in found.note
    assert bool(found.note) == bool(note)
    assert (stack.name, flags.note) == ("rsp", "")
