"""Names of functions in the sources; test_table compares them with upstream's."""

import pytest

from inspector.objects.scripts.mappings import read_mappings
from inspector.objects.scripts.naming import Places, scope_names, scope_starts
from inspector.objects.scripts.syntax.nesting import Scope
from inspector.objects.scripts.syntax.scopes import find_scopes
from tests.js.maps import Segment, source_map


@pytest.mark.parametrize(
    ("offset", "place"), [(0, 0), (3, 3), (4, 1 << 32), (5, 1 << 32 | 2), (6, 1 << 32 | 3)]
)
def test_places_count_utf_16(offset: int, place: int) -> None:
    assert Places("abc\n🚢d\n")(offset) == place


@pytest.mark.parametrize(
    ("script", "tokens", "expected"),
    [
        pytest.param("a=()=>1", [(0, 0, 0, 0, 0)], "alpha", id="at-the-name"),
        pytest.param(" a=()=>1", [(0, 0, 0, 0, 0)], "alpha", id="one-column-before"),
        pytest.param("  a=()=>1", [(0, 0, 0, 0, 0)], "a", id="two-columns-before"),
        pytest.param("a=()=>1", [(0, 0, 0, 0)], "a", id="without-name"),
        pytest.param(" a=()=>1", [(0, 0, 7, 7, 1), (1, 0, 7, 7)], "beta", id="typescript"),
        pytest.param(" a=()=>1", [(0, 0, 7, 7, 1), (1, 0, 7, 8)], "a", id="another-place"),
        pytest.param("a.b=()=>1", [(0, 0, 0, 0, 0), (2, 0, 0, 2, 1)], "alpha.beta", id="parts"),
        pytest.param("a=()=>1", [(6, 0, 0, 0, 1), (7, 0, 0, 1)], "beta", id="flutter"),
        pytest.param("(()=>1)", [(0, 0, 0, 0, 0)], "<anonymous>", id="anonymous"),
    ],
)
def test_names(script: str, tokens: list[Segment], expected: str) -> None:
    mappings = read_mappings(source_map([tokens]))
    assert scope_names(find_scopes(script), Places(script), mappings) == [expected]


def test_the_innermost_scope_counts() -> None:
    script = "0123456789"
    scopes = [Scope(1, 9, "", ()), Scope(2, 4, "", ()), Scope(4, 6, "", ())]
    assert scope_starts(scopes, Places(script)) == ([1, 2, 4, 6, 9], [0, 1, 2, 0, -1])
