"""Tokens of maps; what is refused is in test_table."""

import json
from typing import Any

from inspector.objects.scripts.mappings import UNMAPPED, Mappings, read_mappings
from tests.js.maps import source_map


def rows(found: Mappings) -> list[tuple[int, ...]]:
    """Line and column in the script, then source, line, column and name."""
    columns = (found.places, found.sources, found.lines, found.columns, found.names)
    return [
        (place >> 32, place & 0xFFFF_FFFF, *rest) for place, *rest in zip(*columns, strict=True)
    ]


def test_tokens() -> None:
    found = read_mappings(source_map([[(3, 0, 1, 2, 1)], [], [(0,), (5, 0, 0, 0)]]))
    assert rows(found) == [
        (0, 3, 0, 1, 2, 1),
        (2, 0, UNMAPPED, 0, 0, UNMAPPED),
        (2, 5, 0, 0, 0, UNMAPPED),
    ]
    assert found.name_texts == ["alpha", "beta"]


def test_tokens_are_sorted() -> None:
    found = read_mappings(source_map([[(7, 0, 1, 0), (3, 0, 2, 0)]]))
    assert [row[:2] for row in rows(found)] == [(0, 3), (0, 7)]


def test_names_of_any_kind() -> None:
    found = read_mappings(b'{"names":["a",1,null,true,{}]}')
    assert found.name_texts == ["a", "1", "", "", ""]


def test_sections_are_put_together() -> None:
    """Columns move on the first line only; what has one name is one source."""

    def section(line: int, column: int, content: str | None) -> dict[str, Any]:
        inner = json.loads(source_map([[(1, 0, 0, 0, 0)], [(2, 0, 1, 0)]], contents=[content]))
        return {"offset": {"line": line, "column": column}, "map": inner}

    tree = {"sections": [section(4, 10, "late"), section(0, 5, None)]}
    found = read_mappings(json.dumps(tree).encode())
    assert [row[:2] for row in rows(found)] == [(0, 6), (1, 2), (4, 11), (5, 2)]
    assert (found.source_names, found.contents) == (["a.js"], ["late"])
    assert found.name_texts == ["alpha", "beta"]
