"""Files of this machine: where they may be, and what comes of those that cannot be read."""

import os
import sys
from pathlib import Path

import pytest

from inspector.fetch.filesystem import Here, look
from inspector.fetch.guard import REFUSED_DESTINATION
from inspector.fetch.remote import RemoteFile
from inspector.model.outcome import NOT_FOUND, Miss, Why
from inspector.model.places.sources import FilesystemSource


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """request/symbols/a/b is what a request brought; secret/ lies beside it."""
    (tmp_path / "request" / "symbols" / "a").mkdir(parents=True)
    (tmp_path / "request" / "symbols" / "a" / "b").write_bytes(b"MODULE Linux")
    (tmp_path / "secret").mkdir()
    (tmp_path / "secret" / "key").write_bytes(b"-----BEGIN")
    return tmp_path


def ask(folder: Path, location: str, path: str = "symbols", trusted: bool = False) -> Here | Miss:
    source = FilesystemSource(id="x", path=path)
    file = RemoteFile(
        source=source, location=location, folder=str(folder / "request"), trusted=trusted
    )
    return look(file, source)


@pytest.mark.parametrize("trusted", [True, False])
def test_a_file_is_used_in_place(folder: Path, trusted: bool) -> None:
    here = ask(folder, "a/b", trusted=trusted)
    assert isinstance(here, Here)
    assert os.path.samefile(here.path, folder / "request" / "symbols" / "a" / "b")
    assert here.head == b"MODU"


def test_an_absolute_source(folder: Path) -> None:
    inside = str(folder / "request" / "symbols")
    assert isinstance(ask(folder, "a/b", inside), Here)
    assert ask(folder, "key", str(folder / "secret")) == REFUSED_DESTINATION
    assert isinstance(ask(folder, "key", str(folder / "secret"), trusted=True), Here)


def test_a_rebuilt_file_has_another_key(folder: Path) -> None:
    path = folder / "request" / "symbols" / "a" / "b"
    os.utime(path, ns=(10**18, 10**18))
    keys = [ask(folder, "a/b")]
    os.utime(path, ns=(10**18, 10**18 + 1000))
    keys.append(ask(folder, "a/b"))
    path.write_bytes(b"MODULE Linux, longer")
    os.utime(path, ns=(10**18, 10**18))
    keys.append(ask(folder, "a/b"))
    texts = {here.key for here in keys if isinstance(here, Here)}
    assert len(texts) == 3


LEAVING = [
    pytest.param("../../secret/key", id="up"),
    pytest.param("a/../../../secret/key", id="up-inside"),
    pytest.param("/secret/key", id="absolute"),
    pytest.param("//server/share/key", id="network"),
    pytest.param("..\\..\\secret\\key", id="backslash"),
    pytest.param("a\\..\\..\\..\\secret\\key", id="backslash-inside"),
    pytest.param("..", id="only-up"),
    pytest.param("", id="empty"),
    pytest.param("a/b\0", id="nul"),
]


@pytest.mark.parametrize("location", LEAVING)
def test_no_location_leaves_the_source(folder: Path, location: str) -> None:
    assert ask(folder, location) == REFUSED_DESTINATION
    assert ask(folder, location, trusted=True) == NOT_FOUND


@pytest.mark.parametrize("path", ["../secret", "symbols/../../secret", "/etc", "/", ".."], ids=repr)
def test_no_source_leaves_its_folder(folder: Path, path: str) -> None:
    assert ask(folder, "key", path) == REFUSED_DESTINATION


def test_a_folder_with_the_same_beginning_is_outside(folder: Path) -> None:
    (folder / "request-2").mkdir()
    (folder / "request-2" / "key").write_bytes(b"x")
    assert ask(folder, "key", str(folder / "request-2")) == REFUSED_DESTINATION


def test_without_a_folder_nothing_may_be_read(folder: Path) -> None:
    source = FilesystemSource(id="x", path=str(folder / "secret"))
    assert look(RemoteFile(source=source, location="key"), source) == REFUSED_DESTINATION


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
@pytest.mark.parametrize("target", ["file", "folder"])
def test_links_are_followed_first(folder: Path, target: str) -> None:
    symbols = folder / "request" / "symbols"
    if target == "file":
        (symbols / "link").symlink_to(folder / "secret" / "key")
        location = "link"
    else:
        (symbols / "link").symlink_to(folder / "secret")
        location = "link/key"
    assert ask(folder, location) == REFUSED_DESTINATION
    assert isinstance(ask(folder, location, trusted=True), Here)


@pytest.mark.skipif(sys.platform == "win32", reason="links need a privilege there")
def test_links_inside_the_folder_are_fine(folder: Path) -> None:
    (folder / "request" / "symbols" / "link").symlink_to("a")
    assert isinstance(ask(folder, "link/b"), Here)
    (folder / "alias").symlink_to(folder / "request")
    source = FilesystemSource(id="x", path="symbols")
    file = RemoteFile(source=source, location="a/b", folder=str(folder / "alias"))
    assert isinstance(look(file, source), Here)


@pytest.mark.parametrize("trusted", [True, False])
def test_what_cannot_be_read(folder: Path, trusted: bool) -> None:
    assert ask(folder, "a/c", trusted=trusted) == NOT_FOUND
    assert ask(folder, "nowhere/c", trusted=trusted) == NOT_FOUND
    assert ask(folder, "a", trusted=trusted) == Miss(Why.INTERNAL)  # a folder
    assert ask(folder, "a/b/c", trusted=trusted) == Miss(Why.INTERNAL)  # below a file
    assert ask(folder, "x" * 300, trusted=trusted) == Miss(Why.INTERNAL)  # name too long


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes with names")
def test_a_pipe_is_not_opened(folder: Path) -> None:
    """Opening one would wait for a writer, for ever."""
    os.mkfifo(folder / "request" / "symbols" / "pipe")
    assert ask(folder, "pipe") == Miss(Why.INTERNAL)


@pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() == 0, reason="the administrator may read all"
)
def test_no_permission(folder: Path) -> None:
    (folder / "request" / "symbols" / "a" / "b").chmod(0)
    assert ask(folder, "a/b") == Miss(Why.INTERNAL)
