import pytest

from inspector.detail.disassembly import Instruction, Listing
from inspector.detail.dwarf.variables import State, Variable, Variables
from inspector.detail.registers import RegisterNote
from inspector.detail.written import fact_lines, listing_lines, register_lines, variable_lines


def instruction(address: int, *, current: bool = False, line: int = 1) -> Instruction:
    return Instruction(
        address=address, size=1, raw="90", mnemonic="call", operands="0x10", current=current,
        name="f()", path="/a.c", line=line,
    )  # fmt: skip


def test_listing() -> None:
    listing = Listing(
        instructions=(instruction(1), instruction(2, current=True), instruction(3, line=2)),
        note="a note",
    )
    assert list(listing_lines(listing)) == [
        "  (a note)",
        "  /a.c:1",
        "         1  90  call 0x10  <f()>",
        ">        2  90  call 0x10  <f()>",
        "  /a.c:2",
        "         3  90  call 0x10  <f()>",
    ]


@pytest.mark.parametrize(
    ("state", "place", "value", "line"),
    [
        pytest.param("known", "rdi", "6", "arg int n = 6  [rdi]", id="known"),
        pytest.param("optimised out", "", "", "arg int n  [optimised out]", id="optimised-out"),
        pytest.param(
            "in memory", "memory at rsp", "",
            "arg int n  [memory at rsp; its memory is not in the request]", id="memory",
        ),
    ],
)  # fmt: skip
def test_variables(state: State, place: str, value: str, line: str) -> None:
    one = Variable(name="n", type="int", argument=True, depth=1, function="f", state=state,
                   place=place, value=value)  # fmt: skip
    assert list(variable_lines(Variables(variables=(one,)))) == ["  f (inlined)", f"    {line}"]


def test_registers_and_facts_stand_in_columns() -> None:
    notes = (RegisterNote(name="rax", value=1, note="near null"), RegisterNote(name="r8", value=2))
    assert list(register_lines(notes)) == ["  rax  00000001  near null", "  r8   00000002"]
    assert list(fact_lines((("a", "1"), ("long", "2")))) == ["  a     1", "  long  2"]
