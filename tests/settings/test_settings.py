"""Settings: what a file may say, what wins, and how mistakes are told."""

import os
import sys
from pathlib import Path
from typing import Any

import pytest

from inspector.model.places.sources import HttpSource
from inspector.settings import (
    BadSettings,
    Seconds,
    Settings,
    cache_folder,
    load_settings,
    settings_files,
    state_folder,
)


def written(folder: Path, text: str) -> str:
    path = folder / "inspector.toml"
    path.write_text(text, encoding="utf-8")
    return str(path)


def test_without_anything_the_defaults_hold(tmp_path: Path) -> None:
    assert load_settings(written(tmp_path, ""), environ={}) == Settings()


def test_keys_of_the_reference_are_read(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        """
        max_download_timeout = "200ms"
        deny_list_threshold = 2
        deny_list_block_time = "10m"
        max_download_size = "2GiB"
        [caches.downloaded]
        max_unused_for = "1d"
        retry_misses_after = "0s"
        [[sources]]
        type = "http"
        id = "syms"
        url = "https://h/s/"
        filters = { filetypes = ["pdb"] }
        """,
    )
    settings = load_settings(path, environ={})
    assert settings.max_download_timeout == 0.2
    assert settings.max_download_size == 2 << 30
    assert settings.caches.downloaded.retry_misses_after == Seconds(0)
    (source,) = settings.sources
    assert isinstance(source, HttpSource)
    assert source.filters.filetypes == ("pdb",)


BAD = [
    pytest.param("max_download_time = 3", "did you mean `max_download_timeout`", id="typo"),
    pytest.param("caches.derived.retry_after = 3", "retry_after: unknown setting", id="nested"),
    pytest.param('connect_timeout = "fast"', "connect_timeout: expected a duration", id="duration"),
    pytest.param("deny_list_threshold = 0", "must be at least 1", id="zero"),
    pytest.param('deny_list_bucket_size = "0s"', "must be longer than 0", id="no-bucket"),
    pytest.param("max_cache_size = inf", "max_cache_size: expected a size", id="endless-size"),
    pytest.param("in_app.includes = []", "in_app.includes: .*did you mean `include`", id="in-app"),
    pytest.param('in_app.include = ["a["]', r"in_app\.include\[0\]: .*not closed", id="glob"),
    pytest.param(
        "caches.downloads.x = 3", "caches.downloads: .*did you mean `downloaded`", id="class"
    ),
    pytest.param("downloads_per_host = 3", "downloads_per_host: unknown setting$", id="unlike-any"),
    pytest.param('offline = "yes"', "offline", id="type"),
    pytest.param('[[sources]]\ntype = "ftp"\nid = "x"', r"sources\[0\].type", id="source-type"),
    pytest.param('[[sources]]\ntype = "http"\nid = "x"', "missing required field `url`", id="url"),
    pytest.param("x = ", "not TOML", id="syntax"),
]


@pytest.mark.parametrize(("text", "reason"), BAD)
def test_mistakes_name_file_and_key(tmp_path: Path, text: str, reason: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(BadSettings, match=reason) as caught:
        load_settings(path, environ={})
    assert str(caught.value).startswith(path)


def test_a_mistake_in_the_environment_names_the_variable(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match=r"^INSPECTOR_OFFLINE: offline: Expected `bool`"):
        load_settings(written(tmp_path, ""), environ={"INSPECTOR_OFFLINE": "perhaps"})


def test_one_age_leaves_the_others_as_they_are(tmp_path: Path) -> None:
    path = written(tmp_path, 'caches.derived.retry_misses_after = "1m"')
    ages = load_settings(path, environ={}).caches.derived
    assert (ages.retry_misses_after, ages.max_unused_for) == (Seconds(60), Seconds(30 * 86400))


def test_a_named_file_must_exist(tmp_path: Path) -> None:
    with pytest.raises(BadSettings, match="cannot be read"):
        load_settings(str(tmp_path / "none.toml"), environ={})


def test_later_wins(tmp_path: Path) -> None:
    path = written(tmp_path, 'cache_dir = "/file"\nconnect_timeout = 1\nhead_timeout = 1')
    environ = {"INSPECTOR_CACHE_DIR": "/environment", "INSPECTOR_CONNECT_TIMEOUT": "2s"}
    flags: dict[str, Any] = {"cache_dir": "/flag", "offline": None}
    settings = load_settings(path, flags, environ)
    assert settings.cache_dir == "/flag"
    assert (settings.connect_timeout, settings.head_timeout) == (Seconds(2), Seconds(1))


def test_the_nearest_file_upward_is_the_projects(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    far, near = tmp_path / "a", tmp_path / "a" / "b"
    (near / "c").mkdir(parents=True)
    written(far, "")
    path = written(near, "")
    assert settings_files(str(near / "c")) == [path]


def test_the_cache_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/someone")
    monkeypatch.setenv("XDG_CACHE_HOME", "/elsewhere")
    assert cache_folder(Settings(cache_dir="~/c")) == "/home/someone/c"
    if os.uname().sysname == "Linux":
        assert cache_folder(Settings()) == "/elsewhere/inspector"


@pytest.mark.skipif(sys.platform != "linux", reason="other systems have places of their own")
def test_the_state_folder(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", "/home/someone")
    monkeypatch.delenv("XDG_STATE_HOME", raising=False)
    assert state_folder() == "/home/someone/.local/state/inspector"
    monkeypatch.setenv("XDG_STATE_HOME", "/elsewhere")
    assert state_folder() == "/elsewhere/inspector"


def test_secrets_stay_out_of_sight(tmp_path: Path) -> None:
    path = written(
        tmp_path,
        '[[sources]]\ntype = "sentry"\nid = "x"\nurl = "https://u:hush@h/"\ntoken = "canary"\n',
    )
    shown = repr(load_settings(path, environ={}))
    assert "canary" not in shown
    assert "hush" not in shown


def test_where_our_frames_and_their_sources_are(tmp_path: Path) -> None:
    path = tmp_path / "s.toml"
    path.write_text(
        'checkout = "~/game"\n[in_app]\ninclude = ["libgame*"]\n[paths]\n"/build/src" = "~/src"\n'
    )
    settings = load_settings(str(path), environ={})
    assert settings.in_app.include == ("libgame*",)
    assert settings.paths == {"/build/src": "~/src"}
    assert settings.checkout == "~/game"
