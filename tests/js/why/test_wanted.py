"""How alike a URL and a location in a folder are."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.js.why.wanted import Wanted, common_tail, differs_in_case

SEGMENTS = st.lists(st.sampled_from(["a", "b", "A"]), min_size=1, max_size=4)


@pytest.mark.parametrize(
    ("path", "location", "expected"),
    [
        ("https://shop.example/js/app.js", "js/app.js", "js/app.js"),
        ("https://shop.example/js/app.js", "out/app.js", "app.js"),
        ("~/js/app.js", "js/app.js", "js/app.js"),
        ("webpack:///./src/a.js", "src/a.js", "src/a.js"),
        ("https://shop.example/js/app.js", "app.ts", ""),
        ("app.js", "app.js", "app.js"),
    ],
)
def test_common_tail(path: str, location: str, expected: str) -> None:
    assert common_tail(path, location) == expected


@given(SEGMENTS, SEGMENTS)
def test_a_tail_is_the_end_of_both(left: list[str], right: list[str]) -> None:
    path, location = "https://h.example/" + "/".join(left), "/".join(right)
    tail = common_tail(path, location)
    assert path.endswith(tail)
    assert location.endswith(tail)
    assert differs_in_case(path, location) == (
        path.lower().endswith(f"/{location.lower()}") and not path.endswith(f"/{location}")
    )


def test_what_is_wanted() -> None:
    wanted = Wanted("source", "https://shop.example/src/a.js?v=1#x", None)
    assert (wanted.bare, wanted.name) == ("https://shop.example/src/a.js", "a.js")
    assert wanted.about == wanted.path
    assert Wanted("source_map", "a.map", None).about == "source_map"
