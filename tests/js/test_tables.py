"""Answers kept on disk; and real child processes, which hostile files may take down."""

import json
from hashlib import sha256
from pathlib import Path
from typing import Any

import pytest

from inspector.fetch.caching.cache import METADATA, SOURCEFILES, Cache
from inspector.fetch.caching.cached import NotCached
from inspector.fetch.remote import Found
from inspector.js import tables
from inspector.js.tables import EMPTY_TEXT, Tables, Text
from inspector.model.outcome import Miss, Why
from inspector.objects.children.worker import Workers
from tests.js.maps import bundle, source_map
from tests.js.runs import DirectWorkers

KEY = "scope: global\n\nsource: s\nlocation: "


class Kept:
    """Tables over one cache folder, with and without workers."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.workers = DirectWorkers()
        workers: Any = self.workers
        self.live = Tables(Cache(str(folder / "cache")), workers)
        self.disk = Tables(Cache(str(folder / "cache")), None)

    def put(self, name: str, content: bytes) -> Found:
        """A file as if it had been fetched."""
        (self.folder / name).write_bytes(content)
        return Found(str(self.folder / name), f"{KEY}{name}\n", cached=True)

    async def text(self, name: str, content: bytes) -> Text:
        text = await self.live.text(self.put(name, content), name)
        assert isinstance(text, Text)
        return text


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path)


async def test_texts_are_kept(kept: Kept) -> None:
    found = kept.put("a.js", b"one\ntwo\n")
    with pytest.raises(NotCached):
        await kept.disk.text(found, "a.js")
    first = await kept.live.text(found, "a.js", [(1, 0), (1, 0), (9, 0)])
    assert isinstance(first, Text)
    assert first.contexts[9, 0] is None
    assert await kept.disk.text(found, "a.js", [(1, 0)]) == first
    with pytest.raises(NotCached):
        await kept.disk.text(found, "a.js", [(2, 0)])
    more = await kept.live.text(found, "a.js", [(2, 0)])
    assert isinstance(more, Text)
    assert set(more.contexts) == {(1, 0), (9, 0), (2, 0)}
    assert kept.workers.asked == ["script", "script"]


async def test_what_is_no_text_is_remembered(kept: Kept) -> None:
    found = kept.put("a.js", b"\xff")
    first = await kept.live.text(found, "a.js")
    assert isinstance(first, Miss)
    assert first.why is Why.MALFORMED
    assert await kept.disk.text(found, "a.js") == first


async def test_tokens_are_kept_by_content(kept: Kept) -> None:
    script = await kept.text("a.js", b"f()")
    map_ = await kept.text("a.map", source_map([[(0, 0, 0, 0)]]))
    copy = await kept.text("copy.map", source_map([[(0, 0, 0, 0)]]))
    first = await kept.live.tokens((script, map_), "global", [(1, 1)], "a.js")
    assert not isinstance(first, Miss)
    assert first[1, 1] is not None
    assert await kept.disk.tokens((script, copy), "global", [(1, 1)], "a.js") == first
    with pytest.raises(NotCached):
        await kept.disk.tokens((EMPTY_TEXT, map_), "global", [(1, 1)], "a.js")
    with pytest.raises(NotCached):
        await kept.disk.tokens((script, map_), "other scope", [(1, 1)], "a.js")


async def test_malformed_maps_are_remembered(kept: Kept) -> None:
    script, map_ = await kept.text("a.js", b"f()"), await kept.text("a.map", b"[]")
    first = await kept.live.tokens((script, map_), "global", [(1, 1)], "a.js")
    assert isinstance(first, Miss)
    assert first.why is Why.MALFORMED
    assert await kept.disk.tokens((script, map_), "global", [(1, 1)], "a.js") == first


async def test_another_file_at_the_same_location_is_read_anew(kept: Kept) -> None:
    """One that was fetched, expired, and is fetched again after a new release."""
    cache, key = Cache(str(kept.folder / "cache")), f"{KEY}a.js\n"

    def fetched(content: bytes, when: int) -> Found:
        with cache.temporary() as temp:
            Path(temp).write_bytes(content)
            path = cache.store(SOURCEFILES, key, temp)
        metadata = Path(path + METADATA)
        tree = json.loads(metadata.read_bytes())
        metadata.write_text(json.dumps(tree | {"time_created": when}))
        return Found(path, key, cached=True)

    old = await kept.live.text(fetched(b"one\n", 1), "a.js", [(1, 0)])
    found = fetched(b"two\n", 2)
    with pytest.raises(NotCached):
        await kept.disk.text(found, "a.js", [(1, 0)])
    new = await kept.live.text(found, "a.js", [(1, 0)])
    assert isinstance(old, Text)
    assert isinstance(new, Text)
    assert new.info.digest == sha256(b"two\n").hexdigest() != old.info.digest
    assert [text.contexts[1, 0] and text.contexts[1, 0].line for text in (old, new)] == [
        "one",
        "two",
    ]
    again = await kept.disk.text(found, "a.js", [(1, 0)])
    assert again == new


@pytest.mark.symbolic("it is one of the two")
async def test_the_readers_do_not_answer_for_each_other(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("INSPECTOR_READER", raising=False)
    script = await kept.text("a.js", b"f()")
    map_ = await kept.text("a.map", source_map([[(0, 0, 0, 0)]], sourcesContent=["f()"]))

    async def ask(reader: Tables) -> tuple[Any, Any]:
        tokens = await reader.tokens((script, map_), "global", [(1, 1)], "a.js")
        assert not isinstance(tokens, Miss)
        token = tokens[1, 1]
        assert token is not None
        return tokens, await reader.original_source(map_, (1, 1), token.source, "a.js")

    first = await ask(kept.live)
    monkeypatch.setenv("INSPECTOR_READER", "portable")
    other = Kept(kept.folder)
    with pytest.raises(NotCached):
        await other.disk.tokens((script, map_), "global", [(1, 1)], "a.js")
    with pytest.raises(NotCached):
        await other.disk.original_source(map_, (1, 1), first[0][1, 1].source, "a.js")
    await ask(other.live)
    assert other.workers.asked[:2] == ["sourcemap", "original_source"]
    await ask(other.disk)


async def test_no_file_of_answers_grows_without_end(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "_MOST_KEPT", 2)
    found = kept.put("a.js", b"one\n")
    for column in range(5):
        await kept.live.text(found, "a.js", [(1, column)])
    left = await kept.disk.text(found, "a.js", [(1, 3), (1, 4)])
    assert isinstance(left, Text)
    assert set(left.contexts) == {(1, 3), (1, 4)}
    many = [(1, column) for column in range(5)]
    whole = await kept.live.text(found, "a.js", many)
    assert isinstance(whole, Text)
    assert await kept.disk.text(found, "a.js", many) == whole


async def test_damaged_answers_are_made_again(kept: Kept) -> None:
    found = kept.put("a.js", b"one\n")
    first = await kept.live.text(found, "a.js")
    for path in (kept.folder / "cache" / "sourcemap_caches").rglob("*"):
        if path.is_file() and path.suffix != ".metadata":
            path.write_bytes(b'{"info":')
    assert await kept.live.text(found, "a.js") == first
    assert kept.workers.asked == ["script", "script"]


async def test_members_and_embedded_maps(kept: Kept) -> None:
    script = await kept.text("a.js", b"//# sourceMappingURL=data:,{}")
    embedded = await kept.live.embedded_map(script, "", "a.js")
    assert isinstance(embedded, Text)
    assert embedded.info.size == 2
    again = await kept.disk.embedded_map(script, "", "a.js")
    assert isinstance(again, Text)
    assert again.info == embedded.info
    other = await kept.live.embedded_map(script, "data:,[1]", "a.js")
    assert isinstance(other, Text)
    assert other.info.size == 3
    pack = kept.put("b.zip", bundle({"x.js": (b"f()", {})}))
    member = await kept.live.member(pack, "x.js", "b.zip x.js")
    assert isinstance(member, Found)
    assert Path(member.path).read_bytes() == b"f()"
    assert isinstance(await kept.live.member(pack, "gone", "b.zip gone"), Miss)
    assert isinstance(await kept.disk.member(pack, "gone", "b.zip gone"), Miss)


DEEP = 100_000


@pytest.mark.symbolic("the second reader is not ended by these")
@pytest.mark.parametrize(
    "script",
    [
        pytest.param(b"(" * DEEP, id="parentheses"),
        pytest.param(b"[" * DEEP + b"]" * DEEP, id="arrays"),
        pytest.param(b"()=>" * DEEP + b"1", id="arrows"),
        pytest.param(b"a?b:" * DEEP + b"c", id="conditions"),
    ],
)
async def test_scripts_that_kill_the_parser(tmp_path: Path, script: bytes) -> None:
    """The child ends, the app goes on, and that one map counts as malformed."""
    good = source_map([[(0, 0, 0, 0)]])
    cache = Cache(str(tmp_path / "cache"))
    async with Workers(1, 2 << 30, 60) as workers:
        live = Tables(cache, workers)
        kept = Kept(tmp_path)
        found = [
            await live.text(kept.put(name, content), name)
            for name, content in (("bad.js", script), ("good.js", b"f()"), ("m.map", good))
        ]
        bad, fine, map_ = (text for text in found if isinstance(text, Text))
        killed = await live.tokens((bad, map_), "global", [(1, 1)], "bad.js")
        answered = await live.tokens((fine, map_), "global", [(1, 1)], "good.js")
    assert not isinstance(answered, Miss)
    assert answered[1, 1] is not None
    assert isinstance(killed, Miss)
    assert killed.why is Why.MALFORMED


async def test_maps_that_nest_deeply(tmp_path: Path) -> None:
    nested: Any = {"version": 3, "sources": [], "names": [], "mappings": ""}
    for _ in range(150):
        nested = {"version": 3, "sections": [{"offset": {"line": 0, "column": 0}, "map": nested}]}
    content = json.dumps(nested).encode()
    content += b"[" * 1_000_000
    async with Workers(1, 2 << 30, 60) as workers:
        live, kept = Tables(Cache(str(tmp_path / "cache")), workers), Kept(tmp_path)
        text = await live.text(kept.put("m.map", content), "m.map")
        assert isinstance(text, Text)
        answer = await live.tokens((EMPTY_TEXT, text), "global", [(1, 1)], "m.map")
    assert isinstance(answer, Miss)
    assert answer.why is Why.MALFORMED
