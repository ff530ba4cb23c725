"""Real children, real crashes. `hostile_tasks` does to them what bad files do to a parser."""

import asyncio
import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from struct import pack_into, unpack_from
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector.model.events import Event, ParseEnded, ParseStarted
from inspector.model.outcome import Miss, Why
from inspector.objects.identify import ObjectInfo
from inspector.objects.symcache import SymCache
from inspector.objects.worker import TASKS, Workers

HARBOR = Path(__file__).resolve().parent.parent / "fixtures" / "harbor"
MB = 1 << 20
HOSTILE = [
    "Counter", "abort", "babble", "core_limit", "crash", "eat", "echo", "environment", "fail",
    "hang", "hold", "interrupt", "keep", "large", "leave", "meet", "pid", "recurse", "refuse",
    "shout", "unspeakable",
]  # fmt: skip
EVERY_TASK = {**TASKS, **{name: f"hostile_tasks:{name}" for name in HOSTILE}}

Make = Callable[..., Workers]


@pytest.fixture
def make(monkeypatch: pytest.MonkeyPatch) -> Make:
    """Workers that also know the hostile tasks."""
    monkeypatch.syspath_prepend(str(Path(__file__).parent))

    def make(limit: int = 1, memory: int = 512 * MB, seconds: float = 20, **more: Any) -> Workers:
        return Workers(limit, memory, seconds, tasks=EVERY_TASK, **more)

    return make


async def ask(workers: Workers, task: str, **arguments: Any) -> Any:
    return await workers.run(task, arguments, "a file")


async def first_line(pipe: Path) -> tuple[Any, int]:
    """The open end of a named pipe, and the process id that a `hold` task wrote into it."""
    file = await asyncio.to_thread(open, pipe, "rb")
    return file, int(await asyncio.to_thread(file.readline))


async def test_identify_then_convert(make: Make, tmp_path: Path) -> None:
    path, out = str(HARBOR / "elf/sep.debug"), str(tmp_path / "table")
    async with make() as workers:
        (info,) = await workers.run("identify", {"path": path}, path, tuple[ObjectInfo, ...])
        place = {"path": path, "offset": info.offset, "size": info.size}
        assert await ask(workers, "symcache", **place, out_path=out) is None
    assert SymCache.open(out).lookup(0x1290)[0].symbol == "read_scale"


@pytest.mark.parametrize(
    ("task", "arguments", "why", "details"),
    [
        pytest.param("refuse", {"reason": "no PDB"}, Why.MALFORMED, "no PDB", id="bad-object"),
        pytest.param("fail", {"reason": "oops"}, Why.INTERNAL, "LookupError: oops", id="bug"),
        pytest.param("recurse", {}, Why.MALFORMED, "nested too deeply", id="recursion"),
        pytest.param("eat", {"megabytes": 2000}, Why.MALFORMED, "out of memory", id="memory"),
        pytest.param("crash", {}, Why.MALFORMED, "the parser was ended by SIGSEGV", id="segfault"),
        pytest.param(
            "abort",
            {"words": "\nno \x1b[31mroom\nbacktrace"},
            Why.MALFORMED,
            "the parser was ended by SIGABRT: no ?[31mroom",
            id="abort",
        ),
        pytest.param(
            "leave", {"code": 7}, Why.MALFORMED, "the parser ended with exit code 0x7", id="exit"
        ),
        pytest.param(
            "babble",
            {"message": "ffffffff"},
            Why.MALFORMED,
            "the parser announced an answer of 4294967295 bytes",
            id="endless-answer",
        ),
        pytest.param(
            "babble",
            {"message": "00000000"},
            Why.MALFORMED,
            "the parser spoke without being asked",
            id="ready-twice",
        ),
        pytest.param(
            "babble",
            {"message": "0100000058"},
            Why.MALFORMED,
            "the parser's answer makes no sense",
            id="no-json",
        ),
        pytest.param("unspeakable", {}, Why.INTERNAL, None, id="answer-json-cannot-say"),
        pytest.param("echo", {"wrong": 1}, Why.INTERNAL, None, id="wrong-argument"),
        pytest.param(
            "identify", {"path": "nowhere"}, Why.INTERNAL, None, id="file-that-is-not-there"
        ),
    ],
)
async def test_miss(
    make: Make, task: str, arguments: dict[str, Any], why: Why, details: str | None
) -> None:
    """Each is told apart, and the next task is none the worse for it."""
    async with make() as workers:
        for _ in range(2):  # on a fresh child, and on one used before
            found = await ask(workers, task, **arguments)
            assert (found.why, found.details) == (why, details or found.details)
            assert await ask(workers, "echo", value="well") == "well"


async def test_the_reason_is_bounded(make: Make) -> None:
    async with make() as workers:
        found = await ask(workers, "abort", words="x" * 100_000)
    assert 100 < len(found.details) <= 200


