"""Google Cloud Storage: addresses, tokens, a stand-in (spec/sources.md 4.11)."""

import asyncio
import base64
import json
import urllib.parse
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector.fetch.caching.cache import OBJECTS, Cache
from inspector.fetch.downloads import Downloads
from inspector.fetch.policy import DownloadPolicy
from inspector.fetch.remote import Found, RemoteFile
from inspector.fetch.servers import gcs
from inspector.fetch.servers.gcs import BAD_KEY, NO_TOKEN, Tokens, object_url, sign
from inspector.fetch.web.client import Client
from inspector.fetch.web.connections import Connections
from inspector.model.outcome import NOT_FOUND, Miss
from inspector.model.places.sources import GcsSource
from tests.fetch.server import Reply, Server

EMAIL = "reader@project.iam.gserviceaccount.com"


@pytest.fixture(scope="module")
def key() -> str:
    """A fresh RSA key in PEM."""
    rsa = pytest.importorskip("cryptography.hazmat.primitives.asymmetric.rsa")
    return _pem(rsa.generate_private_key(public_exponent=65537, key_size=2048))


def _pem(private: object) -> str:
    from cryptography.hazmat.primitives import serialization

    text: bytes = private.private_bytes(  # type: ignore[attr-defined]
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    return text.decode()


def source(key: str, bucket: str = "symbols") -> GcsSource:
    return GcsSource(id="x", bucket=bucket, private_key=key, client_email=EMAIL)


def test_object_url(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(gcs.EMULATOR, raising=False)
    bucket = GcsSource(id="x", bucket="my-symbols", prefix="p/", bearer_token="t")
    assert object_url(bucket, "a b/c?d#ü.pdb") == (
        "https://storage.googleapis.com/storage/v1/b/my-symbols/o/"
        "p%2Fa%20b%2Fc%3Fd%23%C3%BC.pdb?alt=media"
    )
    for text in ("127.0.0.1:9023", "http://127.0.0.1:9023/"):
        monkeypatch.setenv(gcs.EMULATOR, text)
        assert object_url(bucket, "a").startswith("http://127.0.0.1:9023/storage/v1/b/my-symbols")


def test_assertion(key: str) -> None:
    pytest.importorskip("google.auth")
    assertion = sign(key, EMAIL, gcs.TOKEN_URL, 1_000_000)
    assert isinstance(assertion, str)
    head, claims, signature = (part + "=" * (-len(part) % 4) for part in assertion.split("."))
    assert json.loads(base64.urlsafe_b64decode(head))["alg"] == "RS256"
    assert json.loads(base64.urlsafe_b64decode(claims)) == {
        "iss": EMAIL,
        "scope": "https://www.googleapis.com/auth/devstorage.read_only",
        "aud": "https://www.googleapis.com/oauth2/v4/token",
        "iat": 1_000_000,
        "exp": 1_000_000 + 58 * 60 + 30,
    }
    assert len(base64.urlsafe_b64decode(signature)) == 256
    assert sign(key.replace("\n", "\\n"), EMAIL, gcs.TOKEN_URL, 1_000_000) == assertion


def elliptic() -> str:
    pytest.importorskip("google.auth")
    from cryptography.hazmat.primitives.asymmetric import ec

    return _pem(ec.generate_private_key(ec.SECP256R1()))


@pytest.mark.parametrize(
    "text",
    ["", "no key", "-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----", "elliptic"],
)
def test_bad_keys(text: str) -> None:
    if text:
        pytest.importorskip("google.auth")
    key = elliptic() if text == "elliptic" else text
    assert sign(key, EMAIL, gcs.TOKEN_URL, 0) == BAD_KEY


async def test_a_bad_key_is_told(cache: Cache) -> None:
    file = RemoteFile(source=source(""), location="a")
    async with Downloads(cache) as downloads:
        assert await downloads.get(file) == BAD_KEY


async def ask_token(server: Server, key: str, times: int = 1) -> set[object]:
    pytest.importorskip("google.auth")
    tokens = Tokens(f"{server.url}/token")
    async with Connections(5) as connections:
        read = Client(connections, DownloadPolicy()).read
        return set(
            await asyncio.gather(
                *(tokens.get(source(key), False, False, read) for _ in range(times))
            )
        )


async def test_one_token_for_all(server: Server, key: str) -> None:
    server.routes = {"/token": Reply(body=b'{"access_token": "abc", "expires_in": 3599}')}
    assert await ask_token(server, key, 20) == {"abc"}
    (asked,) = server.asked
    assert (asked.method, asked.header("content-type")) == (
        "POST",
        "application/x-www-form-urlencoded",
    )
    form = urllib.parse.parse_qs(asked.body.decode())
    assert form["grant_type"] == ["urn:ietf:params:oauth:grant-type:jwt-bearer"]
    assert form["assertion"][0].count(".") == 2


@pytest.mark.parametrize(
    "reply",
    [
        Reply(status=400, body=b'{"error": "invalid_grant"}'),
        Reply(body=b"<html>"),
        Reply(body=b"x" * 100_000),
        Reply(status=500),
    ],
    ids=["refused", "no-json", "too-long", "error"],
)
async def test_no_token(server: Server, key: str, reply: Reply) -> None:
    """Nothing of it is kept: the next file asks again."""
    server.routes = {"/token": reply}
    assert await ask_token(server, key, 2) == {NO_TOKEN}
    assert server.hits() == 2


async def test_the_status_is_not_looked_at(server: Server, key: str) -> None:
    server.routes = {"/token": Reply(status=400, body=b'{"access_token": "abc"}')}
    assert await ask_token(server, key) == {"abc"}


async def test_the_key_pair_wins() -> None:
    async def read(_ask: object) -> bytes:
        raise AssertionError

    both = GcsSource(id="x", bucket="b", private_key="", client_email="", bearer_token="t")
    assert await Tokens().get(both, True, False, read) == BAD_KEY
    only = GcsSource(id="x", bucket="b", private_key="", bearer_token="t")
    assert await Tokens().get(only, True, False, read) == "t"


MACHINE = GcsSource(id="x", bucket="symbols", bearer_token="application-default")


@pytest.fixture
def machine(server: Server, key: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Server:
    """A machine with the key file of a service account; the server hands out its tokens."""
    pytest.importorskip("google.auth")
    account = {
        "type": "service_account",
        "project_id": "p",
        "private_key_id": "1",
        "private_key": key,
        "client_email": EMAIL,
        "token_uri": f"{server.url}/token",
    }
    (tmp_path / "account.json").write_text(json.dumps(account))
    monkeypatch.setenv("GOOGLE_APPLICATION_CREDENTIALS", str(tmp_path / "account.json"))
    monkeypatch.setenv(gcs.EMULATOR, server.url)
    return server


async def test_credentials_of_this_machine(cache: Cache, machine: Server) -> None:
    """One token for all files, and for trusted requests only."""
    machine.routes = {
        "/token": Reply(body=b'{"access_token": "abc", "expires_in": 3599}'),
        "/storage/v1/b/symbols/o/a": Reply(body=b"object"),
        "/storage/v1/b/symbols/o/b": Reply(body=b"object"),
    }
    async with Downloads(cache) as downloads:
        for name in "ab":
            file = RemoteFile(source=MACHINE, location=name, trusted=True)
            assert isinstance(await downloads.get(file), Found)
        stranger = await downloads.get(RemoteFile(source=MACHINE, location="c"))
    assert [asked.path.partition("?")[0][-6:] for asked in machine.asked] == [
        "/token",
        "ls/o/a",
        "ls/o/b",
    ]
    assert machine.asked[-1].header("authorization") == "Bearer abc"
    assert isinstance(stranger, Miss)
    assert "trusted" in stranger.details


async def test_no_credentials_on_this_machine(cache: Cache, machine: Server) -> None:
    """That is told, and forgotten: somebody may log in meanwhile."""
    machine.routes = {"/token": Reply(status=400, body=b'{"error": "invalid_grant"}')}
    file = RemoteFile(source=MACHINE, location="a", trusted=True)
    async with Downloads(cache) as downloads:
        miss = await downloads.get(file)
    assert isinstance(miss, Miss)
    assert miss.details.startswith("no Google credentials: ")
    assert cache.find(OBJECTS, file.key) is None


@pytest.fixture(scope="module")
def emulator() -> Iterator[str]:
    """The address of a stand-in for Google Cloud Storage with one object."""
    emulator = pytest.importorskip("gcp_storage_emulator.server")
    running = emulator.create_server("127.0.0.1", 0, in_memory=True, default_bucket="symbols")
    running.start()
    address = f"http://127.0.0.1:{running._api._httpd.server_address[1]}"
    upload = f"{address}/upload/storage/v1/b/symbols/o?uploadType=media&name=p%2Fa%20b"
    headers = {"Content-Type": "application/octet-stream"}
    urllib.request.urlopen(urllib.request.Request(upload, b"object" * 1000, headers)).close()
    yield address
    running.stop()


async def test_objects_of_a_stand_in(
    cache: Cache, emulator: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(gcs.EMULATOR, emulator)
    bucket = GcsSource(id="x", bucket="symbols", prefix="p", bearer_token="t")
    async with Downloads(cache) as downloads:
        found = await downloads.get(RemoteFile(source=bucket, location="a b", trusted=True))
        assert isinstance(found, Found)
        assert Path(found.path).read_bytes() == b"object" * 1000
        missing = RemoteFile(source=bucket, location="missing", trusted=True)
        assert await downloads.get(missing) == NOT_FOUND


async def test_the_token_is_sent(
    cache: Cache, server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(gcs.EMULATOR, server.url)
    server.routes = {"/storage/v1/b/b/o/a%2Fb": Reply(body=b"object")}
    bucket = GcsSource(id="x", bucket="b", bearer_token="secret")
    async with Downloads(cache) as downloads:
        found = await downloads.get(RemoteFile(source=bucket, location="a/b", trusted=True))
    assert isinstance(found, Found)
    assert server.asked[0].path == "/storage/v1/b/b/o/a%2Fb?alt=media"
    assert server.asked[0].header("authorization") == "Bearer secret"
