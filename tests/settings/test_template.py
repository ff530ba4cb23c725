"""The file to begin with: every line in it is true."""

import re
from pathlib import Path

import pytest
import tomli

from inspector.settings import (
    FILE_NAME,
    Settings,
    load_settings,
    not_for_projects,
)  # fmt: skip
from inspector.settings.check import check_file
from inspector.settings.template import _ABOUT, _SAMPLES, template


def uncommented(text: str) -> str:
    return re.sub(r"(?m)^#(?=\S)", "", text)


@pytest.mark.parametrize("personal", [True, False], ids=["own", "project"])
def test_as_written_it_sets_nothing(tmp_path: Path, personal: bool) -> None:
    path = tmp_path / FILE_NAME
    path.write_text(template(personal=personal))
    assert load_settings(str(path), environ={}) == Settings()


def test_every_setting_is_in_it_with_its_default(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    path.write_text(uncommented(template(personal=True)))
    environ = {"VENDOR_TOKEN": "x"}
    assert check_file(str(path), environ) == []
    settings = load_settings(str(path), environ=environ)
    defaults = Settings()
    for name in set(Settings.__struct_fields__) - {"sources", "scraping", *_SAMPLES}:
        assert getattr(settings, name) == getattr(defaults, name), name
    for name in _SAMPLES:
        assert getattr(defaults, name) is None, name
    tree = tomli.loads(path.read_text())
    assert set(tree) == {*Settings.__struct_fields__, "version"}
    assert len(settings.sources) == 3
    assert settings.scraping is not None


def test_a_projects_file_leaves_out_what_it_may_not_say(tmp_path: Path) -> None:
    path = tmp_path / FILE_NAME
    text = uncommented(template(personal=False))
    path.write_text(text.replace('{ env = "VENDOR_TOKEN" }', '"x"'))
    assert check_file(str(path), {}, personal=False, vouched=False) == []
    tree = tomli.loads(text)
    assert not set(not_for_projects(trusted=False)) & set(tree)


def test_no_explanation_is_of_a_setting_that_is_gone() -> None:
    tree = tomli.loads(uncommented(template(personal=True)))
    for key in _ABOUT:
        inner = tree
        for part in key.split("."):
            assert part in inner, key
            inner = inner[part]
