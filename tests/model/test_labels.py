"""What a frame and its place are called."""

import pytest

from inspector.model.labels import (
    count_of,
    frame_name,
    free_name,
    last_component,
    location,
    module_name,
    thread_title,
)
from inspector.model.report import Frame, Thread


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        pytest.param(Frame(), "", id="no-file"),
        pytest.param(Frame(file="a.c"), "a.c", id="no-line"),
        pytest.param(Frame(file="a.c", line=0), "a.c", id="line-0-is-none"),
        pytest.param(Frame(file="a.c", line=7), "a.c:7", id="line"),
        pytest.param(Frame(file="a.js", line=7, column=3), "a.js:7:3", id="column"),
    ],
)
def test_location(frame: Frame, expected: str) -> None:
    assert location(frame) == expected


@pytest.mark.parametrize(
    ("frame", "expected"),
    [
        pytest.param(Frame(function="f", address=1), "f", id="function"),
        pytest.param(Frame(package="C:\\a.dll", offset=16), "a.dll +0x10", id="offset"),
        pytest.param(Frame(offset=16, address=32), "0x0000000000000020", id="address"),
        pytest.param(Frame(), "<unknown>", id="nothing"),
    ],
)
def test_frame_name(frame: Frame, expected: str) -> None:
    assert frame_name(frame) == expected


@pytest.mark.parametrize(
    ("path", "name"),
    [
        ("/src/a.c", "a.c"),
        ("C:\\src\\a.c", "a.c"),
        ("C:\\src/a.c", "a.c"),
        ("a.c", "a.c"),
        ("/src/dir/", "dir"),
        ("/", ""),
        ("", ""),
    ],
)
def test_last_component(path: str, name: str) -> None:
    assert last_component(path) == name


@pytest.mark.parametrize(
    ("code", "debug", "name"),
    [
        ("/opt/app/bin", "/built/bin.debug", "bin"),
        (None, "C:\\built\\bin.pdb", "bin.pdb"),
        ("/", "bin.pdb", "bin.pdb"),
        (None, None, ""),
    ],
)
def test_module_name(code: str | None, debug: str | None, name: str) -> None:
    assert module_name(code, debug) == name


def test_counts_and_titles() -> None:
    assert [count_of(n, "thread") for n in (0, 1, 2)] == ["0 threads", "1 thread", "2 threads"]
    assert thread_title(Thread(index=3)) == "Thread 3"
    titled = thread_title(Thread(index=3, id=7, name="a", crashed=True), str.upper)
    assert titled == "Thread 7 A (crashed)"


def test_a_name_of_its_own() -> None:
    assert free_name("a", ["b"]) == "a"
    assert free_name("a", ["a", "a-2"]) == "a-3"
