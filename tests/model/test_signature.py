import msgspec
import pytest

from inspector.model.signature import SignatureRules


def test_unknown_keys_are_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="skipp"):
        msgspec.convert({"skipp": []}, SignatureRules)