async def test_time_limit(make: Make) -> None:
    async with make(seconds=0.5) as workers:
        found = await ask(workers, "hang")
        assert found == Miss(Why.MALFORMED, "not parsed after 500ms")
        assert await ask(workers, "echo", value=1) == 1


async def test_what_it_prints_is_no_answer(make: Make) -> None:
    async with make() as workers:
        assert await ask(workers, "shout", megabytes=8) == "done"


async def test_large_answer(make: Make) -> None:
    async with make() as workers:
        assert await ask(workers, "large", size=5 * MB) == "x" * 5 * MB


async def test_answer_of_another_type(make: Make) -> None:
    """The child is not believed: what it says must be what was asked for."""
    async with make() as workers:
        found = await workers.run("echo", {"value": ["x"]}, "f", tuple[ObjectInfo, ...])
        assert found.why is Why.INTERNAL
        assert await workers.run("echo", {"value": [1]}, "f", tuple[int, ...]) == (1,)


async def test_children_are_used_again(make: Make) -> None:
    async with make(limit=4) as workers:
        assert len({await ask(workers, "pid") for _ in range(5)}) == 1


async def test_a_child_that_grew_large_is_replaced(make: Make) -> None:
    async with make() as workers:
        before = await ask(workers, "pid")
        assert await ask(workers, "eat", megabytes=200) == 200 * MB
        assert await ask(workers, "pid") != before


async def test_a_child_with_little_room_left_is_not_the_files_fault(make: Make) -> None:
    """What earlier files left behind does not count: a fresh child gets the task once more."""
    async with make(memory=512 * MB) as workers:
        assert await ask(workers, "keep", megabytes=100) == 100 * MB  # below a quarter
        assert await ask(workers, "eat", megabytes=400) == 400 * MB


async def test_at_once(make: Make, tmp_path: Path) -> None:
    """Two tasks that each wait for the other."""
    a, b = str(tmp_path / "a"), str(tmp_path / "b")
    async with make(limit=2) as workers:
        met = await asyncio.gather(
            ask(workers, "meet", mine=a, other=b), ask(workers, "meet", mine=b, other=a)
        )
    assert list(met) == [True, True]


async def test_never_more_than_the_limit(make: Make) -> None:
    async with make(limit=2) as workers:
        pids = await asyncio.gather(*(ask(workers, "pid") for _ in range(8)))
    assert 1 <= len(set(pids)) <= 2


async def test_state_and_affinity(make: Make, tmp_path: Path) -> None:
    """A class keeps its state in the child, and a key finds the child that has it."""
    a, b = str(tmp_path / "a"), str(tmp_path / "b")
    async with make(limit=2) as workers:
        await asyncio.gather(
            workers.run("meet", {"mine": a, "other": b}, "f", key="a"),
            workers.run("meet", {"mine": b, "other": a}, "f", key="b"),
        )
        counts = [await workers.run("Counter", {}, "f", key=key) for key in ("a", "b", "b", "a")]
    (first, one), (second, uno), (third, due), (fourth, two) = counts
    assert (first, second) == (fourth, third)
    assert first != second
    assert (one, two, uno, due) == (1, 2, 1, 2)


async def test_cancel_kills_the_child(make: Make, tmp_path: Path) -> None:
    pipe, told = tmp_path / "pipe", list[Event]()
    os.mkfifo(pipe)
    async with make(tell=told.append) as workers:
        task = asyncio.create_task(workers.run("hold", {"pipe": str(pipe)}, "big.pdb"))
        file, pid = await first_line(pipe)
        task.cancel()
        with pytest.raises(asyncio.CancelledError):
            await task
        assert file.read() == b""  # nobody holds the other end
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)  # and it is no zombie
        file.close()
        assert await ask(workers, "echo", value=1) == 1
    assert told[0] == ParseStarted("big.pdb", "hold")
    assert isinstance(told[1], ParseEnded)
    assert (told[1].file, told[1].task, told[1].outcome) == ("big.pdb", "hold", "cancelled")


async def test_cancel_at_any_step(make: Make) -> None:
    """One end for each start, the slots come back, no child stays: wherever the cancel hits."""
    told: list[Event] = []
    async with make(limit=2, tell=told.append) as workers:
        for steps in range(0, 60, 3):
            tasks = [asyncio.create_task(workers.run("pid", {}, f"{steps} {n}")) for n in range(4)]
            for _ in range(steps):
                await asyncio.sleep(0)
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
        pids = await asyncio.gather(*(ask(workers, "pid") for _ in range(4)))
    started = [event.file for event in told if isinstance(event, ParseStarted)]
    ended = [event.file for event in told if isinstance(event, ParseEnded)]
    assert sorted(started) == sorted(ended)
    assert {event.outcome for event in told if isinstance(event, ParseEnded)} == {"ok", "cancelled"}
    for pid in pids:
        with pytest.raises(ProcessLookupError):
            os.kill(pid, 0)


