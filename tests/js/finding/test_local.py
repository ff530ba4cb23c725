"""Local builds: files by debug id and by URL, bundles, and what must not be read."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.js.maps import bundle, source_map
from tests.js.runs import ID, NO_WEB, Runner, frame, request

SITE = "https://shop.example"
OTHER = "11111111-2222-3333-4444-555555555555"
SCRIPT = b"function f(){throw 1}f();\n//# sourceMappingURL=app.js.map\n"
MAP = source_map([[(0, 0, 0, 0)]])


def build(prefix: str | None = None, path: str = "dist", **more: Any) -> dict[str, Any]:
    """A request's word about a local build."""
    source: dict[str, Any] = {"type": "filesystem", "id": "build", "path": path}
    if prefix is not None:
        source["url_prefix"] = prefix
    return {"sources": [source]} | more


def put(runner: Runner, **files: bytes) -> None:
    """Files of the build; `__` in a name stands for a slash."""
    for name, content in files.items():
        path = runner.folder / "dist" / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


def one(response: Any) -> Any:
    return response["stacktraces"][0]["frames"][0]


def named(script: bytes, debug_id: str = ID) -> bytes:
    return script + f"//# debugId={debug_id}\n".encode()


def module(path: str, debug_id: str = ID) -> dict[str, Any]:
    return {"type": "sourcemap", "code_file": path, "debug_id": debug_id}


@pytest.mark.parametrize(
    ("prefix", "url"),
    [
        (f"{SITE}/assets/", f"{SITE}/assets/app.js"),
        (f"{SITE}/assets", f"{SITE}/assets/app.js?v=1#x"),
        ("~/static/js/", "https://any.example/static/js/app.js"),
        ("~/static/js", "app:///static/js/app.js"),
        (None, "https://any.example/app.js"),
        ("app:///", "app:///app.js"),
        ("/srv/shop/", "/srv/shop/app.js"),
    ],
)
async def test_by_url(runner: Runner, prefix: str | None, url: str) -> None:
    put(runner, **{"app.js": SCRIPT, "app.js.map": MAP})
    response = await runner.response(request(frame(url), **build(prefix)))
    assert one(response)["data"]["symbolicated"]
    assert one(response)["data"]["resolved_with"] == "url"
    assert one(response)["data"]["sourcemap_origin"] == {
        "individual_file": "file://dist/app.js.map"
    }
    assert one(response)["context_line"] == "one"
    assert {a["status"] for a in response["scraping_attempts"]} == {"not_attempted"}


@pytest.mark.parametrize(
    "url",
    [
        f"{SITE}/other/app.js",
        "https://elsewhere.example/assets/app.js",
        f"{SITE}/assets/../secret.js",
        f"{SITE}/assets/%2e%2e/secret.js",
        f"{SITE}/assets/",
        f"{SITE}/assets/gone.js",
        f"{SITE}/assets//etc/passwd",
    ],
)
async def test_not_below_the_prefix(runner: Runner, url: str) -> None:
    put(runner, **{"app.js": SCRIPT})
    (runner.folder / "secret.js").write_bytes(SCRIPT)
    response = await runner.response(request(frame(url), **build(f"{SITE}/assets/")))
    assert not one(response)["data"]["symbolicated"]
    assert "context_line" not in one(response)


async def test_spaces_in_names(runner: Runner) -> None:
    put(runner, **{"my app.js": b"f()"})
    response = await runner.response(request(frame(f"{SITE}/my%20app.js"), **build()))
    assert one(response)["context_line"] == "f()"


async def test_by_debug_id_under_another_path(runner: Runner) -> None:
    named_map = source_map([[(0, 0, 0, 0)]], debugId=ID)
    put(runner, **{"js__main__app.js": named(SCRIPT), "maps__m.map": named_map})
    path = "https://cdn.example/x/y/hashed.js"
    response = await runner.response(request(frame(path), modules=[module(path)], **build()))
    data = one(response)["data"]
    assert data["resolved_with"] == "debug-id"
    assert data["sourcemap_origin"] == {"individual_file": "file://dist/maps/m.map"}
    assert one(response)["abs_path"] == "https://cdn.example/x/y/a.js"


