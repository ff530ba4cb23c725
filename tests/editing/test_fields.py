"""The fields of a form, read off the structs."""

from typing import Any

import msgspec
import pytest

from inspector.editing.fields import (
    ABOUT,
    NEW_HEADER,
    TYPES,
    Field,
    fields_of,
    is_literal,
    reference,
    refers,
    text_of,
    value_of,
    with_text,
)


def field(source: dict[str, Any], key: str) -> Field:
    return next(one for one in fields_of(source) if one.key == key)


@pytest.mark.parametrize("kind", TYPES)
def test_every_field_of_a_struct_can_be_filled_in(kind: str) -> None:
    tops = {one.key.partition(".")[0] for one in fields_of({"type": kind})}
    assert tops == {one.name for one in msgspec.structs.fields(TYPES[kind])}
    assert all(one.help for one in fields_of({"type": kind}))
    assert ABOUT[kind]


def test_required_fields_come_first_and_headers_by_name() -> None:
    keys = [one.key for one in fields_of({"type": "http", "headers": {"x-key": "1", "a.b": "2"}})]
    assert keys[:2] == ["id", "url"]
    assert keys.index("headers.a.b") == keys.index("headers.x-key") + 1
    assert keys.index(NEW_HEADER.key) == keys.index("headers.a.b") + 1


def test_a_preset_is_named_and_nothing_else() -> None:
    assert [one.key for one in fields_of({"preset": "microsoft"})] == ["preset", "id"]


@pytest.mark.parametrize(
    ("kind", "key", "text", "value"),
    [
        pytest.param("http", "url", " https://h/ ", "https://h/", id="text"),
        pytest.param("http", "layout.type", "symstore", "symstore", id="choice"),
        pytest.param("http", "filters.filetypes", "pdb, pe", ["pdb", "pe"], id="many"),
        pytest.param(
            "http", "filters.path_patterns", "[a,b]*.dll, c", ["[a,b]*.dll", "c"], id="globs"
        ),
        pytest.param("http", "is_public", "yes", True, id="flag"),
        pytest.param("s3", "region", "us-east-1", "us-east-1", id="region"),
        pytest.param("s3", "region", "m, http://h:9", ["m", "http://h:9"], id="endpoint"),
        pytest.param("s3", "access_key", "AKIA", "AKIA", id="key-that-may-be-seen"),
        pytest.param("s3", "secret_key", "$KEY", {"env": "KEY"}, id="variable"),
        pytest.param("sentry", "token", "${KEY}", {"env": "KEY"}, id="variable-in-braces"),
        pytest.param("sentry", "token", "file:~/t", {"file": "~/t"}, id="file"),
        pytest.param("sentry", "token", "keyring:ci/s", {"keyring": "ci/s"}, id="keyring"),
    ],
)
def test_text_becomes_a_value_and_text_again(kind: str, key: str, text: str, value: Any) -> None:
    tree = with_text({"type": kind}, field({"type": kind}, key), text)
    assert value_of(tree, key) == value
    again = with_text({"type": kind}, field(tree, key), text_of(tree, field(tree, key)))
    assert again == tree


@pytest.mark.parametrize(
    ("key", "text"),
    [("layout.type", "native"), ("filters.filetypes", ""), ("is_public", "no")],
)
def test_a_default_is_left_out(key: str, text: str) -> None:
    tree = {"type": "http", "layout": {"type": "unified"}, "is_public": True}
    tree["filters"] = {"filetypes": ["pe"]}
    assert value_of(with_text(tree, field(tree, key), text), key) is None


def test_a_secret_that_is_written_out_is_never_text() -> None:
    tree = {"type": "sentry", "token": "canary", "headers": {"x": "canary"}}
    assert [text_of(tree, one) for one in fields_of(tree) if one.kind == "secret"] == ["", ""]
    assert is_literal("canary")
    assert not is_literal({"env": "X"})


@pytest.mark.parametrize(
    ("before", "shown", "typed", "after"),
    [
        ("https://u:canary@h/a@b", "https://***@h/a@b", "https://***@h/c", "https://u:canary@h/c"),
        ("https://u:canary@", "https://***@", "https://***@h", "https://u:canary@h"),
        ("https://h/", "https://h/", "https://***@h/", "https://***@h/"),
        ("https://u:canary@h/", "https://***@h/", "https://n:w@h/", "https://n:w@h/"),
        ("https://h/x?sig=canary", "https://h/x?***", "https://h/y?***", "https://h/y?sig=canary"),
        (
            "https://u:p@h/?canary",
            "https://***@h/?***",
            "https://***@i/?***",
            "https://u:p@i/?canary",
        ),
        ("https://h/?canary", "https://h/?***", "https://h/?n=w", "https://h/?n=w"),
        ("https://h/?canary", "https://h/?***", "https://h/", "https://h/"),
        ("https://h/?", "https://h/?", "https://h/?***", "https://h/?***"),
    ],
)
def test_what_signs_in_by_a_url_is_hidden_and_kept(
    before: str, shown: str, typed: str, after: str
) -> None:
    tree = {"type": "http", "url": before}
    assert text_of(tree, field(tree, "url")) == shown
    assert with_text(tree, field(tree, "url"), typed)["url"] == after


def test_headers_are_added_and_taken_out() -> None:
    tree = with_text({"type": "http"}, NEW_HEADER, "x-key: $KEY")
    assert tree["headers"] == {"x-key": {"env": "KEY"}}
    assert with_text(tree, NEW_HEADER, "no value") == tree
    assert "headers" not in with_text(tree, field(tree, "headers.x-key"), "")


@pytest.mark.parametrize(
    ("text", "leads"), [("", True), ("$X", True), ("file:", True), ("hunter2", False), ("f", False)]
)
def test_what_is_typed_is_hidden_unless_it_refers(text: str, leads: bool) -> None:
    assert refers(text) is leads


def test_a_prefix_alone_refers_to_nothing() -> None:
    assert reference("$") == "$"
    assert reference("file: ") == "file:"