async def test_events(make: Make) -> None:
    told: list[Event] = []
    async with make(tell=told.append) as workers:
        await workers.run("echo", {"value": 1}, "a")
        await workers.run("refuse", {"reason": "x"}, "b")
        await workers.run("crash", {}, "c")
        await workers.run("fail", {"reason": "x"}, "d")
    starts, ends = told[::2], told[1::2]
    assert starts == [
        ParseStarted(file, task)
        for file, task in [("a", "echo"), ("b", "refuse"), ("c", "crash"), ("d", "fail")]
    ]
    outcomes = [(e.file, e.outcome) for e in ends if isinstance(e, ParseEnded) and e.seconds > 0]
    assert outcomes == [("a", "ok"), ("b", "malformed"), ("c", "malformed"), ("d", "internal")]


async def test_leaving_kills_what_still_runs(make: Make, tmp_path: Path) -> None:
    """A task that somebody left running learns that it was us, not the file."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    async with make() as workers:
        left = asyncio.create_task(ask(workers, "hold", pipe=str(pipe)))
        file, _ = await first_line(pipe)
    assert file.read() == b""
    file.close()
    with pytest.raises(RuntimeError, match="closed"):
        await left
    with pytest.raises(RuntimeError, match="closed"):
        await ask(workers, "pid")


@pytest.mark.parametrize("busy", [False, True], ids=["asleep", "busy"])
def test_the_death_of_the_parent_ends_the_child(make: Make, tmp_path: Path, busy: bool) -> None:
    """Killed, it can tell the child nothing."""
    import subprocess

    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    program = (
        "import asyncio, sys; sys.path.insert(0, sys.argv[1])\n"
        "from inspector.objects.worker import Workers\n"
        "async def main():\n"
        "    async with Workers(1, 1 << 30, 60, tasks={'hold': 'hostile_tasks:hold'}) as workers:\n"
        "        arguments = {'pipe': sys.argv[2], 'busy': sys.argv[3] == 'True'}\n"
        "        await workers.run('hold', arguments, 'f')\n"
        "asyncio.run(main())\n"
    )
    here = str(Path(__file__).parent)
    parent = subprocess.Popen([sys.executable, "-c", program, here, str(pipe), str(busy)])
    with open(pipe, "rb") as file:
        assert int(file.readline()) != parent.pid
        parent.kill()
        parent.wait()
        assert file.read() == b""


async def test_child_ended_from_outside(make: Make, tmp_path: Path) -> None:
    """Told to stop while it worked: that says nothing of the file."""
    import signal

    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    async with make() as workers:
        task = asyncio.create_task(ask(workers, "hold", pipe=str(pipe)))
        file, pid = await first_line(pipe)
        file.close()
        os.kill(pid, signal.SIGTERM)
        assert await task == Miss(Why.INTERNAL, "the parser was ended by SIGTERM")


async def test_idle_child_killed_from_outside(make: Make) -> None:
    import signal

    async with make() as workers:
        os.kill(await ask(workers, "pid"), signal.SIGKILL)
        assert await ask(workers, "echo", value=1) == 1


async def test_ctrl_c_is_the_parents(make: Make) -> None:
    async with make() as workers:
        assert await ask(workers, "interrupt") == "alive"


async def test_no_core_dumps(make: Make) -> None:
    async with make() as workers:
        assert (await ask(workers, "core_limit"))[0] == 0


async def test_secrets_stay_here(make: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "hush")
    async with make() as workers:
        seen = await ask(workers, "environment")
    assert "PATH" in seen
    assert "hush" not in seen.values()


async def test_nothing_is_imported_from_the_current_folder(
    make: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("msgspec", "inspector", "queue", "hostile_tasks"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('taken over')")
    monkeypatch.chdir(tmp_path)
    async with make() as workers:
        assert await ask(workers, "echo", value=1) == 1


async def test_no_python(make: Make, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "python"))
    async with make() as workers:
        found = await ask(workers, "echo", value=1)
    assert found.why is Why.INTERNAL
    assert found.details.startswith("no parser can be started: ")


async def test_child_that_cannot_start(make: Make) -> None:
    """With no room for the interpreter itself it is not the file that is malformed."""
    async with make(memory=MB) as workers:
        found = await ask(workers, "echo", value=1)
    assert found.why is Why.INTERNAL
    assert found.details.startswith("the parser did not start: ")


async def test_unknown_task(make: Make) -> None:
    async with make() as workers:
        with pytest.raises(KeyError):
            await ask(workers, "nonsense")


# What makes `symbolic` take its process down.


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


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(absurd_section(1 << 62), id="4-exabyte-section"),
        pytest.param(absurd_section(1 << 36), id="64-gigabyte-section"),
        pytest.param(nested_inlines(30_000), id="deep-inlines"),
    ],
)
async def test_file_that_kills_the_parser(make: Make, tmp_path: Path, data: bytes) -> None:
    bad = tmp_path / "bad"
    bad.write_bytes(data)
    place = {"path": str(bad), "offset": 0, "size": len(data), "out_path": str(tmp_path / "out")}
    async with make(memory=1024 * MB) as workers:
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
