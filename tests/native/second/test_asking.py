"""Which addresses are asked, and what comes of it."""

from typing import Any

import pytest

from inspector.fetch.waiting import step
from inspector.model.ids import ObjectId
from inspector.model.outcome import Miss, Why
from inspector.native.address import cpu
from inspector.native.second.asking import ask, sought
from inspector.native.second.table import Around, SecondTable
from inspector.native.wire import from_tree
from inspector.objects.references import References
from inspector.objects.second import Companions, Needs
from inspector.objects.symcache import Location
from tests.native.fakes import DEBUG, WINDOWS, FakeTable, World, probe_of

MAIN = Location("main", 0x10, 7, "c", "/a.c")


class Reader:
    """Second readers that know one address, and remember what they were asked."""

    def __init__(self, *, adds: bool = True, broken: bool = False) -> None:
        self._adds, self._broken = adds, broken
        self.kept: dict[int, Any] = {}
        self.asked: list[list[int]] = []
        self.companions: list[Companions] = []

    async def references(self, *_: object) -> References:
        return References(Needs(), adds=self._adds)

    def second_kept(self, *_: object) -> dict[int, Any]:
        return self.kept

    async def second(
        self, found: object, info: object, beside: Any, asked: list[int], _: str
    ) -> Any:
        self.asked.append(asked)
        self.companions.append(beside.companions())
        return (
            Miss(Why.MALFORMED, "cut off")
            if self._broken
            else dict.fromkeys(asked, ()) | {0x20: (MAIN,)}
        )


def around(reader: Reader, *, strict: bool = False) -> Around:
    world = World()
    access: Any = world.access
    access = type(access)(files=access.files, tables=reader, waits=False)
    return Around(ObjectId(), world.places(), access, [], strict)


def addresses(frames: list[dict[str, Any]], arch: str = "x86_64", **module: Any) -> list[int]:
    request = from_tree(
        {"modules": [{"type": "elf", **module}], "stacktraces": [{"frames": frames}]}
    )
    return sought(request.stacktraces[0].frames, request.modules[0], cpu(arch))


def test_an_address_is_asked_in_every_way_it_may_be_meant() -> None:
    frames = [{"instruction_addr": 0x1022}, {"instruction_addr": 0x1022}]
    assert addresses(frames, image_addr=0x1000) == [0x21, 0x22]
    assert addresses(frames, "arm64", image_addr=0x1000) == [0x1C, 0x20, 0x22]


def test_relative_addresses() -> None:
    frames = [{"instruction_addr": 0x22, "addr_mode": "rel:0"}]
    assert addresses(frames) == [0x22]
    assert addresses(frames, image_addr=0x1000) == [0x21, 0x22]


def test_without_a_base() -> None:
    assert addresses([{"instruction_addr": 0x1022}]) == []


def test_nobody_is_asked_what_is_below_the_module() -> None:
    found = addresses([{"instruction_addr": 0}], image_addr=0x1000)
    assert SecondTable(probe_of(DEBUG), "x86_64").unknown(found) == []


def test_only_what_is_not_known_is_asked() -> None:
    reader, table = Reader(), SecondTable(probe_of(DEBUG), "x86_64")
    assert step(ask(table, 0x20, around(reader), lambda: [0x30, 0x20])) is None
    assert (table.lookup(0x20), table.lookup(0x30)) == ((MAIN,), ())
    step(ask(table, 0x40, around(reader), lambda: [0x20, 0x30, 0x40]))
    assert reader.asked == [[0x20, 0x30], [0x40]]


def test_what_is_kept_is_not_asked() -> None:
    reader, table = Reader(), SecondTable(probe_of(DEBUG), "x86_64")
    reader.kept = {0x20: (MAIN,), 0x30: ()}
    step(ask(table, 0x20, around(reader), lambda: [0x20, 0x40]))
    assert (table.lookup(0x20), table.lookup(0x30)) == ((MAIN,), ())
    assert (table.lookup(0x40), reader.asked) == (None, [])


def test_what_cannot_be_read_is_not_asked_again() -> None:
    reader, table = Reader(broken=True), SecondTable(probe_of(DEBUG), "x86_64")
    assert step(ask(table, 0x20, around(reader))) == Miss(Why.MALFORMED, "cut off")
    assert (table.lookup(0x20), table.lookup(0x30)) == ((), ())


def test_a_reader_that_has_nothing_to_add_is_left_alone() -> None:
    reader = Reader(adds=False)
    first: Any = FakeTable({0x10: (MAIN,)})
    table = SecondTable(probe_of(DEBUG), "x86_64", first)
    step(ask(table, 0x20, around(reader)))
    assert reader.asked == []
    assert (table.lookup(0x20), table.lookup(0x10)) == ((), (MAIN,))
    step(ask(SecondTable(probe_of(DEBUG), "x86_64"), 0x20, around(reader)))
    assert reader.asked == [[0x20]]


@pytest.mark.parametrize(("info", "strict"), [(WINDOWS, False), (DEBUG, True)])
def test_nothing_is_looked_for_in_vain(info: Any, strict: bool) -> None:
    """A PDB refers to no other file; a strict run wants none."""
    reader = Reader()
    where = around(reader, strict=strict)
    step(ask(SecondTable(probe_of(info), "x86_64"), 0x20, where))
    assert reader.companions == [Companions()]
    assert where.lookups == []
