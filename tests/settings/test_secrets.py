"""Secrets by reference: from the environment, from files, from the system's keyring."""

from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from inspector.settings.secrets import referring, resolve_secrets, written_out


def resolved(source: dict[str, Any], folder: Path, **environ: str) -> dict[str, Any]:
    assert resolve_secrets(source, str(folder), environ) == []
    return source


def problem(source: dict[str, Any], folder: Path, **environ: str) -> tuple[str, str]:
    """The one thing that is wrong."""
    (wrong,) = resolve_secrets(source, str(folder), environ)
    return wrong


def test_from_the_environment(tmp_path: Path) -> None:
    source = resolved({"token": {"env": "A"}, "url": {"env": "A"}}, tmp_path, A="x", B="y")
    assert source == {"token": "x", "url": {"env": "A"}}


@pytest.mark.parametrize(
    ("content", "secret"),
    [(b"x\n", "x"), (b"x\r\n", "x"), (b" x", " x"), (b"-----\nk\n-----\n", "-----\nk\n-----")],
)
def test_from_a_file(tmp_path: Path, content: bytes, secret: str) -> None:
    (tmp_path / "key").write_bytes(content)
    assert resolved({"private_key": {"file": "key"}}, tmp_path)["private_key"] == secret


def test_from_a_file_at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    (tmp_path / "key").write_text("x", encoding="utf-8")
    assert resolved({"token": {"file": "~/key"}}, Path("/conf"))["token"] == "x"


def test_in_headers(tmp_path: Path) -> None:
    source = {"headers": {"Authorization": {"env": "A"}, "Accept": "*/*"}}
    assert resolved(source, tmp_path, A="Bearer x")["headers"] == {
        "Authorization": "Bearer x",
        "Accept": "*/*",
    }


@pytest.mark.parametrize("plain", ["text", 3, None, ["x"]])
def test_what_is_no_reference_stays(tmp_path: Path, plain: object) -> None:
    assert resolved({"token": plain}, tmp_path) == {"token": plain}


BAD = [
    pytest.param({"env": "NONE"}, "the environment variable NONE is not set", id="not-set"),
    pytest.param({"env": "EMPTY"}, "the environment variable EMPTY is not set", id="empty"),
    pytest.param({"file": "none"}, "none: cannot be read: No such file", id="no-file"),
    pytest.param({"file": "."}, "cannot be read", id="a-folder"),
    pytest.param({"file": "blank"}, "blank: is empty", id="blank-file"),
    pytest.param({"file": "large"}, "too large for a secret", id="large-file"),
    pytest.param({"file": "binary"}, "not text", id="binary-file"),
    pytest.param({"vault": "x"}, "expected a text, or one of", id="unknown"),
    pytest.param({"env": "A", "file": "x"}, "expected a text, or one of", id="two"),
    pytest.param({}, "expected a text, or one of", id="none"),
    pytest.param({"env": 3}, "expected a text, or one of", id="a-number"),
    pytest.param({"file": ""}, "expected a text, or one of", id="no-name"),
]


@pytest.mark.parametrize(("reference", "reason"), BAD)
def test_references_that_lead_nowhere(
    tmp_path: Path, reference: dict[str, Any], reason: str
) -> None:
    (tmp_path / "blank").write_bytes(b"\n")
    (tmp_path / "large").write_bytes(b"canary" * 20_000)
    (tmp_path / "binary").write_bytes(b"canary\xff\xfe")
    key, told = problem({"headers": {"X": reference}}, tmp_path, EMPTY="", A="canary")
    assert reason in told
    assert "canary" not in told
    assert key == "headers.X"


def test_all_that_lead_nowhere(tmp_path: Path) -> None:
    source = {"token": {"env": "A"}, "headers": {"X": {"env": "B"}, "Y": {"env": "C"}}}
    wrong = resolve_secrets(source, str(tmp_path), {"C": "x"})
    assert [key for key, _ in wrong] == ["token", "headers.X"]
    assert source["headers"] == {"X": {"env": "B"}, "Y": "x"}


def test_who_refers() -> None:
    source = {"token": {"env": "A"}, "cookies": "x", "headers": {"X": {"file": "B"}, "Y": "y"}}
    assert referring(source) == ["token", "headers.X"]
    assert referring({"aws_credentials_provider": "container"}) == ["aws_credentials_provider"]
    assert referring({"aws_credentials_provider": "static", "secret_key": "x"}) == []


@pytest.mark.parametrize(
    ("tree", "places"),
    [
        ({"token": "x", "id": "y"}, ["token"]),
        ({"sources": [{"headers": {"A": "x", "B": {"env": "y"}}}]}, ["sources[0].headers.A"]),
        ({"url": "https://me:pass@h/"}, ["url"]),
        ({"url": "https://h/", "token": {"env": "x"}, "cookies": ""}, []),
    ],
    ids=["field", "header", "url", "none"],
)
def test_secrets_that_are_written_out(tree: dict[str, Any], places: list[str]) -> None:
    assert [place for place, _ in written_out((), tree)] == places


class TestKeyring:
    """With a store of our own in the place of the system's."""

    @pytest.fixture(autouse=True)
    def _store(self) -> Iterator[None]:
        keyring = pytest.importorskip("keyring")
        from keyring.backend import KeyringBackend
        from keyring.errors import KeyringLocked

        class Store(KeyringBackend):
            priority = 1

            def set_password(self, service: str, username: str, password: str) -> None:
                raise NotImplementedError

            def get_password(self, service: str, username: str) -> str | None:
                if username == "locked":
                    raise KeyringLocked("canary")
                return {("inspector", "sentry"): "x", ("ci/a", "sentry"): "y"}.get(
                    (service, username)
                )

        before = keyring.get_keyring()
        keyring.set_keyring(Store())  # type: ignore[no-untyped-call]  # its base has no types
        yield
        keyring.set_keyring(before)

    @pytest.mark.parametrize(("name", "secret"), [("sentry", "x"), ("ci/a/sentry", "y")])
    def test_found(self, tmp_path: Path, name: str, secret: str) -> None:
        assert resolved({"token": {"keyring": name}}, tmp_path)["token"] == secret

    @pytest.mark.parametrize(
        ("name", "reason"),
        [
            ("other", "`keyring set inspector other` puts one there"),
            ("locked", "the keyring cannot be asked: KeyringLocked"),
        ],
    )
    def test_not_found(self, tmp_path: Path, name: str, reason: str) -> None:
        _, told = problem({"token": {"keyring": name}}, tmp_path)
        assert reason in told
        assert "canary" not in told
