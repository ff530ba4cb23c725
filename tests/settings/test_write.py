"""Changing a settings file: what a person wrote stays, and nothing is ever lost."""

import os
import stat
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pytest
import tomli
from hypothesis import given
from hypothesis import strategies as st

from inspector.settings import BadSettings
from inspector.settings.write import CannotSave, ChangedMeanwhile, LiteralSecret, SettingsFile

WRITTEN = """\
# our team's settings
cache_dir = "/var/cache/i"   # shared

# how long
[caches.downloaded]
max_unused_for = "30d" # a month

# the build farm
[[sources]]
type = "filesystem"
id = "builds"   # nightly
path = 'symbols'

# bought components
[[sources]]
type = "http"
id = "vendor"
url = "https://symbols.example/"
[sources.headers]
X-Key = { env = "VENDOR_KEY" }  # from the vault

# last words
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "inspector.toml"
    path.write_text(WRITTEN)
    return path


def test_a_new_value_changes_its_line_alone(path: Path) -> None:
    file = SettingsFile.open(str(path))
    file.set("caches.downloaded.max_unused_for", "14d")
    file.save()
    assert path.read_text() == WRITTEN.replace('"30d"', '"14d"')


def test_new_keys_and_tables(path: Path) -> None:
    file = SettingsFile.open(str(path))
    file.set("offline", True)
    file.set(("keys", "ctrl+."), "help")
    file.save()
    tree = tomli.loads(path.read_text())
    assert tree["offline"] is True
    assert tree["keys"] == {"ctrl+.": "help"}
    assert {**tree, "sources": file.sources()} == file.tree


def test_remove(path: Path) -> None:
    file = SettingsFile.open(str(path))
    assert not file.remove("strict")
    assert not file.changed
    assert file.remove("caches.downloaded.max_unused_for")
    assert file.get("caches.downloaded.max_unused_for") is None
    file.save()
    assert tomli.loads(path.read_text())["caches"] == {"downloaded": {}}


def test_sources_keep_their_comments_when_they_move_and_when_one_goes(path: Path) -> None:
    file = SettingsFile.open(str(path))
    builds, vendor = file.sources()
    file.set_sources([vendor, builds])
    text = file.text()
    assert text.index("# bought components") < text.index("# from the vault")
    assert text.index("# from the vault") < text.index("# the build farm")
    assert text.index("# nightly") < text.index("# last words")
    file.set_sources([vendor])
    assert "# bought components\n[[sources]]" in file.text()
    assert "# nightly" not in file.text()
    assert "# last words" in file.text()


def test_a_changed_source_keeps_what_is_the_same(path: Path) -> None:
    file = SettingsFile.open(str(path))
    builds, vendor = file.sources()
    file.set_sources([{**builds, "layout": {"type": "unified"}}, vendor])
    added = "path = 'symbols'\nlayout = {type = \"unified\"}\n"
    assert file.text() == WRITTEN.replace("path = 'symbols'\n", added)


def test_first_sources_of_a_file_that_is_not_there(tmp_path: Path) -> None:
    path = tmp_path / "config" / "inspector.toml"
    file = SettingsFile.open(str(path))
    file.set_sources([{"preset": "microsoft"}])
    file.save()
    assert path.read_text() == 'version = 1\n\n[[sources]]\npreset = "microsoft"\n'


def test_a_literal_secret_needs_insistence(path: Path) -> None:
    source: dict[str, Any] = {"type": "sentry", "id": "s", "url": "https://s/", "token": "canary"}
    file = SettingsFile.open(str(path))
    with pytest.raises(LiteralSecret) as refused:
        file.set_sources([source])
    assert "sources[0].token" in str(refused.value)
    assert "canary" not in str(refused.value)
    file.set_sources([source], literal=True)
    file.save()
    again = SettingsFile.open(str(path))
    again.set_sources([*again.sources(), {"preset": "mozilla"}])  # it was in the file before


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("sources", [{"type": "http", "id": "a", "url": "https://me:canary@host/"}]),
        ("sources", [{"type": "http", "id": "a", "url": "h", "headers": {"K": "canary"}}]),
        ("sources", [{"type": "s3", "id": "a", "secret_key": "canary"}]),
        ("scraping.headers", {"Cookie": "canary"}),
        ("scraping.headers.Cookie", "canary"),
    ],
)
def test_literal_secrets_of_all_kinds(path: Path, key: str, value: Any) -> None:
    with pytest.raises(LiteralSecret) as refused:
        SettingsFile.open(str(path)).set(key, value)
    assert "canary" not in str(refused.value)


def test_two_apps_saving_at_once(path: Path) -> None:
    mine, yours = SettingsFile.open(str(path)), SettingsFile.open(str(path))
    mine.set("offline", True)
    yours.set("strict", True)
    yours.save()
    with pytest.raises(ChangedMeanwhile, match="reload"):
        mine.save()
    assert "offline" not in path.read_text()
    both = mine.renewed()
    both.save()
    tree = tomli.loads(path.read_text())
    assert (tree["offline"], tree["strict"]) == (True, True)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("a = = 1", "not TOML"),
        ("\xff", "not TOML"),
        ("version = 2", "newer than this inspector"),
        ("version = true", "expected 1"),
    ],
)
def test_what_cannot_be_read_is_never_opened(tmp_path: Path, text: str, reason: str) -> None:
    path = tmp_path / "inspector.toml"
    path.write_bytes(text.encode("latin-1"))
    with pytest.raises(BadSettings, match=reason):
        SettingsFile.open(str(path))


def test_mode_and_link_stay(tmp_path: Path, path: Path) -> None:
    path.chmod(0o640)
    link = tmp_path / "link.toml"
    link.symlink_to(path)
    file = SettingsFile.open(str(link))
    file.set("offline", True)
    file.save()
    assert link.is_symlink()
    assert stat.S_IMODE(path.stat().st_mode) == 0o640
    assert "offline" in path.read_text()
    assert sorted(os.listdir(tmp_path)) == ["inspector.toml", "link.toml"]


def test_a_folder_in_the_way(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    file = SettingsFile.open(str(tmp_path / "inspector.toml"))
    file.path = str(tmp_path / "file" / "inspector.toml")
    file.set("offline", True)
    with pytest.raises(CannotSave, match="cannot be written"):
        file.save()


NAMES = st.text("abc.- #", min_size=1, max_size=5)
VALUES = st.one_of(
    st.booleans(), st.integers(-9, 9), st.text('ab"\\#\n', max_size=6), st.lists(st.integers(0, 9))
)
EDITS = st.lists(
    st.one_of(
        st.tuples(st.just("set"), st.tuples(st.just("keys"), NAMES), VALUES),
        st.tuples(st.just("set"), st.sampled_from([("offline",), ("cache_dir",)]), VALUES),
        st.tuples(st.just("remove"), st.sampled_from([("offline",), ("cache_dir",)]), VALUES),
    ),
    max_size=8,
)


@given(EDITS, st.permutations(range(2)))
def test_all_that_was_not_changed_stays(edits: list[Any], order: list[int]) -> None:
    """Other keys, comments and the sources, whatever is set and removed around them."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "inspector.toml"
        path.write_text(WRITTEN)
        file, wanted = SettingsFile.open(str(path)), tomli.loads(WRITTEN)
        for how, key, value in edits:
            if how == "remove":
                assert file.remove(key) == (wanted.pop(key[0], None) is not None)
                continue
            file.set(key, value)
            inner = wanted.setdefault("keys", {}) if len(key) == 2 else wanted
            inner[key[-1]] = value
        sources = file.sources()
        file.set_sources([sources[n] for n in order])
        wanted["sources"] = [wanted["sources"][n] for n in order]
        file.save()
        text = path.read_text()
        assert tomli.loads(text) == wanted == SettingsFile.open(str(path)).tree
        comments = ["team's", "how long", "a month", "farm", "nightly", "bought", "vault", "last"]
        assert [words for words in comments if words not in text] == []


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="root may write everything")
@pytest.mark.parametrize("what", ["file", "folder"])
def test_what_is_read_only_stays_as_it_is(path: Path, what: str) -> None:
    target = path if what == "file" else path.parent
    mode = target.stat().st_mode
    file = SettingsFile.open(str(path))
    file.set("offline", True)
    target.chmod(0o555 if what == "folder" else 0o444)
    try:
        with pytest.raises(CannotSave, match="cannot be written: Permission denied"):
            file.save()
    finally:
        target.chmod(mode)
    assert path.read_text() == WRITTEN
    assert os.listdir(path.parent) == ["inspector.toml"]
    assert file.changed
