from random import Random

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from inspector.detail.signatures.signature import signature
from inspector.model.report import Frame, Module, Report, Thread
from inspector.model.signature import SignatureRules


def stack(*names: str, kind: str = "native", **more: object) -> Report:
    frames = tuple(
        Frame(status="symbolicated", index=n, function=name, module=0, address=4096 + n)
        for n, name in enumerate(names)
    )
    modules = (Module(index=0, name="libship.so.1.2", address=4096, size=999),)
    thread = Thread(index=0, crashed=True, frames=frames)
    return Report(kind=kind, threads=(thread,), modules=modules)


@pytest.mark.parametrize(
    ("names", "text"),
    [
        pytest.param(["ship::sink(int)", "main"], "ship::sink", id="top-frame"),
        pytest.param(["memcpy", "ship::copy()", "main"], "memcpy | ship::copy", id="prefix"),
        pytest.param(
            ["__pthread_kill_implementation", "raise", "abort", "ship::check()"],
            "ship::check",
            id="abort",
        ),
        pytest.param(
            ["handler(int)", "crash_report()", "__restore_rt", "ship::sink()"],
            "ship::sink",
            id="behind-a-signal-handler",
        ),
        pytest.param(
            ["rust_panic", "std::panicking::rust_panic_with_hook", "core::panicking::panic_fmt",
             "core::option::unwrap_failed", "core::option::Option<T>::unwrap",
             "ship::dock::h0011223344556677"],
            "ship::dock",
            id="rust-panic",
        ),
        pytest.param(
            ["objc_msgSend", "-[Ship(Private) sail]", "start"], "objc_msgSend | -[Ship sail]",
            id="objc",
        ),
        pytest.param(["Swift._assertionFailure(_: x)", "static Ship.sail(to: Swift.Int) -> ()"],
                     "Ship.sail", id="swift"),
        pytest.param(["System.ThrowHelper.ThrowArgument()", "Ship.<SailAsync>d__3.MoveNext()"],
                     "Ship.SailAsync", id="dotnet"),
        pytest.param(["ship::sink(int) [clone .cold]", "main"], "ship::sink", id="clone"),
        pytest.param(["ship_sink.constprop.0.cold", "main"], "ship_sink", id="suffixes"),
        pytest.param(["std::f()", "std::f()", "ship::g()"], "std::f | ship::g", id="recursion"),
        pytest.param(["", "ship::g()"], "libship.so!? | ship::g", id="unknown-first"),
        pytest.param(["raise", "abort"], "raise", id="nothing-else"),
    ],
)  # fmt: skip
def test_signature(names: list[str], text: str) -> None:
    assert signature(stack(*names)).text == text


def test_scripts_without_a_map_are_known_by_file() -> None:
    thread = Thread(
        index=0,
        frames=(
            Frame(status="missing_source", raw_function="t.e", file="main.4f3a2b1c.js"),
            Frame(status="symbolicated", index=1, function="render", file="app.ts"),
        ),
    )
    assert signature(Report(kind="js", threads=(thread,))).text == "main.*.js | render"


def test_each_frame_says_its_rule() -> None:
    names = ["handler", "__restore_rt", "memcpy", "memcpy", "f.cold", "main"]
    steps = signature(stack(*names)).steps
    assert [(step.use, step.rule.split(" · ")[0]) for step in steps] == [
        ("above", "sentinel __restore_rt"),
        ("skip", "skip __restore_rt"),
        ("prefix", "prefix memcpy"),
        ("repeated", "the name before it once more"),
        ("used", "no rule names it: the signature ends here"),
        ("below", "after the end"),
    ]
    assert steps[4].rule.endswith("trim *.cold")


@pytest.mark.parametrize(
    ("rules", "text"),
    [
        pytest.param(SignatureRules(skip=("ship::check",)), "ship::sail", id="skip"),
        pytest.param(SignatureRules(prefix=("ship::*",)), "ship::check | ship::sail", id="prefix"),
        pytest.param(SignatureRules(trim=("ship::*",)), "check", id="trim"),
        pytest.param(SignatureRules(skip=("libship*!*",)), "abort", id="module"),
        pytest.param(SignatureRules(sentinel=("ship::sail",)), "ship::sail", id="sentinel"),
        pytest.param(SignatureRules(defaults=False), "abort", id="none-built-in"),
        pytest.param(
            SignatureRules(prefix=("abort",)), "abort | ship::check", id="own-rules-come-first"
        ),
    ],
)
def test_a_persons_rules(rules: SignatureRules, text: str) -> None:
    assert signature(stack("abort", "ship::check()", "ship::sail()"), rules).text == text


@pytest.mark.parametrize(
    ("rules", "word"),
    [
        pytest.param({"skip": [""]}, "empty", id="empty"),
        pytest.param({"prefix": ["*"]}, "every name", id="everything"),
        pytest.param({"trim": ["cold"]}, "needs a", id="trim-without-star"),
    ],
)
def test_rules_that_say_nothing_are_refused(rules: dict[str, list[str]], word: str) -> None:
    with pytest.raises(ValueError, match=word):
        msgspec.convert(rules, SignatureRules)


NAMES = [
    "memcpy",
    "ship::sail<int>(int)",
    "a::b::h{0:016x}",
    "abort",
    "",
    "f.cold.{0}",
    "sub_{0:x}",
]


@given(st.lists(st.sampled_from(NAMES), max_size=9), st.randoms())
def test_addresses_ids_and_the_order_of_modules_do_not_matter(
    names: list[str], random: Random
) -> None:
    """The same crash in another process and another build."""

    def built(shift: int, first: str) -> Report:
        order = sorted(range(3), key=lambda _: random.random())
        modules = tuple(
            Module(
                index=n,
                name=("app", "libc.so.6", first)[which],
                debug_id=f"{random.getrandbits(64):x}",
                address=shift + 0x10000 * which,
            )
            for n, which in enumerate(order)
        )
        frames = tuple(
            Frame(
                function=name.format(random.getrandbits(60)),
                module=order.index(n % 3),
                address=shift + n,
                offset=random.getrandbits(20),
                line=random.randrange(99),
            )
            for n, name in enumerate(names)
        )
        return Report(kind="native", threads=(Thread(index=0, frames=frames),), modules=modules)

    one, other = built(0x1000, "libx-1.2.so"), built(0x7F00_0000_0000, "libx-2.0.so")
    assert signature(one).text == signature(other).text


def test_only_the_crashed_thread_counts() -> None:
    report = stack("ship::sink()")
    idle = replace(report.threads[0], crashed=False, frames=(Frame(function="poll"),))
    assert signature(replace(report, threads=(idle, *report.threads))).text == "ship::sink"
    assert signature(replace(report, threads=())).text == ""


def test_a_long_stack_is_short() -> None:
    report = stack(*["std::" + "x" * 500 + str(n) for n in range(3000)])
    found = signature(report)
    assert len(found.text) <= 300
    assert len(found.steps) < 20
