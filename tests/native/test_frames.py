"""One raw frame + a table -> finished frames: which address, which fields, which are dropped."""

from typing import Any

import pytest

from inspector.native.frames import Answers, FrameFinisher
from inspector.native.modules import ModuleMap
from inspector.native.wire import Thread, from_tree
from inspector.objects.identify import identify
from inspector.objects.symcache import Location, SymCache, convert
from tests.harbor import HARBOR
from tests.native.fakes import FakeTable, World, place
from tests.native.one_module import (
    AT,
    BASE,
    ELF,
    INLINED,
    MAIN,
    answered,
    frames,
    request,
    with_file,
)

IMAGE = 0x1_0000_0000
ARRIVE = IMAGE + 0x380
"""Entry of `Dock::arrive`. Before it there is only `_mh_execute_header`, a symbol without line."""
GAP = IMAGE + 0x3B2
"""One past its last byte: padding."""
END = IMAGE + 0x1000

EXACT = ("_ZN6harbor4Dock6arriveEi", 44, ARRIVE)
SHIFTED = ("_mh_execute_header", 0, ARRIVE - 1)


@pytest.fixture(scope="module")
def macho(tmp_path_factory: pytest.TempPathFactory) -> SymCache:
    """The x86_64 half of harbor's dSYM."""
    path = str(HARBOR / "macho/harbor.fat.dSYM/Contents/Resources/DWARF/harbor.fat")
    info, out = identify(path)[0], str(tmp_path_factory.mktemp("table") / "table")
    convert(path, info.offset, info.size, out)
    return SymCache.open(out)


def ip(value: int | str, signal: int | None = 11, register: str = "rip") -> dict[str, Any]:
    """The instruction pointer and the signal that a request tells."""
    return {"signal": signal, "registers": {register: value}}


@pytest.mark.symbolic
@pytest.mark.parametrize(
    ("addresses", "extras", "which", "expected"),
    [
        pytest.param([ARRIVE], {}, 0, EXACT, id="crashing"),
        pytest.param([ARRIVE, ARRIVE], {}, 1, SHIFTED, id="called"),
        pytest.param([ARRIVE, ARRIVE + 1], {}, 1, EXACT, id="called-one-byte-inside"),
        pytest.param([ARRIVE], ip(ARRIVE + 0x5F), 0, SHIFTED, id="signal-and-another-ip"),
        pytest.param([ARRIVE], ip(ARRIVE), 0, EXACT, id="signal-and-the-same-ip"),
        pytest.param([ARRIVE], ip("0x0"), 0, SHIFTED, id="ip-0-is-a-value"),
        pytest.param([ARRIVE], {"signal": 11}, 0, EXACT, id="signal-without-ip"),
        pytest.param([ARRIVE], ip(1, register="pc"), 0, EXACT, id="ip-of-another-cpu"),
        pytest.param([ARRIVE], ip(1, signal=None), 0, EXACT, id="ip-without-signal"),
        pytest.param([ARRIVE], ip(1, signal=7), 0, EXACT, id="another-signal"),
        pytest.param([ARRIVE], ip(1, signal=10), 0, SHIFTED, id="signal-10"),
        pytest.param([END], {}, 0, ("missing_symbol", None, END), id="image-end-is-inside"),
        pytest.param([END + 1], {}, 0, ("unknown_image", None, END + 1), id="beyond-the-image"),
        pytest.param(
            [ARRIVE, IMAGE], {}, 1, ("missing_symbol", None, IMAGE), id="shifted-below-the-image"
        ),
        pytest.param([GAP], {}, 0, ("missing_symbol", None, GAP), id="gap-after-a-function"),
        pytest.param([ARRIVE, GAP], {}, 1, (EXACT[0], 53, GAP - 1), id="called-at-the-very-end"),
    ],
)
def test_which_address_is_looked_up(
    macho: SymCache, addresses: list[int], extras: Any, which: int, expected: Any
) -> None:
    """The rows of spec/native.md 7.2 on a table of the same shape."""
    given = [{"instruction_addr": address} for address in addresses]
    assert outcome(macho, given, which, **extras) == expected


@pytest.mark.symbolic
@pytest.mark.parametrize(
    ("flags", "which", "expected"),
    [
        pytest.param([None, False], 1, EXACT, id="flagged-as-exact"),
        pytest.param([None, False], 0, SHIFTED, id="beside-a-flagged-one"),
        pytest.param([True], 0, SHIFTED, id="flagged-as-caller"),
        pytest.param([False, None], 0, EXACT, id="its-own-flag-wins"),
    ],
)
def test_flags_of_frames(
    macho: SymCache, flags: list[bool | None], which: int, expected: Any
) -> None:
    given = [{"instruction_addr": ARRIVE, "adjust_instruction_addr": flag} for flag in flags]
    assert outcome(macho, given, which) == expected


