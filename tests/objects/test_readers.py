"""Which readers answer."""

from importlib.util import find_spec

import pytest

from inspector.objects.readers import is_portable


@pytest.mark.parametrize("value", ["portable", "symbolic", ""])
def test_which(monkeypatch: pytest.MonkeyPatch, value: str) -> None:
    monkeypatch.setenv("INSPECTOR_READER", value)
    assert is_portable() is (value == "portable" or find_spec("symbolic") is None)


def test_without_symbolic(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("INSPECTOR_READER", raising=False)
    monkeypatch.setattr("sys.path", [])
    assert is_portable()
