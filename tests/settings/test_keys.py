"""Where keys are set."""

from pathlib import Path

from inspector.settings import load_settings
from inspector.settings.keys import key_places


def test_the_line_of_each_key(tmp_path: Path) -> None:
    file = tmp_path / "inspector.toml"
    file.write_text('strict = true\n\n[keys]\n# a comment\nrun = "f6"\n"help" = "F"\n[paths]\n')
    assert key_places(str(file)) == {"run": f"{file}:5", "help": f"{file}:6"}
    assert load_settings(str(file), environ={}).keys == {"run": "f6", "help": "F"}


def test_a_file_that_is_gone_has_no_keys(tmp_path: Path) -> None:
    assert key_places(str(tmp_path / "gone.toml")) == {}