def outcome(
    table: SymCache,
    given: list[dict[str, Any]],
    which: int,
    signal: int | None = None,
    registers: dict[str, Any] | None = None,
) -> tuple[str | None, int | None, int]:
    """Symbol or else status, line, and the address echoed, of one frame of a thread."""
    image = ELF | {"image_addr": IMAGE, "image_size": END - IMAGE}
    thread = {"frames": given, "registers": registers or {}}
    asked = request(modules=[image], stacktraces=[thread], signal=signal)
    frame = answered(with_file({"good": table}), asked)[which]
    return frame.symbol or frame.status, frame.lineno, int(frame.instruction_addr, 16)


@pytest.mark.symbolic
def test_a_symbol_without_line(macho: SymCache) -> None:
    """Line 0 is told, a language or a path that nobody knows are not."""
    image = ELF | {"image_addr": IMAGE, "image_size": END - IMAGE}
    (frame,) = answered(with_file({"good": macho}), request(IMAGE + 1, modules=[image]))
    assert (frame.function, frame.lineno, frame.sym_addr) == ("_mh_execute_header", 0, hex(IMAGE))
    assert (frame.lang, frame.filename, frame.abs_path) == (None, None, None)


def test_a_relative_frame_of_a_module_with_an_address_becomes_absolute() -> None:
    world = with_file(INLINED)
    sent = {"instruction_addr": 0x20, "addr_mode": "rel:0"}
    first, _, second = answered(world, frames(sent, sent))
    assert (first.addr_mode, first.instruction_addr, first.symbol) == ("abs", hex(AT), "inner")
    assert (second.addr_mode, second.instruction_addr) == ("abs", hex(AT - 1))


@pytest.mark.parametrize(
    ("base", "mode", "expected"),
    [
        pytest.param(0, "rel:0", ("main", "0x20", "rel:0"), id="no-address"),
        pytest.param(1 << 63, "rel:0", ("main", "0x8000000000000020", "abs"), id="high-address"),
        pytest.param(0, "abs", (None, "0x20", "abs"), id="absolute-where-there-is-none"),
    ],
)
def test_modules_without_an_address(base: int, mode: str, expected: tuple[str, str, str]) -> None:
    """Nothing is adjusted there, whatever the flags say."""
    sent = {"instruction_addr": 0x20, "addr_mode": mode, "adjust_instruction_addr": not base}
    asked = frames(sent, modules=[ELF | {"image_addr": base}])
    (frame,) = answered(with_file(MAIN), asked)
    assert (frame.symbol, frame.instruction_addr, frame.addr_mode) == expected


def test_a_relative_address_beyond_64_bits_is_looked_up_as_it_is() -> None:
    top = (1 << 64) - 8
    sent = {"instruction_addr": 0x20, "addr_mode": "rel:0", "adjust_instruction_addr": True}
    (frame,) = answered(with_file(MAIN), frames(sent, modules=[ELF | {"image_addr": top}]))
    assert (frame.symbol, frame.instruction_addr, frame.sym_addr) == ("main", "0x0", "0x0")


def test_every_copy_of_an_inline_chain_carries_what_was_sent() -> None:
    sent = {
        "trust": "cfi",
        "platform": "nodejs",
        "function_id": 5,
        "adjust_instruction_addr": False,
    }
    for frame in answered(with_file(INLINED), frames({"instruction_addr": AT} | sent)):
        assert (frame.trust, frame.platform, frame.function_id) == ("cfi", "node", "0x5")
        assert frame.adjust_instruction_addr is False


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        pytest.param("/src/a.c", ("a.c", "/src/a.c"), id="known"),
        pytest.param("", ("sent.c", "/sent.c"), id="unknown"),
        pytest.param("C:\\src\\a.c", ("a.c", "C:\\src\\a.c"), id="windows"),
    ],
)
def test_the_senders_file_stands_in_for_an_unknown_one(path: str, expected: Any) -> None:
    world = with_file({"good": FakeTable({0x20: (place(path=path),)})})
    sent = {"instruction_addr": AT, "filename": "sent.c", "abs_path": "/sent.c"}
    (frame,) = answered(world, frames(sent))
    assert (frame.filename, frame.abs_path) == expected


def test_an_unknown_language_is_not_told() -> None:
    world = with_file({"good": FakeTable({0x20: (place(lang=""),)})})
    (frame,) = answered(world, frames({"instruction_addr": AT, "lang": "rust"}))
    assert frame.lang is None


def test_a_thread_keeps_its_names_and_its_registers_in_order() -> None:
    thread = {
        "thread_id": (1 << 64) - 1,
        "thread_name": "main",
        "is_requesting": False,
        "registers": {"r8": "0x0000000000000010", "r10": -1, "R9": "7"},
        "frames": [],
    }
    (answer,) = World().run(request(stacktraces=[thread])).response.stacktraces
    assert (answer.thread_id, answer.thread_name, answer.is_requesting) == (
        (1 << 64) - 1,
        "main",
        False,
    )
    assert list(answer.registers.items()) == [
        ("R9", "0x7"),
        ("r10", "0xffffffffffffffff"),
        ("r8", "0x10"),
    ]
    assert answer.frames == []


