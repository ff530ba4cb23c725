from pathlib import Path

import msgspec
import pytest

from inspector.model.signature import SignatureRules
from inspector.settings import BadSettings, load_settings


def test_unknown_keys_are_refused() -> None:
    with pytest.raises(msgspec.ValidationError, match="skipp"):
        msgspec.convert({"skipp": []}, SignatureRules)


def test_rules_are_settings(tmp_path: Path) -> None:
    path = tmp_path / "inspector.toml"
    path.write_text('[signature]\nskip = ["acme::log::*"]\ndefaults = false\n', encoding="utf-8")
    found = load_settings(str(path), environ={})
    assert found.signature == SignatureRules(skip=("acme::log::*",), defaults=False)
    path.write_text('[signature]\ntrim = ["cold"]\n', encoding="utf-8")
    with pytest.raises(BadSettings, match=r"inspector\.toml:\d: signature.*needs a `\*`"):
        load_settings(str(path), environ={})
