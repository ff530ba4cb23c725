import pytest

from inspector.objects.errors import BadObject
from inspector.objects.scripts.hermes import FunctionNames
from tests.js.maps import vlq


def segment(*numbers: int) -> str:
    return "".join(map(vlq, numbers))


def test_functions() -> None:
    """Lines run on over rows, columns do not."""
    rows = f"{segment(0, 0, 0)},{segment(4, 1, 2)};{segment(1, -1, 3)}"
    functions = FunctionNames([[{"names": ["<global>", "f"], "mappings": rows}], None])
    asked = [(0, 0), (2, 3), (2, 4), (4, 9), (5, 0), (5, 1), (9, 0)]
    found = [functions.at(0, line, column) for line, column in asked]
    assert found == ["<global>", "<global>", "f", "f", "f", "<global>", "<global>"]
    assert functions.at(1, 0, 0) == functions.at(9, 0, 0) == "<unknown>"


def test_a_name_that_is_not_there_is_unknown() -> None:
    assert FunctionNames([[{"names": [], "mappings": "AAA"}]]).at(0, 0, 0) == "<unknown>"


@pytest.mark.parametrize("entry", [[1], [{}], [{"names": []}], [{"names": [], "mappings": "AA-"}]])
def test_malformed(entry: object) -> None:
    with pytest.raises(BadObject):
        FunctionNames([entry])
