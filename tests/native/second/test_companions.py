"""The files that an object refers to, in folders with anything in them."""

from pathlib import Path
from typing import Any

import pytest

from inspector.fetch.caching.cache import Cache
from inspector.fetch.caching.cached import CachedFiles
from inspector.fetch.remote import Found
from inspector.fetch.waiting import step
from inspector.model.ids import ObjectId
from inspector.model.places.sources import FilesystemSource
from inspector.native.access import Access
from inspector.native.finding.lookup import Lookup, Place, Probe
from inspector.native.second.companions import Search
from inspector.native.second.kept import Beside
from inspector.objects.identify import ObjectInfo
from inspector.objects.second import Alternate, DebugLink, Needs, SplitUnit

ELF = ObjectInfo(format="elf", code_id="aa", has_debug_info=True, size=1)
CHECKSUM = 0xC0FFEE


class Facts:
    """What files are, by their first line: a build id, or none."""

    async def identify(self, found: Found, file: str) -> Any:
        word = Path(found.path).read_text().strip()
        return (ObjectInfo(format="elf" if word != "pe" else "pe", code_id=word, size=1),)

    async def checksum(self, found: Found, file: str) -> int:
        return CHECKSUM


class Folder:
    """A source at `symbols`, whose object is `bin/app`, and another one at `more`."""

    def __init__(self, root: Path, trusted: bool = False) -> None:
        self.root = root
        self.lookups: list[Lookup] = []
        self.write("symbols/bin/app", "aa")
        self._places = [
            Place(
                FilesystemSource(id=name, path=name),
                trusted=trusted,
                folder=str(root),
                scope="global",
            )
            for name in ("symbols", "more")
        ]

    def write(self, name: str, text: str = "x") -> None:
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)

    def find(self, info: ObjectInfo = ELF, **needs: Any) -> Beside:
        file = self._places[0].file("bin/app")
        found = Found(str(self.root / "symbols/bin/app"), "app\n", cached=True)
        facts: Any = Facts()
        files = CachedFiles(Cache(str(self.root / "cache")))
        access = Access(files=files, tables=facts, waits=False)
        wanted = ObjectId(object_type="elf", code_id="aa", code_file="/usr/bin/harbor")
        search = Search(Probe(file, found, info), wanted, self._places, access, self.lookups)
        return step(search.find(Needs(**needs)))

    def name(self, found: Found | None) -> str | None:
        return None if found is None else str(Path(found.path).relative_to(self.root))


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    return Folder(tmp_path.resolve())


def test_nothing_is_asked_for_nothing(folder: Folder) -> None:
    assert folder.find() == Beside()
    assert folder.lookups == []


@pytest.mark.parametrize(
    ("path", "told"),
    [
        ("symbols/bb/ccdd.debug", "anything"),
        ("more/bb/ccdd.debug", "anything"),
        ("symbols/.dwz/harbor", "../.dwz/harbor"),
        ("symbols/bin/harbor", "/usr/lib/debug/.dwz/harbor"),
    ],
    ids=["by-build-id", "elsewhere-by-build-id", "by-path", "beside"],
)
def test_alternate(folder: Folder, path: str, told: str) -> None:
    folder.write(path, "bbccdd")
    assert folder.name(folder.find(alternate=Alternate(told, "bbccdd")).alternate) == path
    (asked,) = folder.lookups
    assert asked.question.purpose == "alternate"
    assert asked.best is not None


def test_an_alternate_of_another_build(folder: Folder) -> None:
    folder.write("symbols/bin/harbor", "eeff")
    assert folder.find(alternate=Alternate("harbor", "bbccdd")) == Beside()


@pytest.mark.parametrize("trusted", [False, True])
def test_a_path_never_leads_out_of_its_source(tmp_path: Path, trusted: bool) -> None:
    folder = Folder(tmp_path.resolve(), trusted)
    folder.write("secret", "bbccdd")
    for path in ("../../secret", "../bin/../../secret", f"{tmp_path}/secret", "a\0b"):
        assert folder.find(alternate=Alternate(path, "bbccdd")) == Beside()
        assert folder.find(split=(SplitUnit("1", path, "/"),)) == Beside()
        assert folder.find(debug_link=DebugLink(path, CHECKSUM)) == Beside()


@pytest.mark.parametrize("place", ["symbols/bin/app.debug", "symbols/bin/.debug/app.debug"])
def test_debug_link(folder: Folder, place: str) -> None:
    folder.write(place, "aa")
    found = folder.find(debug_link=DebugLink("app.debug", 0))
    assert folder.name(found.debug_link) == place


@pytest.mark.parametrize(
    ("word", "crc", "fits"),
    [("bb", CHECKSUM, False), ("pe", CHECKSUM, True), ("pe", 1, False)],
    ids=["other-build", "checksum", "other-checksum"],
)
def test_a_debug_link_must_fit(folder: Folder, word: str, crc: int, fits: bool) -> None:
    """By build id for ELF; Windows files have none, so their checksum decides."""
    folder.write("symbols/bin/app.debug", word)
    info = ObjectInfo(format=word, code_id="pe", size=1) if word == "pe" else ELF  # type: ignore[arg-type]
    found = folder.find(info, debug_link=DebugLink("app.debug", crc))
    assert (found.debug_link is not None) is fits


def test_a_debug_link_to_itself(folder: Folder) -> None:
    assert folder.find(debug_link=DebugLink("app", CHECKSUM)) == Beside()


@pytest.mark.parametrize("name", ["app.dwp", "harbor.dwp"])
def test_package(folder: Folder, name: str) -> None:
    folder.write(f"symbols/bin/{name}")
    folder.write("symbols/bin/a.dwo")
    found = folder.find(split=(SplitUnit("1", "a.dwo", "/b"),))
    assert folder.name(found.package) == f"symbols/bin/{name}"
    assert not found.split  # with the package nobody looks for its parts


@pytest.mark.parametrize(
    "place",
    [
        "more/00000000000000ab.dwo",
        "more/build/out/obj/a.dwo",
        "symbols/bin/obj/a.dwo",
        "symbols/bin/a.dwo",
        "more/obj/a.dwo",
        "more/a.dwo",
    ],
)
def test_split(folder: Folder, place: str) -> None:
    folder.write(place)
    unit = SplitUnit("00000000000000ab", "obj/a.dwo", "/build/out")
    other = SplitUnit("00000000000000cd", "obj/b.dwo", "/build/out")
    found = folder.find(split=(unit, other))
    assert {key: folder.name(file) for key, file in found.split.items()} == {unit.id: place}


def test_so_many_units_and_no_more(folder: Folder) -> None:
    units = tuple(SplitUnit(f"{number:016x}", "a.dwo", "/") for number in range(2_100))
    folder.write("symbols/bin/a.dwo")
    assert len(folder.find(split=units).split) == 2_000
