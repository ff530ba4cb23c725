"""`[scraping]` of a settings file."""

from pathlib import Path
from typing import Any

import pytest

from inspector.model.places.scraping import Scraping
from inspector.settings import BadSettings, load_settings
from inspector.settings.origin import origins
from inspector.settings.scraping import read_scraping

CANARY = "canary-77ab"


def test_what_is_left_out_is_as_without_the_table() -> None:
    assert read_scraping({}, "/", {}) == (
        {"enabled": True, "verify_ssl": True, "allowed_origins": ("*",), "headers": {}},
        [],
    )


@pytest.mark.parametrize(
    ("table", "key", "reason"),
    [
        ("on", "scraping", "expected a table, as in [scraping]"),
        ({"enabld": True}, "scraping.enabld", "unknown setting, did you mean `enabled`?"),
        ({"enabled": 1}, "scraping.enabled", "Expected `bool`, got `int`"),
        ({"allowed_origins": ["a", 1]}, "scraping.allowed_origins[1]", "Expected `str`, got `int`"),
        ({"headers": "x"}, "scraping.headers", "Expected `object`, got `str`"),
        ({"headers": {"a": {"env": "GONE"}}}, "scraping.headers.a",
         "the environment variable GONE is not set"),
        ({"headers": {"a": CANARY}}, "scraping.headers",
         "would be sent to every host: name those that get it in `allowed_origins`"),
        ({"headers": {"a": CANARY}, "allowed_origins": ["x.example", "https://*/a"]}, "", ""),
        ({"headers": {"a": CANARY}, "allowed_origins": ["https://*"]}, "scraping.headers",
         "would be sent to every host: name those that get it in `allowed_origins`"),
    ],
    ids=["no table", "unknown", "no switch", "origin", "headers", "nowhere", "everywhere",
         "never matches", "every host"],
)  # fmt: skip
def test_mistakes(table: Any, key: str, reason: str) -> None:
    _, wrong = read_scraping(table, "/", {})
    assert wrong == ([(key, reason)] if key else [])
    assert CANARY not in repr(wrong)


def files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own: str, project: str) -> Path:
    """The user's file and a project's, and the project's folder as the current one."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "own"))
    user = tmp_path / "own" / "inspector" / "inspector.toml"
    user.parent.mkdir(parents=True)
    user.write_text(own)
    there = tmp_path / "project" / "inspector.toml"
    there.parent.mkdir()
    there.write_text(project)
    monkeypatch.chdir(there.parent)
    return there


OWN = """[scraping]
allowed_origins = ["cdn.example"]
headers = { Authorization = { env = "TOKEN" } }
"""


def test_a_projects_origins_do_not_get_the_users_headers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = files(tmp_path, monkeypatch, OWN, '[scraping]\nallowed_origins = ["evil.example"]\n')
    environ = {"TOKEN": CANARY}
    expected = Scraping(enabled=True, allowed_origins=("evil.example",), headers={})
    assert load_settings(environ=environ).scraping == expected
    there.write_text("")
    own = Scraping(
        enabled=True, allowed_origins=("cdn.example",), headers={"Authorization": CANARY}
    )
    assert load_settings(environ=environ).scraping == own


def test_a_project_that_nobody_trusts_refers_to_no_secret(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    there = files(tmp_path, monkeypatch, "", OWN)
    with pytest.raises(BadSettings) as caught:
        load_settings(environ={"TOKEN": CANARY})
    text = f"{there}:3: scraping.headers.Authorization: may use a secret only after you trusted"
    assert str(caught.value).startswith(text)


def test_origins_of_its_values_are_told_and_its_headers_are_not(tmp_path: Path) -> None:
    path = tmp_path / "inspector.toml"
    path.write_text(OWN)
    rows = {one.key: one for one in origins(str(path), environ={"TOKEN": CANARY})}
    assert rows["scraping.headers.Authorization"].value == "***"
    assert rows["scraping.headers.Authorization"].said_in == f"{path}:3"
    assert rows["scraping.allowed_origins"].said_in == f"{path}:2"
    assert rows["scraping.enabled"].value is True
    assert CANARY not in repr(rows)
