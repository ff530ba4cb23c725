"""Source link rules: which one fits, and what it makes of a path."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.model.places.sourcelinks import SourceLinks

RULES = SourceLinks(
    {
        "C:\\build\\*": "https://h/all/*",
        "C:\\build\\Quay\\*": "https://h/quay/*?at=*",
        "C:\\Build\\Quay\\Main.cs": "https://h/main.cs*",
        "/_/*": "https://h/_/*",
    }
)


@pytest.mark.parametrize(
    ("path", "url"),
    [
        pytest.param("C:\\build\\Quay\\Main.cs", "https://h/main.cs*", id="exact-first"),
        pytest.param("c:\\BUILD\\quay\\main.CS", "https://h/main.cs*", id="exact-any-case"),
        pytest.param("C:\\build\\a.cs", "https://h/all/a.cs", id="prefix"),
        pytest.param(
            "c:\\build\\QUAY\\Sub\\A.cs", "https://h/quay/Sub/A.cs?at=Sub/A.cs", id="longest-prefix"
        ),
        pytest.param("C:\\build\\", "https://h/all/", id="nothing-left"),
        pytest.param("/_/src/Ä.cs", "https://h/_/src/Ä.cs", id="not-ascii"),
        pytest.param("C:/build/a.cs", None, id="separators-differ"),
        pytest.param("", None, id="empty"),
    ],
)
def test_url(path: str, url: str | None) -> None:
    assert RULES.url(path) == url


def test_a_lone_star_fits_everything() -> None:
    assert SourceLinks({"*": "http://h/*/*"}).url("a\\b") == "http://h/a/b/a/b"


def test_lower_case_of_another_length_counts_bytes_of_the_pattern() -> None:
    """U+0130 is two bytes, its lower case three: one byte of the rest is lost with it."""
    assert SourceLinks({"/\u0130*": "u/*"}).url("/\u0130ab") == "u/b"
    assert SourceLinks({"/\u0130*": "u/*"}).url("/\u0130ä") == "u/"


def test_without_rules_there_is_no_truth_and_no_url() -> None:
    assert not SourceLinks({})
    assert SourceLinks({}).url("a") is None
    assert SourceLinks({"a": "b"})


@given(st.text("aA/*", max_size=6), st.text("aA/\\", max_size=8))
def test_a_prefix_rule_keeps_the_rest_of_the_path(prefix: str, rest: str) -> None:
    target = SourceLinks({prefix + "*": "u:*"}).url(prefix.swapcase() + rest)
    assert target == "u:" + rest.replace("\\", "/")
