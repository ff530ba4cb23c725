"""Every field of a body, by spec/native.md 1.4 to 1.8: which types it takes, and whether null.

One table: where the field is, a value it takes, and what it does not take.
"""

import json
from typing import Any

import pytest

from inspector.model.body import BadBody
from inspector.native.wire import decode, from_tree
from tests.native.fakes import written

BODY: dict[str, Any] = {
    "stacktraces": [{"frames": [{"instruction_addr": "0x10"}]}],
    "modules": [{"type": "elf"}],
    "sources": [
        {"type": "filesystem", "id": "a", "path": "p"},
        {"type": "http", "id": "b", "url": "https://h/"},
        {"type": "s3", "id": "c", "bucket": "b", "region": "r"},
        {"type": "gcs", "id": "d", "bucket": "b", "bearer_token": "t"},
        {"type": "sentry", "id": "e", "url": "https://h/", "token": "t"},
    ],
    "options": {},
    "scraping": {"enabled": True, "allowed_origins": ["*"], "headers": {}},
}

TEXT, NUMBER, FLAG, LIST, MAP = "text", 7, True, ["text"], {"a": "b"}
NOT: dict[str, list[Any]] = {
    "text": [NUMBER, FLAG, LIST, MAP],
    "u32": [-1, 1 << 32, 4.0, "7", FLAG, LIST],
    "u64": [-1, 1 << 64, 4.0, "7", "0x7", FLAG, LIST],
    "address": [1.5, FLAG, "", "0x", " 1", "1f", 1 << 64, -(1 << 63) - 1, LIST, MAP],
    "flag": [NUMBER, 0, "true", LIST],
    "texts": [TEXT, [NUMBER], [None], MAP],
    "map": [TEXT, LIST, NUMBER],
    "objects": [TEXT, LIST, NUMBER, MAP, [None]],
    "region": [NUMBER, FLAG, [], ["name"], ["name", "url", "more"], MAP],
    "language": [TEXT, "C++", "", NUMBER],
    "choice": ["", "NONE", "no such word", NUMBER, FLAG],
    "mode": ["", "rel", "rel:", "rel:-1", "rel: 1", "rel:1.0", "ABS", NUMBER, LIST],
}
"""Kind of a field -> values it refuses, null aside."""

THREAD, FRAME, MODULE = "stacktraces[0]", "stacktraces[0].frames[0]", "modules[0]"
FIELDS = [
    # where, name, kind, a good value, null taken
    ("", "platform", "text", TEXT, True),
    ("", "signal", "u32", 0xFFFF_FFFF, True),
    ("", "sources", "objects", [], True),
    ("", "stacktraces", "objects", [], False),
    ("", "modules", "objects", [], False),
    ("", "options", "map", {}, False),
    ("", "scraping", "map", BODY["scraping"], False),
    (THREAD, "thread_id", "u64", (1 << 64) - 1, True),
    (THREAD, "thread_name", "text", TEXT, True),
    (THREAD, "is_requesting", "flag", FLAG, True),
    (THREAD, "registers", "map", {"rip": "0x1"}, False),
    (FRAME, "platform", "text", "anything", True),
    (FRAME, "addr_mode", "mode", "rel:4", False),
    (FRAME, "instruction_addr", "address", "0XaB", False),
    (FRAME, "adjust_instruction_addr", "flag", FLAG, True),
    (FRAME, "function_id", "address", -1, True),
    (FRAME, "package", "text", TEXT, True),
    (FRAME, "lang", "language", "visualbasic", True),
    (FRAME, "symbol", "text", TEXT, True),
    (FRAME, "sym_addr", "address", "10", True),
    (FRAME, "function", "text", TEXT, True),
    (FRAME, "filename", "text", TEXT, True),
    (FRAME, "abs_path", "text", TEXT, True),
    (FRAME, "lineno", "u32", 0, True),
    (FRAME, "pre_context", "texts", LIST, False),
    (FRAME, "context_line", "text", TEXT, True),
    (FRAME, "post_context", "texts", [], False),
    (FRAME, "source_link", "text", TEXT, True),
    (FRAME, "in_app", "flag", False, True),
    (FRAME, "vars", "map", {"a": [1, None, {}]}, True),
    (FRAME, "trust", "choice", "prewalked", False),
    (MODULE, "type", "text", "anything", False),
    (MODULE, "code_id", "text", TEXT, True),
    (MODULE, "code_file", "text", TEXT, True),
    (MODULE, "debug_id", "text", TEXT, True),
    (MODULE, "debug_file", "text", TEXT, True),
    (MODULE, "debug_checksum", "text", TEXT, True),
    (MODULE, "image_addr", "address", "0x0", False),
    (MODULE, "image_size", "u64", (1 << 64) - 1, True),
    ("options", "dif_candidates", "flag", FLAG, False),
    ("options", "apply_source_context", "flag", False, False),
    ("options", "frame_order", "choice", "caller_first", False),
    ("options", "extract_variables", "flag", FLAG, False),
    ("scraping", "enabled", "flag", FLAG, False),
    ("scraping", "allowed_origins", "texts", [], False),
    ("scraping", "headers", "map", MAP, False),
    ("scraping", "verify_ssl", "flag", False, False),
    ("sources[0]", "id", "text", TEXT, False),
    ("sources[0]", "path", "text", TEXT, False),
    ("sources[0]", "is_public", "flag", FLAG, False),
    ("sources[0]", "has_index", "flag", FLAG, False),
    ("sources[1]", "accept_invalid_certs", "flag", FLAG, False),
    ("sources[1]", "headers", "map", MAP, False),
    ("sources[2]", "bucket", "text", TEXT, False),
    ("sources[2]", "region", "region", ["name", "http://h/"], False),
    ("sources[2]", "prefix", "text", TEXT, False),
    ("sources[2]", "aws_credentials_provider", "choice", "container", False),
    ("sources[3]", "prefix", "text", TEXT, False),
]


