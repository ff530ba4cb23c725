"""Modules by address: gaps, overlaps, and addresses that no module owns."""

import random

from inspector.model.report import Frame, Module, Report, Thread
from inspector.tui.listing.load_map import Gap, Lost, ModuleSpan, load_map, where


def module(index: int, address: int, size: int | None = 0x100) -> Module:
    return Module(index=index, name=f"m{index}", address=address, size=size)


def report(modules: tuple[Module, ...], *frames: Frame) -> Report:
    return Report(kind="native", modules=modules, threads=(Thread(index=0, frames=frames),))


def test_order_gaps_and_overlaps() -> None:
    modules = (module(0, 0x1000), module(1, 0x400), module(2, 0x1080), module(3, 0x1180))
    spans = load_map(report(modules), None)
    assert spans == (
        ModuleSpan(modules[1]),
        Gap(0x500, 0xB00),
        ModuleSpan(modules[0]),
        ModuleSpan(modules[2], overlap=0x80),
        ModuleSpan(modules[3]),
    )


def test_a_module_inside_another_hides_no_gap() -> None:
    modules = (module(0, 0x1000, 0x1000), module(1, 0x1100, 0x10), module(2, 0x3000))
    spans = load_map(report(modules), None)
    assert spans[1] == ModuleSpan(modules[1], overlap=0x10)
    assert spans[2] == Gap(0x2000, 0x1000)


def test_lost_addresses_stand_between_their_neighbours() -> None:
    modules = (module(0, 0x1000), module(1, 0x2000))
    frames = (
        Frame(index=0, address=0x1800),
        Frame(index=1, address=0x10),
        Frame(index=2, address=0x9000),
        Frame(index=3, address=0x1800),
    )
    spans = load_map(report(modules, *frames), frames[0])
    assert spans == (
        Lost(0x10, ((0, 1),), None, ("m0", 0xFF0)),
        ModuleSpan(modules[0]),
        Gap(0x1100, 0xF00),
        Lost(0x1800, ((0, 0), (0, 3)), ("m0", 0x700), ("m1", 0x800), selected=True),
        ModuleSpan(modules[1]),
        Lost(0x9000, ((0, 2),), ("m1", 0x6F00), None),
    )
    assert where(spans) == 3


def test_the_owner_of_the_selected_frame_is_marked() -> None:
    modules = (module(0, 0x1000), module(1, 0x2000))
    frame = Frame(address=0x2010, module=1)
    spans = load_map(report(modules, frame), frame)
    assert [span.owns for span in spans if isinstance(span, ModuleSpan)] == [False, True]
    assert where(spans) == 2


def test_modules_without_addresses_are_left_out() -> None:
    assert load_map(report((module(0, 0),), Frame(index=0)), None) == ()
    lost = load_map(report((), Frame(address=5)), None)
    assert lost == (Lost(5, ((0, 0),), None, None),)


def test_ten_thousand_modules_and_as_many_lost_addresses() -> None:
    """Every one of them is there, in order; a quadratic map would take minutes."""
    dice = random.Random(1)
    modules = tuple(module(n, dice.randrange(1, 1 << 40), 0x1000) for n in range(10_000))
    frames = (Frame(index=n, address=dice.randrange(1 << 41)) for n in range(10_000))
    spans = load_map(report(modules, *frames), None)
    assert sum(isinstance(span, ModuleSpan) for span in spans) == 10_000
    lost = [span.address for span in spans if isinstance(span, Lost)]
    assert lost == sorted(lost)
    assert len(lost) > 9_000