async def test_the_neighbours_of_a_file_found_by_its_id(runner: Runner) -> None:
    """The map names no id; it lies beside the script, where the script says."""
    bare = source_map([[(0, 0, 0, 0)]], ["src/a.js"], None)
    files = {"app.js": named(SCRIPT), "app.js.map": bare, "src__a.js": b"one\n"}
    put(runner, **{f"js__{name}": content for name, content in files.items()})
    path = "https://cdn.example/x/app.js"
    response = await runner.response(request(frame(path), modules=[module(path)], **build()))
    assert one(response)["context_line"] == "one"
    assert "errors" not in response


async def test_the_id_in_a_local_script_finds_its_map(runner: Runner) -> None:
    script = named(b"f()\n")
    put(runner, **{"app.js": script, "elsewhere.map": source_map([[(0, 0, 0, 0)]], debug_id=ID)})
    response = await runner.response(request(frame(f"{SITE}/app.js"), **build()))
    assert one(response)["data"]["resolved_with"] == "debug-id"


async def test_a_map_id_in_source_text_does_not_count(runner: Runner) -> None:
    text = json.dumps({"debugId": OTHER})
    put(
        runner,
        **{
            "a.js": named(b"f()\n"),
            "b.map": source_map([[(0, 0, 0, 0)]], contents=(text,), debugId=ID),
        },
    )
    response = await runner.response(request(frame(f"{SITE}/a.js"), **build()))
    assert one(response)["data"]["symbolicated"]


@pytest.mark.parametrize(
    ("attributes", "release", "dist", "how"),
    [
        pytest.param({}, None, None, "url", id="no-release-anywhere"),
        pytest.param({}, "1", None, "url", id="unreleased-bundle"),
        pytest.param({"release": "1"}, "1", None, "release", id="same"),
        pytest.param({"release": "1", "dist": "d"}, "1", "d", "release", id="same-dist"),
        pytest.param({"release": "1"}, "1", "d", "release", id="bundle-of-all-dists"),
        pytest.param({"release": "1", "dist": "d"}, "1", "e", None, id="other-dist"),
        pytest.param({"release": "2"}, "1", None, None, id="other-release"),
        pytest.param({"release": "2"}, None, None, "url", id="request-without-release"),
    ],
)
async def test_bundles_by_url(
    runner: Runner, attributes: dict[str, str], release: str, dist: str, how: str | None
) -> None:
    content = bundle(
        {
            "app.js": (SCRIPT, {"type": "minified_source", "url": "~/app.js"}),
            "map": (MAP, {"type": "source_map", "url": "~/app.js.map"}),
        },
        **attributes,
    )
    put(runner, **{"release.zip": content})
    response = await runner.response(
        request(frame(f"{SITE}/app.js"), release=release, dist=dist, **build())
    )
    assert one(response)["data"].get("resolved_with") == how
    if how:
        origin = one(response)["data"]["sourcemap_origin"]["bundled"]
        assert origin[0] == "file://dist/release.zip"


async def test_bundles_by_id(runner: Runner) -> None:
    by_id = {"debug-id": ID}
    content = bundle(
        {
            "app.js": (b"f()", {"type": "minified_source", "url": "~/x", "headers": by_id}),
            "map": (MAP, {"type": "source_map", "headers": by_id}),
        },
        release="9",
    )
    put(runner, **{"release.zip": content})
    path = "/srv/y.js"
    response = await runner.response(
        request(frame(path), modules=[module(path)], release="1", **build())
    )
    assert one(response)["data"]["resolved_with"] == "debug-id"


