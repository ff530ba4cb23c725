"""All problems at once: each with its file, line, key and reason."""

import traceback
from pathlib import Path

import pytest

from inspector.settings import BadSettings, load_settings
from inspector.settings.check import check_file

WRONG = """\
version = 1
offlin = true
connect_timeout = "fast"
max_concurrent_downloads = 0
caches.derived.retry = "1h"
deny_list_never_block_hosts = ["a", 3, "b", 4]

[[sources]]
type = "http"
id = ""
url = "nowhere"
layout = { type = "symstor", casin = "lowercase" }
filters = { path_patterns = ["**/ok", "a[", "["] }

[[sources]]
type = "filesystem"
id = "x"

[[sources]]
type = "s3"
id = "x"
bucket = 3
region = ""
secret_key = { env = "UNSET_KEY" }

[keys]
run = "r"
export = 3
"""
TOLD = [
    (2, "offlin", "unknown setting, did you mean `offline`?"),
    (3, "connect_timeout", "expected a duration"),
    (4, "max_concurrent_downloads", "must be at least 1"),
    (5, "caches.derived.retry", "unknown setting"),
    (6, "deny_list_never_block_hosts[1]", "Expected `str`, got `int`"),
    (6, "deny_list_never_block_hosts[3]", "Expected `str`, got `int`"),
    (10, "sources[0].id", "must not be empty"),
    (11, "sources[0].url", "not an absolute URL: 'nowhere'"),
    (12, "sources[0].layout.casin", "unknown setting, did you mean `casing`?"),
    (12, "sources[0].layout.type", "did you mean `symstore`?"),
    (13, "sources[0].filters.path_patterns[1]", "not closed"),
    (13, "sources[0].filters.path_patterns[2]", "not closed"),
    (15, "sources[1]", "missing required field `path`"),
    (21, "sources[2].id", "'x' is the id of sources[1] already"),
    (22, "sources[2].bucket", "Expected `str`, got `int`"),
    (23, "sources[2].region", "must not be empty"),
    (24, "sources[2].secret_key", "the environment variable UNSET_KEY is not set"),
    (28, "keys.export", "Expected `str`, got `int`"),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "inspector.toml"
    path.write_text(WRONG, encoding="utf-8")
    return path


def test_all_problems_of_a_file(path: Path) -> None:
    found = check_file(str(path), {})
    assert [(one.line, one.key) for one in found] == [(line, key) for line, key, _ in TOLD]
    for one, (_, _, reason) in zip(found, TOLD, strict=True):
        assert reason in one.reason
    assert str(found[0]) == f"{path}:2: offlin: unknown setting, did you mean `offline`?"


def test_loading_tells_them_all_and_those_of_other_places(path: Path) -> None:
    with pytest.raises(BadSettings) as caught:
        load_settings(str(path), {"parser_processes": 0}, {"INSPECTOR_STRICT": "perhaps"})
    lines = str(caught.value).splitlines()
    assert len(lines) == len(TOLD) + 2
    assert lines[-2] == "INSPECTOR_STRICT: strict: Expected `bool`, got `str`"
    assert lines[-1].startswith("--parser-processes: parser_processes: ")
    assert len(caught.value.problems) == len(lines)


@pytest.mark.parametrize(
    ("content", "line", "reason"),
    [
        (b"a = 1\nb = = 2", 2, "not TOML"),
        (b"\xff", None, "not UTF-8"),
        (b"version = 2\nnew_key = 1", 1, "2 is newer than this inspector understands (1)"),
        (b"version = 'x'", 1, "expected 1"),
        (b"sources = 3", 1, "expected tables"),
    ],
    ids=["syntax", "encoding", "newer", "version", "sources"],
)
def test_files_that_cannot_be_read(
    tmp_path: Path, content: bytes, line: int | None, reason: str
) -> None:
    path = tmp_path / "inspector.toml"
    path.write_bytes(content)
    (problem,) = check_file(str(path), {})
    assert (problem.line, reason in problem.reason) == (line, True)
    with pytest.raises(BadSettings, match=r"inspector\.toml"):
        load_settings(str(path), environ={})


def test_a_file_without_problems(tmp_path: Path) -> None:
    path = tmp_path / "inspector.toml"
    path.write_text("version = 1\noffline = true\n")
    assert check_file(str(path), {}) == []


ENVIRON = {"CANARY": "canary"}
CANARIES = {
    "sentry": 'url = "https://me:canary@"\ntoken = "canary"\nid = ""',
    "cookies": 'url = "https://h/"\ncookies = ["canary"]\nid = "x"',
    "http": 'url = "https://me:canary@h:x/"\nheaders = { A = "canary", B = ["canary"] }\nid = "x"',
    "s3": 'bucket = ""\nregion = ["", "https://me:canary@h/"]\nsecret_key = "canary"\nid = "x"',
    "gcs": 'bucket = 3\nprivate_key = "canary"\nbearer_token = { env = "canary", file = "canary" }',
    "twice": 'bucket = 3\nsecret_key = "canary"\nsecret_key = "canary"',
    "open": 'bucket = 3\nsecret_key = "canary',
}


@pytest.mark.parametrize(("kind", "body"), CANARIES.items(), ids=CANARIES)
def test_no_secret_is_told_with_a_mistake(tmp_path: Path, kind: str, body: str) -> None:
    path = tmp_path / "inspector.toml"
    named = {"cookies": "sentry", "twice": "s3", "open": "s3"}.get(kind, kind)
    path.write_text(f'[[sources]]\ntype = "{named}"\n{body}\n')
    with pytest.raises(BadSettings) as caught:
        load_settings(str(path), environ=ENVIRON)
    error = caught.value
    shown = str(error) + repr(error) + repr(error.problems)
    assert "canary" not in shown + "".join(traceback.format_exception(error))
    assert str(path) in shown
