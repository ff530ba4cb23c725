"""Instructions compared with what llvm-objdump said of the same files."""

import random

import pytest

from inspector.detail.cause import Access
from inspector.detail.code import Code
from inspector.detail.disassembly import AFTER, BEFORE, disassemble
from tests.detail.harbor_elf import code_of, instructions_by_llvm
from tests.harbor import CRASH_AT

BASES = {"armv7": 0x10000, "i686": 0x400000}  # what the linker put the image at
BUILDS = [
    pytest.param("gcc-dwarf5", "elf/gcc", id="gcc"),
    pytest.param("clang-dwarf5", "elf/clang", id="clang"),
    pytest.param("aarch64", "elf/aarch64", id="aarch64"),
    pytest.param("armv7", "elf/armv7", id="thumb"),
    pytest.param("i686", "elf/i686", id="x86"),
]


@pytest.mark.parametrize(("name", "build"), BUILDS)
@pytest.mark.parametrize("with_entry", [True, False], ids=["entry", "no-entry"])
def test_the_same_instructions_as_llvm(name: str, build: str, *, with_entry: bool) -> None:
    base = BASES.get(name, 0)
    told = {address - base: raw for address, raw in instructions_by_llvm(name)}
    assert len(told) > 5
    crash = CRASH_AT[build][0]
    found = disassemble(code_of(name, crash), crash, min(told) if with_entry else None)
    ours = {one.address: one.raw for one in found.instructions}
    common = {address for address in told if min(ours) <= address <= max(ours)}
    if with_entry:
        assert common <= set(ours)
        assert {address: ours[address] for address in common} == {
            address: told[address] for address in common
        }
    assert [one.address for one in found.instructions if one.current] == [crash]
    assert crash in told


@pytest.mark.parametrize(
    ("name", "build", "base"),
    [("gcc-dwarf5", "elf/gcc", "rdi"), ("aarch64", "elf/aarch64", "x0"),
     ("armv7", "elf/armv7", "r0"), ("i686", "elf/i686", "ecx")],
)  # fmt: skip
def test_the_crash_reads_the_weight_of_a_crate(name: str, build: str, base: str) -> None:
    crash = CRASH_AT[build][0]
    found = disassemble(code_of(name, crash), crash, None)
    (current,) = (one for one in found.instructions if one.current)
    assert current.accesses == (Access(base, offset=4),)


def test_a_return_address_is_in_the_call() -> None:
    found = disassemble(code_of("gcc-dwarf5", 0x12C1), 0x12C1, 0x12B0)
    (current,) = (one for one in found.instructions if one.current)
    assert (current.mnemonic, current.calls, current.target) == ("call", True, 0x1290)


def test_the_window_is_small() -> None:
    code = Code(arch="x86_64", start=0x1000, data=b"\x90" * 9000)
    found = disassemble(code, 0x1800, 0x1000)
    assert len(found.instructions) <= BEFORE + AFTER + 1


@pytest.mark.parametrize(
    ("code", "words"),
    [
        pytest.param(Code(arch="x86_64"), "only what describes it", id="no-bytes"),
        pytest.param(Code(arch="sparc", data=b"1234"), "sparc", id="unknown-processor"),
        pytest.param(Code(arch="arm64", data=b"\xff" * 8), "no instruction", id="no-instruction"),
        pytest.param(Code(arch="x86_64", start=99, data=b"\x90"), "no instruction", id="elsewhere"),
    ],
)
def test_a_reason_when_there_is_nothing(code: Code, words: str) -> None:
    found = disassemble(code, 0, None)
    assert found.instructions == ()
    assert words in found.note


@pytest.mark.parametrize("arch", ["x86", "x86_64", "arm", "arm64"])
def test_any_bytes_are_bounded(arch: str) -> None:
    chance = random.Random(7)
    for _ in range(60):
        code = Code(arch=arch, start=chance.randrange(64), data=chance.randbytes(300))
        address = chance.randrange(300)
        found = disassemble(code, address, chance.choice([None, 0, 8, address]))
        assert len(found.instructions) <= BEFORE + AFTER + 8
        assert found.instructions or found.note