async def test_a_folder_that_changes_is_listed_anew(runner: Runner) -> None:
    put(runner, **{"app.js": named(b"f()\n")})
    body = request(frame("/x.js"), modules=[module("/x.js")], **build())
    assert not one(await runner.response(body))["data"]["symbolicated"]
    put(runner, **{"app.js.map": source_map([[(0, 0, 0, 0)]], debugId=ID)})
    assert one(await runner.response(body))["data"]["symbolicated"]


async def test_outside_the_folder_of_the_request(runner: Runner, tmp_path: Path) -> None:
    """A request that nobody vouches for reads nothing outside its own folder."""
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "app.js").write_bytes(named(SCRIPT))
    runner.folder = tmp_path / "inside"
    put(runner)
    (runner.folder / "dist").mkdir(parents=True)
    (runner.folder / "dist/app.js").symlink_to(outside / "app.js")
    frames = [frame(f"{SITE}/app.js"), frame("/x.js")]
    for path in ("dist", "../outside", str(outside)):
        body = request(*frames, modules=[module("/x.js")], **build(path=path))
        kept_out = await runner.response(body, trusted=False)
        assert not any("context_line" in f for f in kept_out["stacktraces"][0]["frames"])
        let_in = await runner.response(body, trusted=True)
        assert all("context_line" in f for f in let_in["stacktraces"][0]["frames"])


async def test_the_api_comes_before_and_the_web_after(runner: Runner) -> None:
    """A file that the build has is not scraped."""
    put(runner, **{"app.js": b"f()"})
    web = NO_WEB | {"enabled": True}
    response = await runner.response(
        request(frame(f"{SITE}/app.js"), scraping=web, **build()), trusted=False
    )
    assert response["scraping_attempts"] == [{"url": f"{SITE}/app.js", "status": "not_attempted"}]


async def test_what_is_no_file_is_left_alone(runner: Runner) -> None:
    """A pipe in the folder is not waited for, and a link to itself not followed."""
    import os

    put(runner, **{"x.map": b"\xff"})
    os.mkfifo(runner.folder / "dist" / "pipe.js")
    (runner.folder / "dist" / "loop.js").symlink_to("loop.js")
    path = f"{SITE}/pipe.js"
    response = await runner.response(request(frame(path), modules=[module(path)], **build()))
    assert [error["type"] for error in response["errors"]] == ["scraping_disabled"]


async def test_a_map_that_is_no_text(runner: Runner) -> None:
    put(runner, **{"app.js": SCRIPT, "app.js.map": b'{"\xff'})
    path = f"{SITE}/app.js"
    response = await runner.response(request(frame(path), **build()))
    assert response["errors"] == [
        {"abs_path": path, "type": "malformed_sourcemap", "url": f"{path}.map"}
    ]


async def test_strict_requests_have_no_builds(runner: Runner) -> None:
    put(runner, **{"app.js": SCRIPT})
    source = {"id": "s", "url": "http://127.0.0.1:1/", "token": "t"}
    body = request(frame(f"{SITE}/app.js"), source=source, **build())
    response = await runner.response(body, strict=True)
    assert [error["type"] for error in response["errors"]] == ["scraping_disabled"]


async def test_neighbours_do_not_mix(runner: Runner) -> None:
    """Two scripts of one URL folder, from two folders of the build, each with a map beside it."""
    paths, modules = [], []
    for number, debug_id in enumerate((ID, OTHER)):
        paths.append(f"https://cdn.example/x/{number}.js")
        modules.append(module(paths[-1], debug_id))
        script = named(b"f()\n//# sourceMappingURL=app.js.map\n", debug_id)
        text = f"text of {number}"
        map_ = source_map([[(0, 0, 0, 0)]], contents=(text,))
        put(runner, **{f"d{number}__app.js": script, f"d{number}__app.js.map": map_})
    body = request(*map(frame, paths), modules=modules, **build())
    response = await runner.response(body)
    lines = [f.get("context_line") for f in response["stacktraces"][0]["frames"]]
    assert lines == ["text of 0", "text of 1"]
    assert runner.workers.asked.count("build_folder") == 1
