"""The names of members; all that is around them is in test_scopes."""

import pytest

from inspector.objects.scripts.syntax.scopes import find_scopes


@pytest.mark.parametrize(
    ("member", "name", "begins"),
    [
        ("m(){}", "C.m", "m"),
        ("static async*m(){}", "C.m", "static"),
        ("get m(){}", "get C.m", "get"),
        ("set m(v){}", "set C.m", "set"),
        ("get(){}", "C.get", "get"),
        ("get #m(){}", "C.#m", "get"),
        ("'m n'(){}", 'C.<"m n">', "'"),
        ("12(){}", "C.<12>", "12"),
        ("[m+n](){}", "C.<computed>", "["),
        ("constructor(){}", "new C", "constructor"),
        ("a=1\nm(){}", "C.m", "m"),
        ("a\nstatic m(){}", "C.m", "static"),
        ("a;static{x}m(){}", "C.m", "m"),
    ],
)
def test_members_of_a_class(member: str, name: str, begins: str) -> None:
    script = f"class C{{{member}}}"
    (found,) = [scope for scope in find_scopes(script) if scope.start]
    assert found.prefix + "".join(text for text, _ in found.name) == name
    assert script[found.start :].startswith(begins)
    assert script[: found.end].endswith("}")