class Counting(FakeTable):
    """A table that counts what it is asked."""

    asked = 0

    def lookup(self, rel: int, offset: int | None = None) -> tuple[Location, ...]:
        self.asked += 1
        return (place(),)


def test_an_address_is_looked_up_once_and_others_get_their_turn() -> None:
    table = Counting()
    asked = from_tree(request(*[AT] * 1200))
    finisher = FrameFinisher(ModuleMap(asked.modules), {0: Answers(symcache=table)}, None)
    *pauses, thread = finisher.thread(asked.stacktraces[0])
    assert pauses == [None, None]
    assert isinstance(thread, Thread)
    assert len(thread.frames) == 1200
    assert table.asked == 2  # the crash, and the call before it


def test_an_inline_chain_is_innermost_first() -> None:
    world = with_file(INLINED)
    inner, outer = answered(world, request(AT))
    assert (inner.symbol, inner.sym_addr, inner.original_index) == ("inner", None, 0)
    assert (outer.symbol, outer.sym_addr, outer.original_index) == ("outer", "0x1018", 0)


def test_success_drops_and_failure_keeps_what_the_reporter_sent() -> None:
    world = with_file(MAIN)
    sent = {"in_app": True, "vars": {"a": 1}, "source_link": "x", "lang": "go", "function": "f"}
    good, bad = answered(
        world,
        frames({"instruction_addr": AT} | sent, {"instruction_addr": 0x9999} | sent),
    )
    assert (good.in_app, good.vars, good.source_link, good.lang) == (None, None, None, "c")
    assert (bad.in_app, bad.vars, bad.source_link, bad.lang) == (True, {"a": 1}, "x", "go")


def test_the_package_is_the_modules_code_file_once_there_is_a_module() -> None:
    sent = {"instruction_addr": AT, "package": "sent"}
    named = frames(sent, modules=[ELF | {"code_file": "/lib/x"}])
    assert answered(World(), named)[0].package == "/lib/x"
    assert answered(World(), frames(sent))[0].package is None
    assert answered(World(), frames(sent | {"instruction_addr": 1}))[0].package == "sent"


SCAN = {"trust": "scan"}


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        pytest.param({"instruction_addr": 0x9999} | SCAN, [], id="scan-unknown-image"),
        pytest.param({"instruction_addr": BASE} | SCAN, [], id="scan-missing-symbol"),
        pytest.param({"instruction_addr": AT} | SCAN, ["symbolicated"], id="scan-symbolicated"),
        pytest.param(
            {"instruction_addr": 0x9999, "trust": "cfiscan"}, ["unknown_image"], id="cfiscan"
        ),
    ],
)
def test_scanned_frames(sent: dict[str, Any], kept: list[str]) -> None:
    world = with_file(MAIN)
    assert [frame.status for frame in answered(world, frames(sent))] == kept


def test_a_module_whose_frames_were_all_dropped_is_unused_again() -> None:
    world = with_file(MAIN)
    module = world.run(frames({"instruction_addr": BASE} | SCAN)).response.modules[0]
    assert (module.debug_status, module.arch, module.features.has_debug_info) == (
        "unused",
        "x86_64",
        True,
    )


def test_garbage_below_the_entry_is_dropped() -> None:
    world = with_file({"good": FakeTable({0x20: (place(0, "_start"),)})})
    assert [f.status for f in answered(world, request(AT, 0x9999))] == ["symbolicated"]
    kept = [f.status for f in answered(world, request(AT, 0x9999, 0x9999))]
    assert kept == ["symbolicated", "unknown_image", "unknown_image"]


@pytest.mark.parametrize(
    ("sent", "function", "symbol"),
    [
        pytest.param({"function": "_Z1fv"}, "f()", "_Z1fv", id="function-only"),
        pytest.param({"symbol": "_Z1fv"}, "f()", "_Z1fv", id="symbol-only"),
        pytest.param({"symbol": "_Z1fv", "function": "g"}, "g", "_Z1fv", id="both"),
        pytest.param({"function": "main"}, "main", None, id="plain"),
        pytest.param({"function": "-[A b]"}, "-[A b]", "-[A b]", id="objective-c"),
        pytest.param({}, None, None, id="neither"),
    ],
)
def test_a_failed_frame_gets_a_readable_name(
    sent: dict[str, Any], function: str | None, symbol: str | None
) -> None:
    (frame,) = answered(World(), frames({"instruction_addr": 1} | sent))
    assert (frame.function, frame.symbol) == (function, symbol)
