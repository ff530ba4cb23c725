"""Sources in a settings file: presets, places of mistakes, ids."""

from pathlib import Path
from typing import Any

import pytest
import tomli

from inspector.model.places.sources import FilesystemSource, HttpSource, SentrySource
from inspector.settings import BadSettings, load_settings
from inspector.settings.sources import BadSource, read_sources


def read(text: str, environ: dict[str, str] | None = None) -> list[dict[str, Any]]:
    """The sources of a settings file in /conf."""
    return read_sources(tomli.loads(text)["sources"], "/conf", environ or {})


def test_presets_between_other_sources() -> None:
    listed = read(
        """
        [[sources]]
        preset = "microsoft"
        [[sources]]
        preset = "DEBUGINFOD_URLS"
        is_public = true
        [[sources]]
        preset = "system-debug"
        id = "mine"
        """,
        {"DEBUGINFOD_URLS": "https://a.example https://b.example"},
    )
    ids = ["microsoft", "debuginfod-urls-1", "debuginfod-urls-2", "mine"]
    assert [source["id"] for source in listed] == ids
    assert [source.get("is_public") for source in listed] == [True, True, True, None]


@pytest.mark.parametrize(
    ("path", "expected"),
    [("syms", "/conf/syms"), ("/else", "/else"), ("~/x", "/home/someone/x")],
)
def test_paths_count_from_the_file(
    path: str, expected: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HOME", "/home/someone")
    (source,) = read(f'[[sources]]\ntype = "filesystem"\nid = "x"\npath = "{path}"')
    assert source["path"] == expected


HTTP = '[[sources]]\ntype = "http"\nid = "x"\nurl = "http://h/"\n'
BAD = [
    pytest.param("sources = 3", "sources: expected tables", id="a-number"),
    pytest.param('sources = ["x"]', "sources: expected tables", id="a-list-of-texts"),
    pytest.param('[[sources]]\nid = "x"', "sources[0].type: missing required", id="no-type"),
    pytest.param('[[sources]]\ntype = "ftp"', "unknown type 'ftp', expected one of", id="type"),
    pytest.param('[[sources]]\ntype = ["s3"]', "sources[0].type: unknown type", id="type-list"),
    pytest.param(HTTP + 'urll = "y"', "[0].urll: unknown setting, did you mean `url`?", id="key"),
    pytest.param(
        HTTP + 'layout = { typ = "ssqp" }', "sources[0].layout.typ: unknown setting", id="inner"
    ),
    pytest.param(HTTP + "qqqq = 1", "sources[0].qqqq: unknown setting", id="unlike-any"),
    pytest.param(HTTP + 'layout = { type = "flat" }', "sources[0].layout.type: ", id="layout"),
    pytest.param(HTTP + 'layout = { type = "scan" }', "is for `filesystem`", id="scan-the-web"),
    pytest.param(HTTP + "filters = { path_patterns = 3 }", ".filters.path_patterns: ", id="part"),
    pytest.param(
        HTTP + 'layout = { type = "symstor" }',
        "sources[0].layout.type: unknown value 'symstor', did you mean `symstore`? expected one of",
        id="layout-typo",
    ),
    pytest.param(
        HTTP + 'layout = { casing = "upper" }', "casing: unknown value 'upper', did", id="casing"
    ),
    pytest.param(
        HTTP + 'filters = { filetypes = ["pe", "pbd"] }',
        "sources[0].filters.filetypes[1]: unknown value 'pbd', did you mean `pdb`?",
        id="file-type",
    ),
    pytest.param(
        '[[sources]]\ntype = "htp"', "type: unknown type 'htp', did you mean `http`?", id="kind"
    ),
    pytest.param('[[sources]]\ntyp = "s3"', "`typ`, did you mean `type`?", id="type-key"),
    pytest.param(
        '[[sources]]\ntype = "http"\nid = "x"\nurl = "https//h"',
        "sources[0].url: not an absolute URL: 'https//h', expected one like https://",
        id="relative-url",
    ),
    pytest.param(HTTP + "headers = { X = 3 }", "[0].headers.X: expected a text", id="header"),
    pytest.param(HTTP + HTTP, "sources[1].id: 'x' is the id of sources[0] already", id="id-twice"),
    pytest.param('[[sources]]\npreset = "nugget"', "sources[0].preset: unknown", id="preset"),
    pytest.param('[[sources]]\npreset = "apple"', "Apple has no public", id="no-server"),
    pytest.param('[[sources]]\npreset = "amd"\ntype = "s3"', "sources[0].type: comes", id="both"),
    pytest.param(
        '[[sources]]\npreset = "amd"\n[[sources]]\npreset = "amd"',
        "sources[1].id: 'amd' is the id of sources[0] already",
        id="preset-twice",
    ),
]


@pytest.mark.parametrize(("text", "reason"), BAD)
def test_mistakes_name_their_place(text: str, reason: str) -> None:
    with pytest.raises(BadSource) as caught:
        read(text)
    assert reason in str(caught.value)


def test_a_place_counts_what_is_written() -> None:
    """And not what a preset before it became."""
    environ = {"DEBUGINFOD_URLS": "https://a.example https://b.example"}
    text = '[[sources]]\npreset = "DEBUGINFOD_URLS"\n' + HTTP + "has_index = 3"
    with pytest.raises(BadSource, match=r"^sources\[1\]\.has_index: Expected `bool`"):
        read(text, environ)


def test_the_first_credential_wins() -> None:
    text = '[[sources]]\ntype = "sentry"\nid = "x"\nurl = "http://h/"\ncookies = "c"\ntoken = "t"'
    (source,) = read(text)
    assert "token" not in source


def test_in_a_whole_file(tmp_path: Path) -> None:
    path = tmp_path / "inspector.toml"
    path.write_text(
        """
        [[sources]]
        preset = "electron"
        [[sources]]
        type = "filesystem"
        id = "build"
        path = "out"
        layout = { type = "scan" }
        [[sources]]
        type = "sentry"
        id = "sentry"
        url = "https://sentry.example/api/0/projects/o/p/files/dsyms/"
        token = { env = "TOKEN" }
        """,
        encoding="utf-8",
    )
    electron, build, sentry = load_settings(str(path), environ={"TOKEN": "canary"}).sources
    assert isinstance(electron, HttpSource)
    assert isinstance(build, FilesystemSource)
    assert (build.path, build.layout.type) == (str(tmp_path / "out"), "scan")
    assert isinstance(sentry, SentrySource)
    assert sentry.token == "canary"
    with pytest.raises(BadSettings, match=r"\.toml:13: sources\[2\]\.token: .*TOKEN is not"):
        load_settings(str(path), environ={})


def test_a_bad_url_is_told_once() -> None:
    with pytest.raises(BadSource) as caught:
        read('[[sources]]\ntype = "http"\nid = "x"\nurl = "ftp//x"\n')
    assert [key for key, _ in caught.value.problems] == ["sources[0].url"]
