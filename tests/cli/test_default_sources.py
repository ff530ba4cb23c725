"""Who asks the sources of the settings: requests that name none (spec/sources.md 1.1, 9)."""

import json
from pathlib import Path
from typing import Any

import pytest

from tests.cli.running import Inspector
from tests.cli.test_symbolicate import FRAMES, saved, statuses
from tests.harbor import HARBOR


@pytest.mark.parametrize(
    ("named", "asked"),
    [
        pytest.param({"sources": None}, True, id="null"),
        pytest.param({}, True, id="missing"),
        pytest.param({"sources": []}, False, id="none-wanted"),
    ],
)
def test_sources_of_the_settings(
    inspector: Inspector, tmp_path: Path, crash: Path, named: dict[str, Any], asked: bool
) -> None:
    config = tmp_path / "inspector.toml"
    config.write_text(
        f'[[sources]]\ntype = "filesystem"\nid = "all"\npath = "{HARBOR.as_posix()}/elf"\n'
        'layout = { type = "scan" }\n'
    )
    body = json.loads(crash.read_text("utf-8"))
    del body["sources"]
    request = saved(tmp_path / "r.json", **body, **named)
    found = statuses(inspector.answer("--config", config, request))
    assert (found == ["symbolicated"] * FRAMES) == asked
