"""Traces say what the run did: as the server's log saw it, and as the response has it."""

import gzip
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from inspector.engine import Engine, Opened, Result
from inspector.fetch.caching.cache import Cache
from inspector.native.why.trace import NativeTrace
from inspector.native.wire import from_tree
from inspector.settings import Settings
from tests.fetch.server import Reply, Server
from tests.harbor import HARBOR
from tests.native.fakes import SYMBOLS, FakeTable, World, place
from tests.native.one_module import AT, BASE, CODE, INFOS, INLINED, frames, request, with_file
from tests.native.why.situations import CODE as HARBOR_CODE
from tests.native.why.situations import FILE, crash, evidence, local, put, web


def opened(folder: Path, body: dict[str, Any]) -> Opened:
    return Opened(kind="native", body=from_tree(body), name="x", folder=str(folder), trusted=True)


async def answered(folder: Path, body: dict[str, Any], **settings: Any) -> Result:
    async with Engine(Settings(cache_dir=str(folder / "cache"), **settings)) as engine:
        return await engine.symbolicate(opened(folder, body))


def trace_of(world: World, body: dict[str, Any], folder: Path) -> NativeTrace:
    return NativeTrace(world.run(body), [], Cache(str(folder)), Settings())


def hops(result: Result) -> Counter[tuple[str, int | None]]:
    return Counter(
        (hop.url.partition("?")[0], hop.status) for _, how in result.trace.sent for hop in how.hops
    )


async def test_what_is_told_is_what_the_server_saw(tmp_path: Path, server: Server) -> None:
    """Every request in the log is in the trace, and the other way round."""
    packed = (HARBOR / FILE).read_bytes()
    server.routes = {
        f"/{HARBOR_CODE}": Reply(status=302, headers=(("Location", "/moved?key=canary"),)),
        "/moved": Reply(body=packed),
        f"/{HARBOR_CODE}.debug": Reply(status=500),
        "/000Admin/lastid.txt": Reply(body=b"0"),
    }
    store = web(server, has_index=True, layout={"type": "symstore"}) | {"id": "store"}
    body = crash(web(server), store, options={"apply_source_context": True})
    result = await answered(tmp_path, body)
    seen = Counter(f"{server.url}{asked.path.partition('?')[0]}" for asked in server.asked)
    assert seen.total() > 6
    told = hops(result)
    assert Counter({url: told[url, status] for url, status in told}) == seen
    assert told[f"{server.url}/moved", 200] == 1
    assert told[f"{server.url}/{HARBOR_CODE}.debug", 500] == 3
    assert "canary" not in repr(result.trace.sent)


async def test_each_location_tells_how_it_was_answered(tmp_path: Path, server: Server) -> None:
    server.routes = {f"/{HARBOR_CODE}": Reply(body=(HARBOR / FILE).read_bytes())}
    put(tmp_path, ("other", FILE))
    body = crash(web(server), local())
    cold = evidence(await answered(tmp_path, body)).module(0)
    hits = server.hits()
    again = await answered(tmp_path, body)
    warm = evidence(again).module(0)
    assert server.hits() == hits
    assert again.trace.sent == []
    first, *_ = cold.searches[0].asked
    assert (first.transfer.origin, first.transfer.attempts) == ("asked", 1)
    assert first.transfer.size == len((HARBOR / FILE).read_bytes())
    assert [hop.status for hop in first.transfer.hops] == [200]
    origins = {one.source: one.transfer.origin for one in warm.searches[0].asked}
    assert origins == {"web": "cache", "local": "disk"}
    ages = [one.transfer.age for one in warm.searches[0].asked if one.source == "web"]
    assert all(age is not None and age < 60 for age in ages)
    assert cold.table is not None
    assert warm.table is not None
    assert (cold.table.how, warm.table.how) == ("built", "opened")


async def test_what_was_unpacked(tmp_path: Path, server: Server) -> None:
    data = gzip.compress((HARBOR / FILE).read_bytes())
    server.routes = {f"/{HARBOR_CODE}": Reply(body=data)}
    target = tmp_path / "symbols" / f"{HARBOR_CODE}.debug"
    target.parent.mkdir(parents=True)
    target.write_bytes(data)
    result = await answered(tmp_path, crash(web(server), local()))
    packings = {
        one.source: one.transfer.packing
        for one in evidence(result).module(0).searches[0].asked
        if one.miss is None
    }
    assert packings == {"web": "gzip", "local": "gzip"}


