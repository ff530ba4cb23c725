import pytest

from inspector.objects.errors import BadObject
from inspector.objects.scripts.syntax.brackets import Brackets
from inspector.objects.scripts.syntax.nesting import Inside


def test_what_was_entered_inside_ends_with_a_bracket() -> None:
    at = Brackets("")
    at.open_brace("{", 0)
    at.enter(1, "", [("a", 0)])
    at.end = 5
    at.close("}", 7)
    assert at.path == []
    assert at.scopes[0].end == 5


def test_functions_are_on_the_path_until_their_body_ends() -> None:
    at = Brackets("")
    at.enter(0, "get ", [])
    at.parameters(1, declared=True)
    at.close(")", 2)
    assert at.path == [Inside(0)]
    at.open_brace("{", 3)
    at.close("}", 4)
    assert at.path == []
    assert (at.scopes[0].end, at.scopes[0].prefix) == (5, "")
    assert at.statement


@pytest.mark.parametrize("closing", [")", "]"])
def test_brackets_must_match(closing: str) -> None:
    at = Brackets("")
    at.open_brace("{", 0)
    with pytest.raises(BadObject, match="do not match"):
        at.close(closing, 1)


def test_a_template_without_end() -> None:
    with pytest.raises(BadObject, match="without end"):
        Brackets("`abc").template_text(1)
