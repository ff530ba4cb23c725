import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.detail.cause import Access, Crashing, hints
from inspector.model.report import Frame, Report
from tests.detail.crashes import crash, in_app, nowhere

LOAD = Crashing(
    mnemonic="mov", operands="eax, dword ptr [rdi + 0x10]", accesses=(Access("rdi", offset=16),)
)
BLAMED = Frame(function="Ship::check(int)", path="/src/ship.cpp", line=7,
               context_line="  assert(tons > 0);")  # fmt: skip


@pytest.mark.parametrize(
    ("report", "crashing", "kind", "words"),
    [
        pytest.param(crash("f", rdi=0), LOAD, "null pointer", "plus 0x10", id="null"),
        pytest.param(
            crash("f", rdi=0),
            Crashing(mnemonic="mov", accesses=LOAD.accesses, fields={"rdi": {16: "Ship::tons"}}),
            "null pointer", "field Ship::tons", id="null-field",
        ),
        pytest.param(crash("f", rdi=0x4141_4141_4141_4141), LOAD, "non-canonical address",
                     "0x4141414141414141", id="non-canonical"),
        pytest.param(crash("f", rdi=0xDDDD_DDDD_DDDD_DDDD), LOAD, "use of a fill pattern",
                     "freed heap memory", id="freed"),
        pytest.param(crash("f", arch="x86", signal=0xC0000005, eax=0xBAADF00D),
                     Crashing(mnemonic="mov", accesses=(Access("eax"),)),
                     "use of a fill pattern", "never written", id="baadf00d"),
        pytest.param(crash("f", rax=0xFEEE_FEEE_FEEE_FEEE), None, "use of a fill pattern",
                     "rax is 0xfeeefeeefeeefeee", id="register-alone"),
        pytest.param(crash(*["a", "b"] * 80, rsp=0x7F00_0000_0010), None, "stack overflow",
                     "a -> b repeats 80 times", id="stack-overflow"),
        pytest.param(crash(*["a"] * 12, signal=6), None, "deep recursion", "12 times",
                     id="recursion"),
        pytest.param(crash("f", signal=0xC00000FD), None, "stack overflow", "0xc00000fd",
                     id="windows-stack-overflow"),
        pytest.param(crash(nowhere(0), "f"), None, "jump into nowhere", "null function pointer",
                     id="call-of-null"),
        pytest.param(crash(nowhere(0x12345678), "caller"), None, "jump into nowhere",
                     "called from caller", id="no-module"),
        pytest.param(crash(nowhere(0xCCCC_CCCC_CCCC_CCCC), "f"), None, "jump into nowhere",
                     "stack memory never written", id="call-of-a-pattern"),
        pytest.param(crash(Frame(function="f", module=0, address=0x401002), arch="arm64"), None,
                     "misaligned program counter", "multiples of 4", id="misaligned"),
        pytest.param(crash("raise", "abort", "__assert_fail", BLAMED, signal=6), None, "assertion",
                     "assert(tons > 0);", id="assertion"),
        pytest.param(crash("abort", "std::terminate()", "__cxa_throw", BLAMED, signal=6), None,
                     "uncaught exception", "/src/ship.cpp:7", id="exception"),
        pytest.param(crash("rust_panic", "core::option::unwrap_failed", "ship::sail", signal=6),
                     None, "panic", "unwrap_failed", id="rust"),
        pytest.param(crash("_assertionFailure", "Ship.sail()", signal=4), None, "panic",
                     "gave up", id="swift"),
        pytest.param(crash("abort", "f", signal=6), None, "abort", "ended itself", id="abort"),
        pytest.param(crash("__stack_chk_fail", "f", signal=6), None, "stack protector",
                     "beyond its end", id="stack-protector"),
        pytest.param(crash("abort", "__cxa_pure_virtual", "f", signal=6), None,
                     "pure virtual call", "virtual function", id="pure-virtual"),
        pytest.param(crash("abort", "std::__throw_bad_alloc()", "operator new", signal=6), None,
                     "out of memory", "allocated", id="out-of-memory"),
        pytest.param(crash("abort", "malloc_printerr", "_int_free", signal=6), None,
                     "heap corruption", "double free", id="double-free"),
        pytest.param(crash("f", signal=8), Crashing(mnemonic="idiv", operands="ecx"),
                     "division by zero", "idiv ecx", id="division"),
        pytest.param(crash("f", signal=0xC0000094), None, "division by zero", "0xc0000094",
                     id="windows-division"),
        pytest.param(crash("f", signal=4), Crashing(mnemonic="ud2"), "trap", "__builtin_trap",
                     id="ud2"),
        pytest.param(crash("f", signal=5, arch="arm64"), Crashing(mnemonic="brk", operands="#1"),
                     "trap", "brk #1", id="brk"),
        pytest.param(crash("f", signal=4), None, "illegal instruction", "SIGILL", id="illegal"),
        pytest.param(crash("f", signal=-0x1F928C9D), None, "uncaught exception", "0xe06d7363",
                     id="windows-exception"),
    ],
)  # fmt: skip
def test_the_first_hint(report: Report, crashing: Crashing | None, kind: str, words: str) -> None:
    first = hints(report, crashing)[0]
    assert first.kind == kind
    assert words in first.sentence
    assert "heuristic" in first.sentence
    assert first.evidence


@pytest.mark.parametrize(
    "report",
    [
        pytest.param(crash("f", signal=None), id="no-signal"),
        pytest.param(crash("f", rdi=0x401000), id="nothing-odd"),
        pytest.param(crash(signal=11), id="no-frames"),
        pytest.param(Report(kind="js"), id="script"),
        pytest.param(crash(*["a"] * 3), id="a-little-recursion"),
    ],
)
def test_no_idea_is_no_hint(report: Report) -> None:
    assert hints(report) == ()


def test_stack_memory_that_was_only_guessed_at_blames_nothing() -> None:
    assert hints(crash(Frame(address=5, trust="scan"), "f")) == ()


NAMES = ["f", "g", "abort", "__assert_fail", "", "std::terminate()"]


@given(
    st.lists(st.sampled_from(NAMES), max_size=60),
    st.integers(-(1 << 31), 1 << 32),
    st.integers(0, (1 << 64) - 1),
    st.sampled_from(["x86", "x86_64", "arm64", "arm", "", "wasm32"]),
)
def test_every_hint_has_evidence(names: list[str], signal: int, value: int, arch: str) -> None:
    report = crash(*(in_app(name) for name in names), signal=signal, arch=arch, rdi=value)
    for crashing in (None, LOAD):
        found = hints(report, crashing)
        assert all(hint.evidence and hint.text for hint in found)
        assert len({hint.kind for hint in found}) == len(found)
