"""The sound requests, files and settings that hostile cases are made of."""

import json
from copy import deepcopy
from functools import cache
from random import Random
from typing import Any

from msgspec import Struct

from tests.conftest import ROOT
from tests.harbor import HARBOR
from tests.harbor_builds import BUILDS

SAMPLES = ROOT / "sample_requests"
SCRIPTS = HARBOR / "js" / "dist"
BUNDLE = "bundle/clang-dwarf5.src.zip"
BUNDLED = "elf-clang-dwarf5"  # the build that it has the sources of
MORE_FILES = ("elf/harbor.alt", "elf/split5/clang-19.bin.dwp", "elf/split5/clang-19.crane.dwo",
              "pe/mingw-x86_64/harbor.exe.debug", "wasm/harbor-noid.wasm", BUNDLE)  # fmt: skip
NAMES = ("es.external", "es.inline", "indexed", "rollup", "terser", "step1", "rn", "uglify")

SETTINGS = """\
version = 1
max_cache_size = "20GiB"
strict = false
offline = true
connect_timeout = "500ms"
max_download_timeout = "1h 30m"
max_download_size = 1000000
max_concurrent_downloads = 4
deny_list_never_block_hosts = ["symbols.example"]
parser_processes = 2
serve_roots = ["/srv/symbols"]
checkout = "~/src"

[caches.downloaded]
max_unused_for = "30d"
retry_misses_after = 3600

[[sources]]
type = "http"
id = "vendor"
url = "https://symbols.example/"
layout = { type = "symstore", casing = "lowercase" }
filters = { filetypes = ["pdb", "pe"], path_patterns = ["**/x.pdb"] }
headers = { Authorization = { env = "VENDOR_TOKEN" } }

[[sources]]
type = "filesystem"
id = "builds"
path = "symbols"
layout = { type = "scan" }

[[sources]]
preset = "microsoft"

[paths]
"/build" = "/home/me/src"
"""


class Material(Struct, frozen=True):
    """A request with the files it needs, by their place below its folder."""

    kind: str  # "native" or "js"
    body: dict[str, Any]
    files: dict[str, bytes]


@cache
def fixture(name: str) -> bytes:
    """A file of harbor."""
    return (HARBOR / name).read_bytes()


def any_fixture(rng: Random) -> bytes:
    """A native file of any format."""
    names = [name for build in BUILDS for name in build.files.values()]
    return fixture(rng.choice((*names, *MORE_FILES)))


def native(rng: Random, place: str) -> Material:
    """The crash in one format; its files are in the folder `place`."""
    build = rng.choice(BUILDS)
    if rng.random() < 0.1:
        build = next(build for build in BUILDS if build.name == BUNDLED)
    body = build.request(order=rng.choice(("callee_first", "caller_first")))
    body["sources"][0]["path"] = place
    files = {target: fixture(name) for target, name in build.files.items()}
    if build.name == BUNDLED:
        code = next(iter(build.files))
        files[f"{code}.src.zip"] = fixture(BUNDLE)
    return Material("native", body, files)


@cache
def _samples(kind: str) -> tuple[tuple[bytes, tuple[str, ...]], ...]:
    found = []
    for path in sorted((SAMPLES / kind).glob("*.json")):
        body = path.read_bytes()
        folders = {source["path"] for source in json.loads(body)["sources"]}
        found.append((body, tuple(sorted(folders))))
    return tuple(found)


@cache
def _folder(kind: str, name: str) -> dict[str, bytes]:
    root = SAMPLES / kind / name
    files = (path for path in sorted(root.rglob("*")) if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def sample(rng: Random, kind: str) -> dict[str, Any]:
    """A sample request, to be answered beside its folders."""
    body, _ = rng.choice(_samples(kind))
    tree: dict[str, Any] = json.loads(body)
    return tree


def scripts(rng: Random, place: str) -> Material:
    """A JavaScript sample with its own copy of its folder at `place`."""
    body, folders = rng.choice(_samples("js"))
    tree = json.loads(body)
    for source in tree["sources"]:
        source["path"] = f"{place}/{source['path']}"
    files = {
        f"{folder}/{name}": data
        for folder in folders
        for name, data in _folder("js", folder).items()
    }
    return Material("js", tree, files)


def native_on_web(rng: Random, url: str) -> Material:
    """The crash in one format, its files on a server; or listed by one like Sentry's."""
    found = native(rng, "")
    body, files = deepcopy(found.body), dict(found.files)
    if rng.random() < 0.7:
        body["sources"] = [{"id": "web", "type": "http", "url": url}]
        return Material("native", body, files)
    body["sources"] = [{"id": "project", "type": "sentry", "url": f"{url}/api", "token": "secret"}]
    types = ("elf", "pe", "pdb", "macho", "wasm", "breakpad", "portablepdb", "sourcebundle")
    listed = [{"id": str(n), "symbolType": rng.choice(types)} for n in range(len(files))]
    answers = {f"api?id={n}": data for n, data in enumerate(files.values())}
    return Material("native", body, answers | {"api": json.dumps(listed).encode()})


def scripts_on_web(rng: Random, url: str) -> Material:
    """Scripts scraped from a server that also has a lookup API with a bundle."""
    names = rng.sample(NAMES, 3)
    files = {f"{name}{end}": fixture(f"js/dist/{name}{end}")
             for name in names for end in (".js", ".js.map")
             if (SCRIPTS / f"{name}{end}").is_file()}  # fmt: skip
    bundle = rng.choice(("injected", "release"))
    files["bundle"] = fixture(f"js/sentry-cli/{bundle}.zip")
    files["api"] = json.dumps(
        [
            {"type": "bundle", "id": "1", "url": f"{url}/bundle", "resolved_with": "release"},
            {"type": "file", "id": "2", "url": f"{url}/{names[0]}.js", "resolved_with": "url",
             "abs_path": f"{url}/{names[0]}.js", "headers": {"Sourcemap": f"{names[0]}.js.map"}},
        ]
    ).encode()  # fmt: skip
    frames = [{"abs_path": f"{url}/{name}.js", "lineno": 1, "colno": rng.randrange(1, 500)}
              for name in names for _ in range(3)]  # fmt: skip
    body: dict[str, Any] = {
        "source": {"id": "project", "url": f"{url}/api", "token": "secret"},
        "release": "harbor@1.0.0",
        "scraping": {"enabled": True, "allowed_origins": ["*"], "headers": {}},
        "stacktraces": [{"frames": frames}],
    }
    if rng.random() < 0.3:
        del body["source"]
    return Material("js", body, files)


def saved_response(rng: Random) -> dict[str, Any]:
    """An answer that was kept."""
    kept = sorted((ROOT / "tests" / "golden").glob("*.json"))
    tree: dict[str, Any] = json.loads(rng.choice(kept).read_bytes())
    return tree
