"""Which file buys the most: weights, what counts, and sums over many reports."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.model.report import Frame, Module, Report, Thread
from inspector.questions.buys import Buy, Ledger


def report(*threads: Thread, kind: str = "native", **module: Any) -> Report:
    fields: dict[str, Any] = {"name": "lib.so", "type": "elf", "status": "missing"} | module
    one = Module(index=0, **fields)
    return Report(kind=kind, threads=threads, modules=(one,), done=True)


def thread(count: int, *, index: int = 0, crashed: bool = False, **frame: Any) -> Thread:
    fields: dict[str, Any] = {"status": "missing", "module": 0} | frame
    frames = tuple(Frame(index=n, **fields) for n in range(count))
    return Thread(index=index, crashed=crashed, frames=frames)


def ranked(*reports: Report) -> list[Buy]:
    ledger = Ledger()
    for one in reports:
        ledger.add(one)
    return ledger.ranked()


@pytest.mark.parametrize(
    ("threads", "weight"),
    [
        pytest.param([thread(1, crashed=True)], 12, id="top-of-the-crash"),
        pytest.param([thread(1)], 12, id="no-thread-crashed"),
        pytest.param([thread(12, crashed=True)], 4 * (3 * 3 + 7 * 2 + 2), id="a-long-stack"),
        pytest.param(
            [thread(1, crashed=True), thread(1, index=1)], 12 + 3, id="another-thread-beside"
        ),
    ],
)
def test_weights(threads: list[Thread], weight: int) -> None:
    (buy,) = ranked(report(*threads))
    assert buy.weight == weight
    assert buy.frames == sum(len(one.frames) for one in threads)


@pytest.mark.parametrize(
    ("frame", "module", "counts"),
    [
        ({}, {}, True),
        ({"status": "malformed"}, {"status": "malformed"}, True),
        ({"status": "missing_symbol"}, {"status": "found", "features": ("symbols",)}, True),
        ({"status": "missing_symbol"}, {"status": "found", "features": ("debug",)}, False),
        ({"status": "symbolicated"}, {"status": "found", "features": ("symbols",)}, False),
        ({"status": "unknown_image", "module": None}, {}, False),
        ({"status": "raw"}, {"status": "raw"}, False),
    ],
    ids=["missing", "malformed", "symtab-only", "has-all", "resolved", "no-module", "not-run"],
)
def test_what_counts(frame: dict[str, Any], module: dict[str, Any], counts: bool) -> None:
    assert bool(ranked(report(thread(1, **frame), **module))) is counts


def test_inlined_functions_are_one_frame() -> None:
    rows = tuple(Frame(index=0, depth=d, status="missing", module=0) for d in (2, 1, 0))
    assert ranked(report(Thread(index=0, frames=rows)))[0].frames == 1


def test_scripts_count_by_their_path() -> None:
    path = "https://h/app.min.js"
    lost = thread(2, status="missing_sourcemap", module=None, path=path)
    script = {"type": "sourcemap", "code_file": path, "status": "missing_sourcemap"}
    (buy,) = ranked(report(lost, kind="js", **script))
    assert (buy.name, buy.frames) == (path, 2)
    engine = thread(2, status="missing_source", module=None, path="<anonymous>")
    assert ranked(report(engine, kind="js", **script | {"code_file": "<anonymous>"})) == []


@pytest.mark.parametrize(
    ("module", "presets"),
    [
        ({"type": "pe", "name": "ntdll.dll", "debug_id": "a-1"}, ("microsoft",)),
        ({"type": "pe", "name": "chrome.dll", "debug_id": "a-1"}, ("chromium",)),
        ({"type": "pe", "name": "xul.dll", "debug_id": "a-1"}, ("mozilla",)),
        ({"type": "pe", "name": "electron.exe", "debug_id": "a-1"}, ("electron",)),
        ({"type": "pe_dotnet", "name": "X.dll", "debug_id": "a-1"}, ("nuget",)),
        ({"name": "libc.so.6", "code_id": "ab", "code_file": "/usr/lib64/libc.so.6"}, ("fedora",)),
        ({"name": "own.so", "code_id": "ab", "code_file": "/opt/own.so"}, ()),
    ],
    ids=lambda value: value.get("name", "") if isinstance(value, dict) else "",
)
def test_likely_presets(module: dict[str, Any], presets: tuple[str, ...]) -> None:
    assert ranked(report(thread(1), **module))[0].presets == presets


def test_of_apple_nobody_serves_files() -> None:
    system = {"type": "macho", "name": "dyld", "code_file": "/usr/lib/dyld", "debug_id": "a"}
    assert "Apple has no public" in ranked(report(thread(1), **system))[0].advice


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(1, 15)), max_size=8))
def test_many_reports_are_the_sum_of_each(crashes: list[tuple[int, int]]) -> None:
    reports = [report(thread(n), debug_id=f"{which}-0") for which, n in crashes]
    together = ranked(*reports)
    assert sum(one.weight for one in together) == sum(ranked(one)[0].weight for one in reports)
    assert sum(one.requests for one in together) == len(reports)
    assert [one.weight for one in together] == sorted(
        (one.weight for one in together), reverse=True
    )
