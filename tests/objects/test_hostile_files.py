"""Files that take `symbolic` down, and thousands that might, through one worker."""

import asyncio
from collections.abc import Callable, Iterator
from pathlib import Path
from struct import pack_into, unpack_from
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector.model.outcome import Miss, Why
from inspector.objects.children.worker import Workers
from inspector.objects.identify import ObjectInfo
from inspector.objects.symcache import SymCache
from tests.objects.hostile_workers import MB, ask, hostile_workers

HARBOR = Path(__file__).resolve().parent.parent / "fixtures" / "harbor"


def absurd_section(size: int) -> bytes:
    """An ELF file whose compressed sections claim to unpack to `size` bytes."""
    data = bytearray((HARBOR / "elf/zlib.debug").read_bytes())
    (table,) = unpack_from("<Q", data, 40)
    (count,) = unpack_from("<H", data, 60)
    for header in range(table, table + 64 * count, 64):
        flags, _, offset = unpack_from("<3Q", data, header + 8)
        if flags & 0x800:  # compressed
            pack_into("<Q", data, offset + 8, size)
    return bytes(data)


def nested_inlines(depth: int) -> bytes:
    lines = ["MODULE Linux x86_64 492E2DD23CC306CA9C494EEF1533A3810 deep", "FILE 0 a.c"]
    lines += ["INLINE_ORIGIN 0 f", "FUNC 1000 1000 0 f"]
    lines += [f"INLINE {level} 1 0 0 1000 1000" for level in range(depth)]
    return "\n".join([*lines, "1000 1000 1 0", ""]).encode()


@pytest.mark.symbolic
@pytest.mark.parametrize(
    "data",
    [
        pytest.param(absurd_section(1 << 62), id="4-exabyte-section"),
        pytest.param(absurd_section(1 << 36), id="64-gigabyte-section"),
        pytest.param(nested_inlines(30_000), id="deep-inlines"),
    ],
)
async def test_file_that_kills_the_parser(tmp_path: Path, data: bytes) -> None:
    bad = tmp_path / "bad"
    bad.write_bytes(data)
    place = {"path": str(bad), "offset": 0, "size": len(data), "out_path": str(tmp_path / "out")}
    async with hostile_workers(memory=1024 * MB) as workers:
        found = await ask(workers, "symcache", **place)
        assert isinstance(found, Miss)
        assert found.why is Why.MALFORMED
        assert found.details.startswith("the parser was ended by SIG")
        assert await ask(workers, "echo", value=1) == 1
    assert not (tmp_path / "out").exists()


SEEDS = [
    "elf/sep.debug",
    "elf/zlib.debug",
    "elf/i686",
    "macho/harbor.fat",
    "pe/pubonly/srcsrv.pdb",
    "pe/mingw-x86_64/harbor.exe",
    "wasm/harbor4.wasm",
    "breakpad/clang-dwarf5.inl.sym",
    "dotnet/out/Quay.pdb",
    "bundle/clang-dwarf5.src.zip",
]


@pytest.fixture(scope="module")
def one_worker() -> Iterator[Callable[[str, dict[str, Any], Any], Any]]:
    """One worker for all examples, as one serves many files in the app."""
    with asyncio.Runner() as runner:
        workers = Workers(1, 1024 * MB, 10)
        try:
            yield lambda task, arguments, answer: runner.run(
                workers.run(task, arguments, "f", answer)
            )
        finally:
            runner.run(workers.__aexit__())


@pytest.mark.symbolic
@settings(deadline=None, max_examples=150, suppress_health_check=[HealthCheck.too_slow])
@given(
    seed=st.sampled_from(SEEDS),
    changes=st.lists(
        st.tuples(st.floats(0, 1, exclude_max=True), st.binary(min_size=1, max_size=8)), max_size=8
    ),
    end=st.floats(0, 1) | st.just(1.0),
)
def test_any_damage_gives_an_answer_or_malformed(
    one_worker: Callable[[str, dict[str, Any], Any], Any],
    tmp_path_factory: pytest.TempPathFactory,
    seed: str,
    changes: list[tuple[float, bytes]],
    end: float,
) -> None:
    data = bytearray((HARBOR / seed).read_bytes())
    for where, new in changes:
        at = int(where * len(data))
        data[at : at + len(new)] = new
    folder = tmp_path_factory.getbasetemp()
    bad, out = folder / "bad", folder / "out"
    bad.write_bytes(data[: int(end * len(data))])

    found = one_worker("identify", {"path": str(bad)}, tuple[ObjectInfo, ...])

    assert not isinstance(found, Miss) or found.why is Why.MALFORMED, found
    for info in () if isinstance(found, Miss) else found:
        place = {"path": str(bad), "offset": info.offset, "size": info.size, "out_path": str(out)}
        done = one_worker("symcache", place, None)
        assert done is None or done.why is Why.MALFORMED, done
        if done is None:
            SymCache.open(str(out)).lookup(0x1290)