@pytest.mark.parametrize(
    ("given", "why", "looked_up"),
    [
        pytest.param([{}], "innermost", 0x20, id="innermost"),
        pytest.param([{}, {}], "caller", 0x1F, id="caller"),
        pytest.param([{"adjust_instruction_addr": True}], "marked", 0x1F, id="marked"),
        pytest.param([{"adjust_instruction_addr": False}], "marked", 0x20, id="marked-as-it-is"),
        pytest.param(
            [{"adjust_instruction_addr": False}, {}], "others are marked", 0x1F, id="others"
        ),
    ],
)
def test_readings(given: list[dict[str, Any]], why: str, looked_up: int, tmp_path: Path) -> None:
    raw = [{"instruction_addr": AT} | one for one in given]
    trace = trace_of(with_file(INLINED), frames(*raw), tmp_path)
    found = trace.frame(0, len(raw) - 1)
    assert (found.reading, found.looked_up) == (why, looked_up)


def test_instruction_pointer_that_differs(tmp_path: Path) -> None:
    thread = {"frames": [{"instruction_addr": AT}], "registers": {"rip": "0x1"}}
    body = request(stacktraces=[thread], signal=11)
    found = trace_of(with_file(INLINED), body, tmp_path).frame(0, 0)
    assert (found.reading, found.looked_up) == ("instruction pointer differs", 0x1F)


def test_an_inline_chain_row_by_row(tmp_path: Path) -> None:
    trace = trace_of(with_file(INLINED), request(AT), tmp_path)
    inner, outer = trace.frame(0, 0, 1), trace.frame(0, 0)
    assert [(one.function, one.line, one.functions) for one in (inner, outer)] == [
        ("inner", 9, 2),
        ("outer", 15, 2),
    ]
    assert outer.into == 0x20 - 0x18


@pytest.mark.parametrize("order", ["callee_first", "caller_first"])
def test_a_frame_keeps_its_place_in_the_request(order: str, tmp_path: Path) -> None:
    raw = [{"instruction_addr": AT}, {"instruction_addr": AT + 1}, {"instruction_addr": 0}]
    body = frames(*raw, options={"frame_order": order})
    trace = trace_of(with_file(INLINED), body, tmp_path)
    number = 0 if order == "callee_first" else 2
    found = trace.frame(0, number)
    assert (found.place, found.address) == ("stacktraces[0].frames[0]", AT)


def test_garbage_below_the_entry_was_left_out(tmp_path: Path) -> None:
    tables = {"good": FakeTable({0x20: (place(1, "_start"),)})}
    trace = trace_of(World({CODE: "good"}, INFOS, tables), request(AT, 0x5), tmp_path)
    found = trace.frame(0, 1)
    assert (found.dropped, found.status) == ("below entry", "unknown_image")
    assert trace.frame(0, 0).dropped == ""


def test_neighbours(tmp_path: Path) -> None:
    found = trace_of(World(), request(BASE + 0x110), tmp_path).frame(0, 0)
    assert [(near.side, near.distance) for near in found.neighbours] == [("below", 0x10)]


def test_features_and_ids_of_what_was_found(tmp_path: Path) -> None:
    world = World({CODE: "names"}, {"names": SYMBOLS}, {"names": FakeTable()})
    module = trace_of(world, request(AT), tmp_path).module(0)
    search = module.search("debug")
    assert search is not None
    assert search.best is not None
    assert (search.best.features, search.best.format) == (("symbols", "unwind"), "elf")
    assert module.search("uuidmap") is None
    assert module.frames == 1


async def test_every_search_is_in_the_trace(tmp_path: Path) -> None:
    put(tmp_path, (HARBOR_CODE, FILE))
    body = crash(local(), options={"apply_source_context": True})
    module = evidence(await answered(tmp_path, body)).module(0)
    assert [one.purpose for one in module.searches] == ["debug", "uuidmap", "il2cpp", "source"]
