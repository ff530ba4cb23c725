"""What a client sent: read, or refused with the service's own words."""

import json

import pytest
from starlette.datastructures import QueryParams

from inspector.server.bodies import Refused, Rules, open_body, read_query

RULES = Rules()


@pytest.mark.parametrize(
    ("query", "timeout", "scope"),
    [
        pytest.param("", None, "global", id="none"),
        pytest.param("timeout=0", 0.0, "global", id="at-once"),
        pytest.param("timeout=%2B7&scope=team", 7.0, "team", id="both"),
        pytest.param("other=x&scope=", None, "", id="others-are-ignored"),
    ],
)
def test_query(query: str, timeout: float | None, scope: str) -> None:
    asked = read_query(QueryParams(query))
    assert (asked.timeout, asked.scope) == (timeout, scope)


@pytest.mark.parametrize(
    "query",
    [
        "timeout=", "timeout=-1", "timeout=1.5", "timeout=x", "timeout=1&timeout=2",
        "scope=a&scope=b", "timeout=18446744073709551616", "timeout=٣",
    ],
)  # fmt: skip
def test_a_bad_query(query: str) -> None:
    with pytest.raises(Refused) as caught:
        read_query(QueryParams(query))
    assert caught.value.status_code == 400
    assert caught.value.detail.startswith("Failed to deserialize query string")


SYNTAX = "Failed to parse the request body as JSON: "
SHAPE = "Failed to deserialize the JSON body into the target type: "


@pytest.mark.parametrize(
    ("kind", "body", "status", "text"),
    [
        pytest.param("native", b'{"a" 1}', 400, SYNTAX + "line 1 column 6", id="syntax"),
        pytest.param("native", b"\xff", 400, SYNTAX + "line 1 column 1", id="encoding"),
        pytest.param("native", b"[" * 99_999, 400, SYNTAX, id="nested"),
        pytest.param("native", b'"text"', 422, SHAPE + "expected an object", id="bare-string"),
        pytest.param(
            "native",
            b'{"signal": 1,\n "signal": 2}',
            422,
            SHAPE + "signal: duplicate field `signal` at line 2 column 12",
            id="twice",
        ),
        pytest.param(
            "native",
            b'{"stacktraces": [{"frames": [{}]}]}',
            422,
            SHAPE + "stacktraces[0].frames[0]: object missing required field `instruction_addr`"
            " at line 1 column 31",
            id="shape",
        ),
        pytest.param(
            "js",
            b'{"source": {"type": "http"}}',
            422,
            SHAPE,
            id="js",
        ),
    ],
)
@pytest.mark.parametrize("large", [False, True], ids=["small", "large"])
async def test_a_bad_body(kind: str, body: bytes, status: int, text: str, *, large: bool) -> None:
    with pytest.raises(Refused) as caught:
        await open_body(body + b" " * (300_000 * large), kind, "global", RULES)
    assert caught.value.status_code == status
    assert caught.value.detail.startswith(text)


async def test_a_body_gets_its_scope_and_the_rules_of_the_service() -> None:
    body = json.dumps({"stacktraces": []}).encode()
    opened = await open_body(body, "native", "team", Rules(strict=True, roots=("/srv",)))
    assert (opened.scope, opened.strict, opened.roots) == ("team", True, ("/srv",))
    assert not opened.trusted
