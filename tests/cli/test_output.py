"""What commands print besides answers."""

import json

import pytest

from inspector.cli.output import echo_table, json_text, put


def test_a_lone_surrogate_is_printed(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    put("é \udc80\n")
    assert capfdbinary.readouterr().out == "é ?\n".encode()


def test_json_is_indented_and_ends_its_line() -> None:
    text = json_text({"a": [1, {"b": None}]})
    assert json.loads(text) == {"a": [1, {"b": None}]}
    assert text.startswith("{\n  ")
    assert text.endswith("}\n")


def test_columns(capsys: pytest.CaptureFixture[str]) -> None:
    echo_table([("key", "value", "place"), ("longer", "v" * 9, ""), ("k", 1, "p")], most=5)
    assert capsys.readouterr().out == (
        f"key     value  place\nlonger  {'v' * 9}\nk       1      p\n"
    )


def test_a_cell_makes_no_line_of_its_own(capsys: pytest.CaptureFixture[str]) -> None:
    echo_table([("a\nfake  row", "b")])
    assert len(capsys.readouterr().out.splitlines()) == 1
