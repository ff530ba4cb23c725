"""What commands print besides answers."""

import json

import pytest

from inspector.cli.output import json_text, put


def test_a_lone_surrogate_is_printed(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    put("é \udc80\n")
    assert capfdbinary.readouterr().out == "é ?\n".encode()


def test_json_is_indented_and_ends_its_line() -> None:
    text = json_text({"a": [1, {"b": None}]})
    assert json.loads(text) == {"a": [1, {"b": None}]}
    assert text.startswith("{\n  ")
    assert text.endswith("}\n")
