"""Which module owns an address, and the sizes that are filled in."""

import json
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.native.modules import ModuleMap
from inspector.native.wire import U64, Address, AddrMode, RawFrame, RawModule, RawThread, decode

TOP = 0xFFFF_FFFF_FFFF_FFFF


def image(start: int, size: int | None = None) -> RawModule:
    return RawModule(
        type="elf", image_addr=Address(start), image_size=None if size is None else U64(size)
    )


@pytest.mark.parametrize(
    ("images", "sizes"),
    [
        pytest.param([image(0x2000, 0x1000), image(0x1000)], [0x1000, 0x1000], id="gap-filled"),
        pytest.param([image(0x1000, 0), image(0x3000)], [0x2000, None], id="zero-filled"),
        pytest.param([image(0x1000), image(0x1000)], [0, None], id="same-address"),
        pytest.param([image(0), image(0)], [0, None], id="no-addresses"),
        pytest.param([image(0), image(0x4000, 5)], [0x4000, 5], id="up-to-the-first-real-one"),
        pytest.param([image(0x1000, 0)], [0], id="the-last-keeps-zero"),
        pytest.param([], [], id="none"),
    ],
)
def test_sizes(images: list[RawModule], sizes: list[int | None]) -> None:
    assert ModuleMap(images).sizes == sizes


@pytest.mark.parametrize(
    ("images", "address", "owner"),
    [
        pytest.param([image(0x1000, 0x100)], 0x0FFF, None, id="below"),
        pytest.param([image(0x1000, 0x100)], 0x1000, 0, id="start"),
        pytest.param([image(0x1000, 0x100)], 0x1100, 0, id="the-end-is-inside"),
        pytest.param([image(0x1000, 0x100)], 0x1101, None, id="beyond"),
        pytest.param([image(0x1000)], TOP, 0, id="no-size-reaches-to-infinity"),
        pytest.param([image(0x1000), image(0x1000)], 0x1000, 1, id="last-of-equals"),
        pytest.param([image(0x1000, 0x9000), image(0x2000, 0x10)], 0x3000, None, id="no-2nd-try"),
        pytest.param([image(TOP - 1, 5)], TOP, None, id="range-overflows"),
        pytest.param([image(TOP - 1, 1)], TOP, 0, id="range-just-fits"),
        pytest.param([], 0x1000, None, id="no-modules"),
    ],
)
def test_find(images: list[RawModule], address: int, owner: int | None) -> None:
    assert ModuleMap(images).find(address) == owner


def test_relative_frames_name_their_module() -> None:
    modules = ModuleMap([image(0x2000, 0x10), image(0x1000)])
    assert modules.owner_of(0x9999, 0) == 0
    assert modules.owner_of(0x9999, 2) is None


def test_used_are_those_of_raw_frames() -> None:
    modules = ModuleMap([image(0x1000, 0x10), image(0x2000, 0x10), image(0x3000, 0x10)])
    frames = (
        RawFrame(instruction_addr=Address(0x3001)),
        RawFrame(instruction_addr=Address(5), addr_mode=AddrMode(0)),
        RawFrame(instruction_addr=Address(0x9000)),
    )
    assert modules.used_by([RawThread(frames=frames)]) == [0, 2]


SMALL = st.lists(st.tuples(st.integers(0, 40), st.none() | st.integers(0, 12)), max_size=8)


@given(SMALL, st.integers(0, 60))
def test_the_search_equals_a_slow_obvious_one(parts: list[tuple[int, int | None]], at: int) -> None:
    """Small numbers on purpose: addresses then often fall on the edge of an image."""
    modules = ModuleMap([image(start, size) for start, size in parts])
    below = [i for i, (start, _) in enumerate(parts) if start <= at]
    expected = None
    if below:
        nearest = max(below, key=lambda i: (parts[i][0], i))
        size = modules.sizes[nearest] or 0
        if not size or at <= parts[nearest][0] + size:
            expected = nearest
    assert modules.find(at) == expected


@given(st.sets(st.integers(0, 50), min_size=1), st.integers(0, 60), st.randoms())
def test_order_in_the_request_does_not_matter(starts: set[int], at: int, random: Random) -> None:
    images = [image(start) for start in sorted(starts)]
    expected = ModuleMap(images).find(at)
    shuffled = list(images)
    random.shuffle(shuffled)
    found = ModuleMap(shuffled).find(at)
    assert (found is None) == (expected is None)
    if found is not None and expected is not None:
        assert shuffled[found].image_addr == images[expected].image_addr


def _modules(row: dict[str, Any]) -> ModuleMap:
    return ModuleMap(decode(json.dumps({"modules": row["modules"]}).encode()).modules)


def test_the_reference_tables(shared: Path) -> None:
    table = json.loads((shared / "conformance/cases/tables/addresses.json").read_text("utf-8"))
    rows = [row for row in table["rows"] if row["check"] in ("image_sizes", "module_of")]
    assert len(rows) >= 7
    for row in rows:
        modules = _modules(row)
        if row["check"] == "image_sizes":
            assert modules.sizes == row["expected"], row["id"]
        else:
            mode = row["addr_mode"].removeprefix("rel:")
            number = None if mode == "abs" else int(mode)
            assert modules.owner_of(int(row["address"], 16), number) == row["expected"], row["id"]
