import pytest

from inspector.objects.scripts.syntax.lexer import OPERAND, OPERATOR, TEMPLATE_TEXT, Kind


@pytest.mark.parametrize(
    ("text", "kind", "token"),
    [
        ("  // x\n /* y */ abc", Kind.WORD, "abc"),
        ("#p()", Kind.WORD, "#p"),
        ("$_1.x", Kind.WORD, "$_1"),
        ("'a\\'b'", Kind.VALUE, "'a\\'b'"),
        ("/[/]\\//gi.x", Kind.VALUE, "/[/]\\//gi"),
        (".5e3+1", Kind.VALUE, ".5e3"),
        ("`a", Kind.TEMPLATE, "`"),
        ("=a", Kind.ASSIGN, "="),
        (">>>=a", Kind.ASSIGN, ">>>="),
        ("??=a", Kind.ASSIGN, "??="),
        ("=>a", Kind.ARROW, "=>"),
        ("==a", Kind.OPERATOR, "=="),
        ("!==a", Kind.OPERATOR, "!=="),
        ("<=a", Kind.OPERATOR, "<="),
        ("++a", Kind.STEP, "++"),
        ("...a", Kind.MARK, "..."),
        ("?.a", Kind.MARK, "?."),
        ("?.5:1", Kind.MARK, "?"),
        ("??a", Kind.OPERATOR, "??"),
        ("'open", Kind.OPERATOR, "'"),
    ],
)
def test_tokens(text: str, kind: Kind, token: str) -> None:
    found = OPERAND.match(text)
    assert found is not None
    assert (found.lastindex, found[kind]) == (kind, token)


def test_a_slash_divides_behind_an_operand() -> None:
    found = OPERATOR.match("/2/g")
    assert found is not None
    assert (found.lastindex, found[found.lastindex or 0]) == (Kind.OPERATOR, "/")


@pytest.mark.parametrize(
    ("text", "end"),
    [("abc`", 4), ("a\\`b`", 5), ("a${b", 3), ("$a`", 3), ("$", None), ("a\\", None)],
)
def test_templates(text: str, end: int | None) -> None:
    found = TEMPLATE_TEXT.match(text)
    assert (found.end() if found else None) == end
