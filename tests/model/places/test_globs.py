import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.model.places.globs import any_glob_matches, check_glob

KERNEL = "C:\\Windows\\System32\\kernel32.dll"


@pytest.mark.parametrize(
    ("pattern", "path", "expected"),
    [
        pytest.param("?:/windows/*", KERNEL, True, id="star-crosses-folders"),
        pytest.param("?:/windows/**", KERNEL, True, id="two-stars-at-the-end"),
        pytest.param("?:/windows/**/", KERNEL, True, id="two-stars-and-a-slash-at-the-end"),
        pytest.param("?:/windows/**/*.dll", KERNEL, True, id="star-after-two"),
        pytest.param("?:/windows/", KERNEL, False, id="only-the-beginning"),
        pytest.param("d:/windows/**", KERNEL, False, id="other-drive"),
        pytest.param("windows", KERNEL, False, id="only-the-middle"),
        pytest.param("*\\*", KERNEL, False, id="backslash-in-the-pattern"),
        pytest.param("*libGLESv2*", "C:\\x\\libglesv2.dll", True, id="no-case"),
        pytest.param("*É*", "é", False, id="case-beyond-ascii"),
        pytest.param("a/**/b", "a/b", True, id="no-folder-between"),
        pytest.param("a/**/b", "a/x/y/b", True, id="folders-between"),
        pytest.param("a/**/b", "a/xb", False, id="half-a-name"),
        pytest.param("a/**/b", "axb", False, id="no-slash"),
        pytest.param("**/b", "b", True, id="leading"),
        pytest.param("**/b", "x/y/b", True, id="leading-folders"),
        pytest.param("**/b", "xb", False, id="leading-half-a-name"),
        pytest.param("**/**/b", "x/b", True, id="twice"),
        pytest.param("**", "", True, id="everything"),
        pytest.param("", "", True, id="empty"),
        pytest.param("", "a", False, id="empty-pattern"),
        pytest.param("a?c", "a/c", True, id="question-mark-is-also-a-slash"),
        pytest.param("a?c", "ac", False, id="question-mark-is-one"),
        pytest.param("a\nb", "a\nb", True, id="line-break"),
        pytest.param("a*b", "a\nb", True, id="star-crosses-lines"),
        pytest.param("[[]x[]]", "[x]", True, id="brackets"),
        pytest.param("[*][?]", "*?", True, id="wildcards-in-classes"),
        pytest.param("[!ab]", "c", True, id="not"),
        pytest.param("[!ab]", "B", False, id="not-without-case"),
        pytest.param("[!]]", "]", False, id="not-a-bracket"),
        pytest.param("[^a]", "^", True, id="caret-is-a-member"),
        pytest.param("[a-c]", "B", True, id="range"),
        pytest.param("[a-C]", "b", True, id="range-of-both-cases"),
        pytest.param("[A-z]", "_", True, id="range-with-what-lies-between"),
        pytest.param("[a-c]", "_", False, id="out-of-range"),
        pytest.param("[c-a]", "b", False, id="range-backwards"),
        pytest.param("[!c-a]", "b", True, id="not-a-range-backwards"),
        pytest.param("[a-]", "-", True, id="dash-at-the-end"),
        pytest.param("[0-9]", "5", True, id="digits"),
        pytest.param("[+-é]", "a", True, id="range-beyond-ascii"),
        pytest.param("a.c", "abc", False, id="dot"),
        pytest.param("*.pd[bB]", "a.PDB", True, id="extension"),
    ],
)
def test_one_pattern(pattern: str, path: str, expected: bool) -> None:
    assert any_glob_matches([pattern], [path]) is expected


@pytest.mark.parametrize(
    "pattern", ["a**", "**b", "***", "a/**b", "a**/b", "[", "[]", "[!]", "x[a"]
)
def test_unreadable(pattern: str) -> None:
    with pytest.raises(ValueError, match="invalid glob"):
        check_glob(pattern)


def test_any_pattern_and_any_path() -> None:
    assert any_glob_matches(["x", "b"], ["a", "b"])
    assert not any_glob_matches(["x"], ["a", "b"])
    assert not any_glob_matches(["*"], [None, None])
    assert not any_glob_matches([], ["a"])


def test_many_stars_are_no_trap() -> None:
    started = time.process_time()
    assert not any_glob_matches(["*a" * 40 + "b"], ["a" * 4000])
    assert not any_glob_matches(["**/a/" * 40 + "b"], ["a/" * 2000])
    assert time.process_time() - started < 2


def _matches(pattern: str, path: str) -> bool:
    """Slow and plainly right, for patterns without classes."""
    if not pattern:
        return not path
    if pattern in ("**", "**/"):
        return True
    if pattern.startswith("**/"):
        rests = [path] + [path[i + 1 :] for i, char in enumerate(path) if char == "/"]
        return any(_matches(pattern[3:], rest) for rest in rests)
    if pattern[0] == "*":
        return any(_matches(pattern[1:], path[i:]) for i in range(len(path) + 1))
    if not path or (pattern[0] != "?" and pattern[0].lower() != path[0].lower()):
        return False
    return _matches(pattern[1:], path[1:])


@given(
    st.lists(st.sampled_from(["*", "?", "a", "b", "ab", "A*", "**"]), max_size=5).map("/".join)
    | st.text("*?ab/", max_size=8),
    st.text("ab/", max_size=8),
)
def test_the_same_as_the_slow_way(pattern: str, path: str) -> None:
    """A few letters on purpose: what follows a wildcard then often occurs twice."""
    try:
        check_glob(pattern)
    except ValueError:
        return
    assert any_glob_matches([pattern], [path]) is _matches(pattern, path)
