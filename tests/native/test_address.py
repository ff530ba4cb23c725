"""Which address is looked up for a frame."""

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.model.address import MAX, parse_address
from inspector.native.address import cpu, lookup_address, reading


@pytest.mark.parametrize(
    ("arch", "exact", "caller"),
    [
        pytest.param("x86", 0x1337, 0x1336, id="x86"),
        pytest.param("x86_64", 0x1337, 0x1336, id="x86_64"),
        pytest.param("x86_64h", 0x1337, 0x1336, id="haswell"),
        pytest.param("arm", 0x1336, 0x1334, id="arm"),
        pytest.param("armv7s", 0x1336, 0x1334, id="armv7s"),
        pytest.param("arm64", 0x1334, 0x1330, id="arm64"),
        pytest.param("arm64e", 0x1334, 0x1330, id="arm64e"),
        pytest.param("arm64_32", 0x1334, 0x1330, id="ilp32"),
        pytest.param("ppc", 0x1334, 0x1330, id="ppc"),
        pytest.param("ppc64", 0x1330, 0x1328, id="ppc64"),
        pytest.param("mips", 0x1334, 0x132C, id="mips-delay-slot"),
        pytest.param("mips64", 0x1334, 0x132C, id="mips64"),
        pytest.param("wasm32", 0x1334, 0x1330, id="wasm"),
        pytest.param("unknown", 0x1337, 0x1336, id="unknown"),
        pytest.param("riscv64", 0x1337, 0x1336, id="unheard-of"),
    ],
)
def test_lookup_address(arch: str, exact: int, caller: int) -> None:
    kind = cpu(arch)
    assert lookup_address(0x1337, kind, caller=False) == exact
    assert lookup_address(0x1337, kind, caller=True) == caller


@pytest.mark.parametrize(
    ("arch", "first", "signal", "registers", "expected"),
    [
        pytest.param("x86_64", False, None, {}, True, id="not-first"),
        pytest.param("x86_64", True, None, {}, False, id="first"),
        pytest.param("x86_64", True, 11, {}, False, id="no-register"),
        pytest.param("x86_64", True, 11, {"rip": 0x1337}, False, id="same-ip"),
        pytest.param("x86_64", True, 11, {"rip": 0x9999}, True, id="other-ip"),
        pytest.param("x86_64", True, 11, {"rip": 0}, True, id="null-ip-counts"),
        pytest.param("x86_64", True, 11, {"RIP": 0x9999}, False, id="register-case"),
        pytest.param("x86_64", True, 4, {"rip": 1}, True, id="illegal-instruction"),
        pytest.param("x86_64", True, 10, {"rip": 1}, True, id="macos-bus"),
        pytest.param("x86_64", True, 7, {"rip": 1}, False, id="linux-bus-does-not-count"),
        pytest.param("x86_64", True, 6, {"rip": 1}, False, id="abort"),
        pytest.param("x86_64", True, None, {"rip": 1}, False, id="no-signal"),
        pytest.param("x86", True, 11, {"eip": 1}, True, id="x86"),
        pytest.param("arm64", True, 11, {"pc": 1}, True, id="arm64"),
        pytest.param("ppc64", True, 11, {"srr0": 1}, True, id="ppc"),
        pytest.param("wasm32", True, 11, {"pc": 1}, False, id="wasm-has-none"),
        pytest.param("unknown", True, 11, {"pc": 1}, False, id="unknown-has-none"),
    ],
)
def test_reading(
    arch: str, first: bool, signal: int | None, registers: dict[str, int], expected: bool
) -> None:
    found = reading(0x1337, cpu(arch), first=first, signal=signal, registers=registers)
    assert (found != "innermost") is expected
    assert (found == "caller") is not first


@given(st.integers(0, MAX), st.sampled_from(["x86_64", "arm", "arm64", "mips", "ppc64"]))
def test_stepping_back_lands_on_an_instruction(address: int, arch: str) -> None:
    kind = cpu(arch)
    before = lookup_address(address, kind, caller=True)
    assert 0 <= before <= MAX
    assert before % kind.align == 0
    assert (address - before) % (MAX + 1) in range(kind.step, kind.step + kind.align)


def test_the_reference_table(shared: Path) -> None:
    table = json.loads((shared / "conformance/cases/tables/addresses.json").read_text("utf-8"))
    rows = [row for row in table["rows"] if row["check"] == "caller_address"]
    assert len(rows) >= 14
    for row in rows:
        kind, address = cpu(row["arch"]), parse_address(row["address"])
        registers = {}
        if row["ip_register"] is not None and kind.ip is not None:
            registers[kind.ip] = parse_address(row["ip_register"])
        taken_for = reading(
            address, kind, first=row["first_frame"], signal=row["signal"], registers=registers
        )
        caller = taken_for != "innermost"
        expected = parse_address(row["expected"])
        assert lookup_address(address, kind, caller=caller) == expected, row["id"]