def body(where: str, name: str, value: Any, whole: dict[str, Any] = BODY) -> bytes:
    """The whole body with one field set to `value`."""
    tree = json.loads(json.dumps(whole))
    place: Any = tree
    for part in where.replace("]", "").replace("[", ".").split("."):
        place = place[int(part)] if part.isdecimal() else place[part] if part else place
    place[name] = value
    return json.dumps(tree).encode()


def named(row: tuple[Any, ...]) -> str:
    return f"{row[0]}.{row[1]}"


@pytest.mark.parametrize("row", FIELDS, ids=named)
def test_a_good_value_is_taken(row: tuple[str, str, str, Any, bool]) -> None:
    where, name, _, good, _ = row
    decode(body(where, name, good))


@pytest.mark.parametrize("row", FIELDS, ids=named)
def test_null(row: tuple[str, str, str, Any, bool]) -> None:
    where, name, _, _, nullable = row
    if nullable:
        decode(body(where, name, None))
    else:
        refused(where, name, None)


@pytest.mark.parametrize("row", FIELDS, ids=named)
def test_other_types_refuse_the_body(row: tuple[str, str, str, Any, bool]) -> None:
    where, name, kind, _, _ = row
    for value in NOT[kind]:
        refused(where, name, value)


def test_a_body_with_every_field_survives_a_round_trip() -> None:
    tree = BODY
    for where, name, _, good, _ in FIELDS:
        if where:
            tree = json.loads(body(where, name, good, tree))
    request = from_tree(tree)
    assert decode(written(request)) == request


def refused(where: str, name: str, value: Any) -> None:
    """The error names the field, or the object it is in."""
    with pytest.raises(BadBody) as caught:
        decode(body(where, name, value))
    assert caught.value.path.startswith(where), value
    assert name in caught.value.path or name in caught.value.reason or caught.value.path == where


REQUIRED = [
    (THREAD, "frames"),
    (FRAME, "instruction_addr"),
    (MODULE, "type"),
    ("scraping", "enabled"),
    ("scraping", "allowed_origins"),
    ("scraping", "headers"),
    *((f"sources[{number}]", "id") for number in range(5)),
    ("sources[0]", "path"),
    ("sources[1]", "url"),
    ("sources[2]", "region"),
    ("sources[3]", "bearer_token"),
    ("sources[4]", "token"),
]


@pytest.mark.parametrize(("where", "name"), REQUIRED, ids=lambda part: part)
def test_required_fields(where: str, name: str) -> None:
    tree = json.loads(body(where, name, "gone"))
    with pytest.raises(BadBody, match=name) as caught:
        decode(json.dumps(tree).replace(f'"{name}": "gone"', '"unknown": 1').encode())
    assert caught.value.path == where
