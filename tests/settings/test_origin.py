"""Where each value comes from, and that no secret is shown on the way."""

from pathlib import Path
from typing import Any

import msgspec
import pytest

from inspector.settings import Seconds, Settings, load_settings
from inspector.settings.origin import Setting, origins

USER = """\
cache_dir = "/user"
offline = false
strict = false
connect_timeout = "1s"

[caches.derived]
max_unused_for = "1d"
retry_misses_after = "5m"
"""
PROJECT = """\
offline = true
connect_timeout = "2s"
head_timeout = "2s"

[caches.derived]
max_unused_for = "2d"

[[sources]]
preset = "amd"

[[sources]]
preset = "intel"
"""
ENVIRON = {"INSPECTOR_HEAD_TIMEOUT": "3s", "INSPECTOR_STRICT": "yes", "INSPECTOR_DEBUG": "1"}
FLAGS: dict[str, Any] = {"strict": False, "cache_dir": None}


@pytest.fixture
def places(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> tuple[str, str]:
    """The user's file and the project's; the current folder is below the project."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    user = tmp_path / "config" / "inspector" / "inspector.toml"
    project = tmp_path / "project" / "inspector.toml"
    for path, text in ((user, USER), (project, PROJECT)):
        path.parent.mkdir(parents=True)
        path.write_text(text, encoding="utf-8")
    (project.parent / "src").mkdir()
    monkeypatch.chdir(project.parent / "src")
    return str(user), str(project)


def test_later_wins_and_says_so(places: tuple[str, str]) -> None:
    user, project = places
    said = {one.key: one for one in origins(None, FLAGS, ENVIRON)}
    table = [
        ("cache_dir", "/user", f"{user}:1"),
        ("connect_timeout", "2s", f"{project}:2"),
        ("offline", True, f"{project}:1"),
        ("caches.derived.max_unused_for", "2d", f"{project}:6"),
        ("caches.derived.retry_misses_after", "5m", f"{user}:8"),
        ("caches.derived.retry_failures_after", "10m", "default"),
        ("head_timeout", "3s", "INSPECTOR_HEAD_TIMEOUT"),
        ("strict", False, "--strict"),
        ("max_cache_size", None, "default"),
    ]
    assert [(key, said[key].value, said[key].said_in) for key, _, _ in table] == table
    assert [said[f"sources[{n}]"].said_in for n in (0, 1)] == [f"{project}:8", f"{project}:11"]


def test_the_values_shown_are_those_in_force(places: tuple[str, str]) -> None:
    settings = load_settings(None, FLAGS, ENVIRON)
    shown = {one.key: one.value for one in origins(None, FLAGS, ENVIRON)}
    derived = settings.caches.derived
    assert (derived.max_unused_for, derived.retry_misses_after) == (
        Seconds(2 * 86400),
        Seconds(300),
    )
    assert (settings.offline, settings.strict) == (shown["offline"], shown["strict"])
    assert [source.id for source in settings.sources] == ["amd", "intel"]


def test_every_setting_is_listed(tmp_path: Path) -> None:
    (tmp_path / "none.toml").write_text("")
    keys = {one.key.split(".")[0] for one in origins(str(tmp_path / "none.toml"), environ={})}
    assert keys == set(Settings.__struct_fields__)
    rows = origins(str(tmp_path / "none.toml"), environ={})
    assert {one.origin for one in rows} == {"default"}


def test_a_preset_that_becomes_several(tmp_path: Path) -> None:
    path = tmp_path / "inspector.toml"
    path.write_text('\n[[sources]]\npreset = "DEBUGINFOD_URLS"\n[[sources]]\npreset = "amd"\n')
    rows = origins(str(path), environ={"DEBUGINFOD_URLS": "https://a/ https://b/"})
    lines = [one.line for one in rows if one.key.startswith("sources")]
    assert lines == [2, 2, 2]


SECRETIVE = """
[paths]
"/build" = "/src"
[[sources]]
type = "sentry"
id = "a"
url = "https://me:canary@h/?key=canary"
token = "canary"
[[sources]]
type = "sentry"
id = "b"
url = "https://h/"
cookies = "canary"
[[sources]]
type = "http"
id = "c"
url = "https://h/"
headers = { Authorization = "canary", X = { env = "CANARY" } }
[[sources]]
type = "s3"
id = "d"
bucket = "b"
region = ["r", "https://me:canary@h/"]
access_key = "shown"
secret_key = { env = "CANARY" }
[[sources]]
type = "gcs"
id = "e"
bucket = "b"
client_email = "shown"
private_key = "canary"
bearer_token = { env = "CANARY" }
"""


def test_no_secret_of_any_type_is_shown(tmp_path: Path) -> None:
    path = tmp_path / "inspector.toml"
    path.write_text(SECRETIVE)
    rows = origins(str(path), environ={"CANARY": "canary"})
    shown = msgspec.json.encode(rows).decode() + repr(rows)
    assert "canary" not in shown
    assert shown.count("***") >= 2 * 9
    assert "Authorization" in shown
    assert Setting(key="paths./build", value="/src", origin="file", place=str(path), line=3) in rows
    assert "canary" not in repr(load_settings(str(path), environ={"CANARY": "canary"}))
