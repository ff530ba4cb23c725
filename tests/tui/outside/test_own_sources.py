"""A mapping that was asked for once is there the next time."""

from pathlib import Path

import pytest

from inspector.settings import BadSettings, Settings, load_settings
from inspector.tui.outside.local_files import Places
from inspector.tui.outside.own_sources import OwnSources, own_sources, write_pair

PAIR = ("/build/src", "/home/me/src")


@pytest.fixture
def user(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The user's settings file, not there yet; the working folder is elsewhere."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path / "config" / "inspector" / "inspector.toml"


def test_a_pair_is_written_and_read_again(user: Path) -> None:
    own = own_sources(load_settings(), None)
    assert own.add(PAIR) == f"Kept in {user}"
    assert load_settings().paths == dict([PAIR])
    assert own_sources(load_settings(), None).places == own.places == Places((PAIR,))


def test_comments_stay(user: Path) -> None:
    user.parent.mkdir(parents=True)
    user.write_text('[paths]  # mine\n"/a" = "/b" # ours\n')
    write_pair(PAIR, None)
    assert "# mine" in user.read_text()
    assert load_settings().paths == {"/a": "/b", "/build/src": "/home/me/src"}


def test_the_file_that_says_something_else_gets_it(user: Path, tmp_path: Path) -> None:
    project = tmp_path / "work" / "inspector.toml"
    project.write_text('[paths]\n"/a" = "/b"\n')
    assert write_pair(PAIR, None) == str(user)
    project.write_text('[paths]\n"/build/src" = "/b"\n')
    assert write_pair(PAIR, None) == str(project)
    assert "/home/me/src" in project.read_text()


def test_a_project_that_nobody_trusts_opens_no_folder(user: Path, tmp_path: Path) -> None:
    """A file that came with a crash must not say which files of this machine it may show."""
    project = tmp_path / "work" / "inspector.toml"
    for text in ('[paths]\n"/" = "/"\n', 'checkout = "/"\n'):
        project.write_text(text)
        with pytest.raises(BadSettings, match="trust"):
            load_settings()


def test_a_named_file_gets_it(user: Path, tmp_path: Path) -> None:
    named = tmp_path / "named.toml"
    named.write_text("offline = true\n")
    assert write_pair(PAIR, str(named)) == str(named)
    assert load_settings(str(named)).paths == dict([PAIR])


def test_what_cannot_be_written_holds_until_the_end() -> None:
    def refuse(_pair: tuple[str, str]) -> str:
        raise BadSettings("s.toml: read only")

    own = OwnSources(write=refuse)
    assert own.add(PAIR) == "Kept until the app ends: s.toml: read only"
    assert own.places.pairs == (PAIR,)


def test_without_a_file_it_holds_until_the_end() -> None:
    own = OwnSources()
    assert own.add(PAIR) == "Kept until the app ends"
    assert own.add((PAIR[0], "/other")) == "Kept until the app ends"
    assert own.places.pairs == ((PAIR[0], "/other"),)
    assert own_sources(Settings(checkout="/c"), None).places.checkout == "/c"
