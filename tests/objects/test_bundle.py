"""Source and artifact bundles: what their manifest says, what can be read, what is refused."""

import io
import json
import random
import time
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import Any

import pytest

from inspector.model.ids import DebugId
from inspector.model.places.sourcelinks import SourceText
from inspector.objects.bundle import Bundle, Entry
from inspector.objects.errors import BadObject

PREFIX = b"SYSB\2\0\0\0"
ID = "9e77a589-21d2-5428-829a-414ebcccce2a"

OpenBundle = Callable[[bytes], Bundle]


def packed(manifest: Any, members: Mapping[str, bytes] = {}, prefix: bytes = PREFIX) -> bytes:
    """A bundle; `manifest` as text, or as what becomes JSON."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as file:
        for name, content in members.items():
            file.writestr(name, content)
        text = manifest if isinstance(manifest, (str, bytes)) else json.dumps(manifest)
        file.writestr("manifest.json", text)
    return prefix + buffer.getvalue()


@pytest.fixture
def opened(tmp_path: Path) -> Iterator[OpenBundle]:
    """Opens a bundle from a file, and closes it."""
    bundles: list[Bundle] = []

    def open_(data: bytes) -> Bundle:
        (tmp_path / "bundle.zip").write_bytes(data)
        bundles.append(Bundle.open(str(tmp_path / "bundle.zip")))
        return bundles[-1]

    yield open_
    for bundle in bundles:
        bundle.close()


def test_sources_as_the_client_packs_them(harbor: Path) -> None:
    bundle = Bundle.open(str(harbor / "bundle/clang-dwarf5.src.zip"))
    assert bundle.debug_id == DebugId.parse("9c2e6e17-6c3d-0bd2-5d9a-6dc37c0520d8")
    assert bundle.attributes["object_name"] == "clang-dwarf5"
    assert [(entry.path, entry.type) for entry in bundle.entries()] == [
        ("/build/harbor/crane.c", "source"),
        ("/build/harbor/harbor.cpp", "source"),
        ("/build/harbor/harbor.h", "source"),
    ]
    found = bundle.source_by_path("/build/harbor/crane.c")
    assert found == SourceText((harbor / "src/crane.c").read_bytes())
    assert bundle.source_by_path("/build/harbor/quay.c") is None


def test_artifacts_as_the_client_packs_them(shared: Path) -> None:
    path = shared / "conformance/cases/fixtures/sourcemaps/e2e_node_debugid/bundle.zip"
    bundle = Bundle.open(str(path))
    assert (bundle.release, bundle.dist) == ("0.0.1", None)
    assert bundle.debug_id == DebugId.parse(ID)
    code = bundle.by_url("~/0.js")
    assert code is not None
    assert code.type == "minified_source"
    assert code.headers["sourcemap"] == "entrypoint1.js.map"
    assert code.debug_id is not None
    map_ = bundle.by_debug_id(code.debug_id, "source_map")
    assert map_ == bundle.by_url("~/0.js.map")
    assert map_ is not None
    assert json.loads(bundle.read(map_) or b"")["version"] == 3


FILES = {
    "files/c": {"type": "source", "path": "C:\\build\\Sub/a.c", "url": "https://h/a.c"},
    "files/d": {"path": "/build/Ä.c", "headers": {"Debug-ID": ID, "X": "Y"}},
    "files/e": {"type": "source_map", "url": "~/e.js.map", "headers": {"debug-id": ID.upper()}},
    "files/f": {"type": "minified_source", "headers": {"debug-id": "nonsense"}},
    "files/g": {"type": "minified_source", "url": "~/e.js.map", "headers": {"debug-id": ID}},
    "files/h": {"type": "source_map", "headers": {"DEBUG-id": ID.replace("-", "")}},
    "files/i": {"path": "/missing.c"},
    "files/j": {"path": "/not-utf8.c", "url": "https://h/j"},
    "files/k": {"path": "/twice.c"},
    "files/B": {"path": "/twice.c"},
}
MEMBERS = {f"files/{name}": name.encode() * 3 for name in "Bcdefghk"} | {"files/j": b"\xff"}
ALL = packed(
    {"files": FILES, "source_links": {"/build/*": "https://h/*"}, "release": "1", "dist": "d"},
    MEMBERS,
)


@pytest.mark.parametrize(
    ("path", "found"),
    [
        pytest.param("C:\\build\\Sub/a.c", SourceText(b"ccc", "https://h/a.c"), id="as-it-is"),
        pytest.param("C:/build\\Sub\\a.c", SourceText(b"ccc", "https://h/a.c"), id="separators"),
        pytest.param("c:/build/Sub/a.c", None, id="another-case"),
        pytest.param("/build/Ä.c", SourceText(b"ddd"), id="not-ascii"),
        pytest.param("/build/z.c", SourceText(None, "https://h/z.c"), id="source-link"),
        pytest.param("/missing.c", None, id="no-member"),
        pytest.param("/not-utf8.c", None, id="not-utf8"),
        pytest.param("/twice.c", SourceText(b"kkk"), id="the-last-by-member-name"),
        pytest.param("", None, id="empty"),
    ],
)
def test_source_by_path(opened: OpenBundle, path: str, found: SourceText | None) -> None:
    assert opened(ALL).source_by_path(path) == found


def test_by_url(opened: OpenBundle) -> None:
    bundle = opened(ALL)
    found = bundle.by_url("~/e.js.map")
    assert found is not None
    assert (found.member, found.type) == ("files/g", "minified_source")
    assert bundle.by_url("~/E.js.map") is None
    assert bundle.by_url("") is None


def test_by_debug_id(opened: OpenBundle) -> None:
    bundle, debug_id = opened(ALL), DebugId.parse(ID)
    of_map, of_code = (bundle.by_debug_id(debug_id, t) for t in ("source_map", "minified_source"))
    assert of_map is not None
    assert of_code is not None
    assert (of_map.member, of_code.member) == ("files/h", "files/g")
    assert bundle.by_debug_id(debug_id, "source") is None
    assert bundle.by_debug_id(DebugId(debug_id.uuid, 1), "source_map") is None


def test_entries(opened: OpenBundle) -> None:
    bundle = opened(ALL)
    assert [entry.member for entry in bundle.entries()] == sorted(FILES)
    assert next(e for e in bundle.entries() if e.member == "files/d") == Entry(
        "files/d", "/build/Ä.c", headers={"debug-id": ID, "x": "Y"}
    )
    assert (bundle.release, bundle.dist, bundle.debug_id) == ("1", "d", None)
    assert bundle.read(Entry("files/i")) is None
    assert bundle.read(Entry("files/B")) == b"BBB"


@pytest.mark.parametrize(
    "manifest",
    [
        pytest.param({}, id="empty"),
        pytest.param({"files": {}, "anything": "text"}, id="unknown-attribute"),
        pytest.param({"debug_id": "nonsense"}, id="bad-debug-id"),
        pytest.param({"files": {"a": {"type": None, "more": [1]}}}, id="unknown-key-of-a-file"),
        pytest.param({"files": {"a": {}}}, id="nothing-of-a-file"),
        pytest.param('{"a":"b","a":"c"}', id="attribute-twice"),
    ],
)
def test_accepted_manifests(opened: OpenBundle, manifest: Any) -> None:
    assert opened(packed(manifest)).debug_id is None


@pytest.mark.parametrize(
    "manifest",
    [
        pytest.param("", id="empty"),
        pytest.param("x", id="not-json"),
        pytest.param("{} x", id="trailing"),
        pytest.param("[]", id="list"),
        pytest.param("null", id="null"),
        pytest.param(b"\xef\xbb\xbf{}", id="byte-order-mark"),
        pytest.param(b'{"a":"\xff"}', id="not-utf8"),
        pytest.param('{"a":"\\ud800"}', id="lone-surrogate"),
        pytest.param('{"files":{"a":{"x":NaN}}}', id="nan"),
        pytest.param('{"a":' + "[" * 100_000, id="deep"),
        pytest.param({"a": 1}, id="attribute-number"),
        pytest.param({"a": None}, id="attribute-null"),
        pytest.param({"a": {}}, id="attribute-object"),
        pytest.param({"files": None}, id="files-null"),
        pytest.param({"files": []}, id="files-list"),
        pytest.param({"files": {"a": None}}, id="file-null"),
        pytest.param({"files": {"a": {"type": "Source"}}}, id="unknown-type"),
        pytest.param({"files": {"a": {"path": None}}}, id="path-null"),
        pytest.param({"files": {"a": {"url": None}}}, id="url-null"),
        pytest.param({"files": {"a": {"url": 1}}}, id="url-number"),
        pytest.param({"files": {"a": {"headers": None}}}, id="headers-null"),
        pytest.param({"files": {"a": {"headers": {"x": 1}}}}, id="header-number"),
        pytest.param({"source_links": None}, id="links-null"),
        pytest.param({"source_links": {"a": 1}}, id="link-number"),
    ],
)
def test_refused_manifests(opened: OpenBundle, manifest: Any) -> None:
    """Each one was shown to symbolic, which refuses it too."""
    with pytest.raises(BadObject, match=r"manifest\.json"):
        opened(packed(manifest))


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(PREFIX, id="only-the-magic"),
        pytest.param(ALL[len(PREFIX) :], id="plain-zip"),
        pytest.param(ALL[:-1], id="cut-off"),
        pytest.param(ALL[:-200], id="cut-off-earlier"),
        pytest.param(ALL.replace(b"manifest.json", b"manifest.jsom"), id="no-manifest"),
    ],
)
def test_no_bundle(opened: OpenBundle, data: bytes) -> None:
    with pytest.raises(BadObject):
        opened(data)


@pytest.mark.parametrize("prefix", [b"SYSB\1\0\0\0", b"SYSB\xff\xff\xff\xff", PREFIX + b"x" * 9])
def test_the_version_does_not_matter(opened: OpenBundle, prefix: bytes) -> None:
    assert opened(packed({"release": "1"}, prefix=prefix)).release == "1"


def test_damage_is_a_bad_object_or_a_miss(opened: OpenBundle) -> None:
    draw, good, bad = random.Random(7), 0, 0
    for _ in range(600):
        data = bytearray(ALL)
        for _ in range(draw.choice([1, 2, 5])):
            data[draw.randrange(4, len(data))] = draw.randrange(256)
        try:
            bundle = opened(bytes(data))
        except BadObject:
            bad += 1
            continue
        good += 1
        for entry in bundle.entries():
            assert bundle.read(entry) in (None, MEMBERS.get(entry.member))
        bundle.source_by_path("/build/Ä.c")
        bundle.close()
    assert good
    assert bad


def test_a_bomb_is_not_unpacked(opened: OpenBundle) -> None:
    """2 GiB of zeros say so in the directory, so nothing is unpacked at all."""
    data = bytearray(packed({"files": {"a": {"path": "/a"}}}, {"a": bytes(1000)}))
    at = data.rindex(b"aPK") - 46 + 24
    data[at : at + 4] = (1 << 31).to_bytes(4, "little")
    assert opened(bytes(data)).source_by_path("/a") is None


def test_a_large_bundle_opens_quickly(opened: OpenBundle) -> None:
    names = [f"files/build/some/folder/{i}.cpp" for i in range(20_000)]
    files = {name: {"type": "source", "path": "/" + name} for name in names}
    data = packed({"files": files}, dict.fromkeys(names, b"int x;\n"))
    started = time.perf_counter()
    bundle = opened(data)
    assert bundle.source_by_path("/" + names[-1]) == SourceText(b"int x;\n")
    assert time.perf_counter() - started < 1
