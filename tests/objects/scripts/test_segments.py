import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.objects.errors import BadObject
from inspector.objects.scripts.segments import Segments
from tests.js.maps import vlq


@given(st.lists(st.integers(-(2**31), 2**31), min_size=4, max_size=5))
def test_fields(numbers: list[int]) -> None:
    assert Segments((4, 5))["".join(map(vlq, numbers))] == tuple(numbers)


@pytest.mark.parametrize("segment", ["AA", "AAg", "A-AA", "\x80AAA", "A" * 40, "AAAAAA"])
def test_malformed(segment: str) -> None:
    with pytest.raises(BadObject):
        Segments((1, 4, 5))[segment]


def test_what_was_read_is_remembered() -> None:
    segments = Segments((4,))
    assert segments["AAAA"] is segments["AAAA"]
