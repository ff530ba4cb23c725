"""What the settings say, as their file spells it."""

from pathlib import Path

from inspector.editing.configured import configured
from inspector.editing.desk import applied, state_of
from inspector.editing.requests import settings_scraping
from inspector.opening import scraping_of, with_scraping
from inspector.settings import load_settings
from tests.editing.opened import CANARY, NATIVE, opened


def test_configured_sources_are_spelt_as_in_their_file(tmp_path: Path) -> None:
    file = tmp_path / "inspector.toml"
    file.write_text('[[sources]]\npreset = "microsoft"\n[[sources]]\ntype = "sentry"\nid = "s"\n'
                    'url = "https://s.example/"\ntoken = { env = "T" }\n')  # fmt: skip
    environ = {"T": "secret"}
    known = configured(load_settings(str(file), environ=environ), [str(file)], environ)
    assert known.place == str(file)
    assert known.trees[0] == {"preset": "microsoft"}
    assert known.trees[1]["token"] == {"env": "T"}
    request = opened(tmp_path, {k: v for k, v in NATIVE.items() if k != "sources"})
    state = state_of(request, known)
    assert [draft.origin for draft in state.drafts] == ["settings", "settings"]
    assert "secret" not in repr(known)


def test_settings_from_elsewhere_are_taken_as_they_are(tmp_path: Path) -> None:
    file = tmp_path / "inspector.toml"
    file.write_text('[[sources]]\npreset = "microsoft"\n')
    settings = load_settings(str(file))
    other = tmp_path / "other.toml"
    other.write_text('[[sources]]\npreset = "mozilla"\n')
    known = configured(settings, [str(other)], {})
    assert (known.place, [tree["id"] for tree in known.trees]) == ("settings", ["microsoft"])


def test_configured_scraping_holds_for_a_silent_request_and_keeps_its_references(
    tmp_path: Path,
) -> None:
    file = tmp_path / "inspector.toml"
    file.write_text(
        '[scraping]\nallowed_origins = ["*.a.example"]\nheaders = { X-K = { env = "T" } }\n'
    )
    environ = {"T": CANARY}
    settings = load_settings(str(file), environ=environ)
    known = configured(settings, [str(file)], environ)
    assert CANARY not in repr(known)
    silent = opened(tmp_path, {k: v for k, v in NATIVE.items() if k != "scraping"})
    state = state_of(silent, known)
    assert state.headers == {"X-K": {"env": "T"}}
    assert settings_scraping(state) == {
        "enabled": True,
        "verify_ssl": True,
        "allowed_origins": ["*.a.example"],
        "headers": {"X-K": {"env": "T"}},
    }
    # As the engine has it without the editor.
    assert applied(silent, state, state, environ) == with_scraping(
        silent, scraping_of(silent, settings)
    )
    loud = opened(tmp_path, NATIVE)
    assert state_of(loud, known).scraping == loud.body.scraping


def test_headers_of_another_origin_are_taken_as_they_are(tmp_path: Path) -> None:
    file, other = tmp_path / "inspector.toml", tmp_path / "other.toml"
    file.write_text('[scraping]\nallowed_origins = ["a.example"]\nheaders = { X-K = "one" }\n')
    other.write_text('[scraping]\nallowed_origins = ["a.example"]\nheaders = { X-K = "two" }\n')
    known = configured(load_settings(str(file), environ={}), [str(other)], {})
    assert known.headers == {"X-K": "one"}
