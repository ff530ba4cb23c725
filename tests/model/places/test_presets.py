"""Presets: every server is a source, and what the environment names."""

from typing import Any

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.model.places.presets import (
    FROM_MACHINE,
    SERVERS,
    WITHOUT_SERVER,
    BadPreset,
    debuginfod_urls,
    expand,
    nt_symbol_path,
)
from inspector.model.places.sources import FilesystemSource, HttpSource, Source


def sources(*trees: dict[str, Any]) -> list[Source]:
    return msgspec.convert(list(trees), list[Source])


@pytest.mark.parametrize("name", SERVERS)
def test_each_server_is_a_source(name: str) -> None:
    (source,) = sources(*expand({"preset": name}))
    assert isinstance(source, HttpSource)
    assert source.id == name
    assert source.is_public
    assert source.url.endswith("/")
    assert source.filters.filetypes


@pytest.mark.parametrize(
    ("name", "url", "layout"),
    [
        ("microsoft", "https://msdl.microsoft.com/download/symbols/", "symstore"),
        ("debian", "https://debuginfod.debian.net/buildid/", "debuginfod"),
        ("nuget", "https://symbols.nuget.org/download/symbols/", "ssqp"),
        ("electron", "https://symbols.electronjs.org/", "native"),
    ],
)
def test_servers(name: str, url: str, layout: str) -> None:
    (source,) = sources(*expand({"preset": name}))
    assert isinstance(source, HttpSource)
    assert (source.url, source.layout.type) == (url, layout)


def test_nuget_wants_checksums() -> None:
    (source,) = sources(*expand({"preset": "nuget"}))
    assert isinstance(source, HttpSource)
    assert source.filters.requires_checksum
    assert source.filters.filetypes == ("portablepdb",)


def test_given_fields_win() -> None:
    given = {"preset": "mozilla", "id": "mirror", "url": "https://h/", "is_public": False}
    (source,) = sources(*expand(given))
    assert isinstance(source, HttpSource)
    assert (source.id, source.url, source.is_public) == ("mirror", "https://h/", False)
    assert source.layout.type == "native"
    assert SERVERS["mozilla"]["url"] == "https://symbols.mozilla.org/"


BAD = [
    pytest.param({"preset": "microsft"}, "did you mean `microsoft`", id="typo"),
    pytest.param({"preset": "Microsoft"}, "did you mean `microsoft`", id="case"),
    pytest.param({"preset": "zzz"}, "there is microsoft, ", id="unlike-any"),
    pytest.param({"preset": "apple"}, "Apple has no public symbol server", id="apple"),
    pytest.param({"preset": "apple-none"}, "DeviceSupport", id="apple-none"),
    pytest.param({"preset": ["microsoft"]}, "expected a name", id="a-list"),
    pytest.param({"preset": "nuget", "type": "s3"}, "comes from the preset", id="type"),
]


@pytest.mark.parametrize(("source", "reason"), BAD)
@pytest.mark.parametrize("environ", [None, {}], ids=["request", "settings"])
def test_what_is_no_preset(
    source: dict[str, Any], reason: str, environ: dict[str, str] | None
) -> None:
    with pytest.raises(BadPreset, match=reason):
        expand(source, environ)


@pytest.mark.parametrize("name", WITHOUT_SERVER)
def test_reasons_say_what_to_do(name: str) -> None:
    with pytest.raises(BadPreset, match="`scan`"):
        expand({"preset": name})


@pytest.mark.parametrize("name", FROM_MACHINE)
def test_requests_get_nothing_of_the_machine(name: str) -> None:
    with pytest.raises(BadPreset, match="for settings"):
        expand({"preset": name})


def test_debuginfod_urls() -> None:
    environ = {"DEBUGINFOD_URLS": "https://a.example/  ima:enforcing file:///x http://b.example"}
    found = sources(*expand({"preset": "DEBUGINFOD_URLS"}, environ))
    assert [(s.id, s.url) for s in found if isinstance(s, HttpSource)] == [
        ("debuginfod-urls-1", "https://a.example/buildid/"),
        ("debuginfod-urls-2", "http://b.example/buildid/"),
    ]
    assert expand({"preset": "DEBUGINFOD_URLS"}, {}) == []
    assert debuginfod_urls("") == []


def test_one_source_needs_no_number() -> None:
    environ = {"DEBUGINFOD_URLS": "https://a.example/"}
    assert expand({"preset": "DEBUGINFOD_URLS"}, environ)[0]["id"] == "debuginfod-urls"
    assert expand({"preset": "DEBUGINFOD_URLS", "id": "x"}, environ)[0]["id"] == "x"


SYMBOL_PATHS = [
    pytest.param("", [], id="empty"),
    pytest.param(
        r"srv*C:\cache*https://msdl.example/symbols",
        [(r"C:\cache", "symstore"), ("https://msdl.example/symbols", "symstore")],
        id="store-and-server",
    ),
    pytest.param("SRV**http://h/s", [("http://h/s", "symstore")], id="default-store"),
    pytest.param(r"symsrv*symsrv.dll*\\host\s", [(r"\\host\s", "symstore")], id="symsrv"),
    pytest.param("symsrv*symsrv.dll", [], id="symsrv-without-store"),
    pytest.param(r"cache*D:\c;cache*", [(r"D:\c", "symstore")], id="cache"),
    pytest.param("srv", [("srv", "scan")], id="a-folder-called-srv"),
    pytest.param("/build; /out ;;", [("/build", "scan"), ("/out", "scan")], id="folders"),
]


@pytest.mark.parametrize(("text", "expected"), SYMBOL_PATHS)
def test_nt_symbol_path(text: str, expected: list[tuple[str, str]]) -> None:
    trees = nt_symbol_path(text)
    assert [(t.get("url") or t["path"], t["layout"]["type"]) for t in trees] == expected
    numbered = expand({"preset": "_NT_SYMBOL_PATH"}, {"_NT_SYMBOL_PATH": text})
    assert len({source.id for source in sources(*numbered)}) == len(expected)


def test_the_systems_own_debug_files() -> None:
    (source,) = sources(*expand({"preset": "system-debug"}, {}))
    assert isinstance(source, FilesystemSource)
    assert (source.path, source.id) == ("/usr/lib/debug/.build-id", "system-debug")


@given(st.text(alphabet="srv*;cahe :/\\\0httpé", max_size=40))
def test_any_text_of_a_variable_is_some_sources(text: str) -> None:
    for name in ("DEBUGINFOD_URLS", "_NT_SYMBOL_PATH"):
        found = expand({"preset": name}, {name: text})
        assert all(source["type"] in ("http", "filesystem") for source in found)
        assert len({source["id"] for source in found}) == len(found)
