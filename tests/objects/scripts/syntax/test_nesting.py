"""The names of places, as rules; test_scopes compares them with upstream's."""

import pytest

from inspector.objects.scripts.syntax.nesting import (
    CONDITION,
    IN_OBJECT,
    IN_PATTERN,
    Assign,
    Class,
    Fragment,
    Inside,
    Property,
    Step,
    member_name,
    name_of,
)

A, B, K, OWN = ("a", 0), ("b", 2), ("k", 4), ("own", 9)
MEMBER = (A, (".", -1), B)


def text(fragments: list[Fragment]) -> str:
    return "".join(fragment for fragment, _ in fragments)


@pytest.mark.parametrize(
    ("path", "plain", "owned", "member"),
    [
        pytest.param([], "", "own", "k", id="nowhere"),
        pytest.param([Assign((A,))], "a", "own", "a.k", id="name"),
        pytest.param([Assign(MEMBER)], "a.b", "a.own", "a.bk", id="member"),
        pytest.param([Assign((A,)), Assign(())], "a", "own", "a.k", id="no-name"),
        pytest.param([Assign((A,)), CONDITION], "a", "own", "a.k", id="condition"),
        pytest.param([Assign((A,)), IN_OBJECT, Property(B)], "a.b", "a.own", "a.b.k", id="object"),
        pytest.param(
            [IN_OBJECT, Property(B)], "<object>.b", "<object>.own", "<object>.b.k", id="bare"
        ),
        pytest.param([IN_OBJECT], "", "own", "<object>.k", id="bare-member"),
        pytest.param([Assign((A,)), Inside(0)], "", "own", "k", id="function-between"),
        pytest.param([Assign((A,)), Class(B, declared=False)], "a.b", "a.own", "a.b.k", id="class"),
        pytest.param([Assign((A,)), Class(B, declared=True)], "b", "own", "b.k", id="declared"),
        pytest.param([Assign((A,)), Class(None, declared=False)], "a", "own", "a.k", id="unnamed"),
        pytest.param([Assign((A,)), IN_PATTERN], "", "own", "k", id="default-value"),
    ],
)  # fmt: skip
def test_names(path: list[Step], plain: str, owned: str, member: str) -> None:
    assert text(name_of(path)) == plain
    assert text(name_of(path, OWN)) == owned
    assert text(member_name(path, K)) == member
