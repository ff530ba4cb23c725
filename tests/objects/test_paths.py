"""Expected values are what `symbolic` answers for DWARF with these directories and names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.objects.paths import clean, join


@pytest.mark.parametrize(
    ("base", "other", "expected"),
    [
        ("/comp", "dir", "/comp/dir"),
        ("/comp", "/abs", "/abs"),
        ("", "dir", "dir"),
        ("/comp", "", "/comp"),
        ("/comp//", "//dir", "//dir"),
        ("/", "d", "/d"),
        ("/comp", "<stdin>", "<stdin>"),
        ("/comp", "<stdin>/x", "/comp/<stdin>/x"),
        ("C:\\comp", "dir", "C:\\comp\\dir"),
        ("C:/comp/", "dir/x", "C:/comp\\dir/x"),
        ("C:\\comp", "\\dir", "C:\\dir"),
        ("/comp", "\\dir", "\\dir"),
        ("/comp", "C:\\d", "C:\\d"),
        ("/comp", "C:", "C:"),
        ("/comp", "C:d", "/comp/C:d"),
        ("/comp", "d\\e", "/comp\\d\\e"),
        ("/comp", "\\\\server\\share", "\\\\server\\share"),
    ],
)
def test_join(base: str, other: str, expected: str) -> None:
    assert join(base, other) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("a/./b/../c.c", "a/c.c"),
        ("../x/y.c", "../x/y.c"),
        ("../../a/../../b", "../../a/../../b"),
        ("a/../../b", "../b"),
        ("/a/../b.c", "b.c"),
        ("/../../x.c", "../../x.c"),
        ("/a/b/..", "/a"),
        ("/a//b", "/a//b"),
        ("/a/b/", "/a/b"),
        ("a/..", ""),
        ("", ""),
        (".", ""),
        ("C:/a/b.c", "C:\\a\\b.c"),
        ("C:\\a\\..\\..\\..\\b.c", "..\\b.c"),
        ("C:a.c", "C:a.c"),
        ("a\\b/c.c", "a\\b\\c.c"),
        ("//srv/share/x.c", "\\\\srv\\share\\x.c"),
        ("<inline asm>", "<inline asm>"),
    ],
)
def test_clean(path: str, expected: str) -> None:
    assert clean(path) == expected


@given(st.text("ab./\\:C<>", max_size=12))
def test_cleaned_has_one_kind_of_separator(path: str) -> None:
    assert not {"/", "\\"} <= set(clean(path))


@given(st.lists(st.sampled_from(["a", "b", "..", "."]), max_size=8).map("/".join))
def test_nothing_resolvable_is_left(path: str) -> None:
    """No `.`; a `..` only from where the path climbs above its start."""
    segments = clean(path).split("/")
    assert "." not in segments
    assert ".." not in segments or segments[0] == ".."
