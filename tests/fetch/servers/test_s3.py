"""S3: signatures, credentials, what its errors mean, and a real stand-in (spec 4.4, 4.10)."""

import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector.fetch.caching.cache import Cache
from inspector.fetch.downloads import Downloads
from inspector.fetch.guard import Refused
from inspector.fetch.remote import Found, RemoteFile
from inspector.fetch.servers import s3
from inspector.fetch.servers.s3 import Keys, MachineKeys, keys_for, object_url, presign
from inspector.model.outcome import NOT_FOUND, Miss, Why
from inspector.model.places.sources import S3Region, S3Source
from inspector.model.places.urls import parse_url
from tests.fetch.server import Reply, Server

KEYS = Keys("AKIDEXAMPLE", "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY")
OBJECTS = ["a/b.pdb", "a b/c+d%#.txt", "ü/x", "a//b", "x=1&y=(2)'!*~"]


@pytest.mark.parametrize(
    ("source", "expected"),
    [
        pytest.param(
            S3Source(id="x", bucket="symbols", region="eu-west-1", prefix="/p/"),
            "https://symbols.s3.eu-west-1.amazonaws.com/p/a%20b/c",
            id="virtual-host",
        ),
        pytest.param(
            S3Source(id="x", bucket="my.symbols", region="eu-west-1"),
            "https://s3.eu-west-1.amazonaws.com/my.symbols/a%20b/c",
            id="dots-do-not-fit-the-certificate",
        ),
        pytest.param(
            S3Source(id="x", bucket="symbols", region="cn-north-1"),
            "https://symbols.s3.cn-north-1.amazonaws.com.cn/a%20b/c",
            id="china",
        ),
        pytest.param(
            S3Source(id="x", bucket="symbols", region=S3Region("x", "http://h:9000/")),
            "http://h:9000/symbols/a%20b/c",
            id="own-endpoint",
        ),
        pytest.param(
            S3Source(id="x", bucket="symbols", region=S3Region("x", "h:9000")),
            "https://h:9000/symbols/a%20b/c",
            id="endpoint-without-scheme",
        ),
        pytest.param(
            S3Source(id="x", bucket="evil.example/", region="us-east-1"),
            "https://s3.us-east-1.amazonaws.com/evil.example%2F/a%20b/c",
            id="bucket-is-no-host",
        ),
    ],
)
def test_object_url(source: S3Source, expected: str) -> None:
    assert object_url(source, "a b/c") == expected


@pytest.mark.parametrize("token", ["", "temporary/token+="], ids=["lasting", "temporary"])
@pytest.mark.parametrize("endpoint", ["", "http://127.0.0.1:9000"], ids=["amazon", "own"])
def test_signatures_are_those_of_a_botocore_client(token: str, endpoint: str) -> None:
    session = pytest.importorskip("botocore.session").Session()
    config = pytest.importorskip("botocore.config").Config(
        signature_version="s3v4", s3={"addressing_style": "path" if endpoint else "virtual"}
    )
    client = session.create_client(
        "s3", region_name="eu-west-1", endpoint_url=endpoint or None, config=config,
        aws_access_key_id=KEYS.access_key, aws_secret_access_key=KEYS.secret_key,
        aws_session_token=token or None,
    )  # fmt: skip
    region = S3Region("eu-west-1", endpoint) if endpoint else "eu-west-1"
    source = S3Source(id="x", bucket="symbols", region=region)
    keys = Keys(KEYS.access_key, KEYS.secret_key, token)
    for key in OBJECTS:
        for _ in range(3):  # another second may begin between the two
            theirs = client.generate_presigned_url(
                "get_object", Params={"Bucket": "symbols", "Key": key}, ExpiresIn=900
            )
            ours = presign(object_url(source, key), "eu-west-1", keys)
            if _parts(ours) == _parts(theirs):
                break
        assert _parts(ours) == _parts(theirs)
    client.close()


def _parts(url: str) -> tuple[object, ...]:
    parsed = parse_url(url)
    assert parsed is not None
    return (parsed.host, parsed.port, parsed.path, sorted((parsed.query or "").split("&")))


@pytest.mark.parametrize(
    ("status", "code", "message", "expected"),
    [
        (400, "AuthorizationQueryParametersError", "No key", "noperm"),
        (400, "AuthorizationHeaderMalformed", "", "noperm"),
        (403, "AccessDenied", "Access Denied", "noperm"),
        (403, "SignatureDoesNotMatch", "x", "noperm"),
        (403, "InvalidAccessKeyId", "x", "noperm"),
        (404, "NoSuchKey", "x", None),
        (404, "NoSuchBucket", "x", None),
        (500, "NotFound", "the code counts", None),
        (403, "Other", "x", "noperm"),
        (404, "Other", "x", None),
        (400, "ExpiredToken", "The token is &lt;old&gt;", "error"),
        (301, "PermanentRedirect", "elsewhere", "error"),
        (503, "SlowDown", "", "error"),
    ],
)
def test_errors(status: int, code: str, message: str, expected: str | None) -> None:
    told = f"<Message>{message}</Message>" if message else ""
    body = f'<?xml version="1.0"?>\n<Error><Code>{code}</Code>{told}</Error>'.encode()
    miss = s3.judge(status, body)
    if expected is None:
        assert miss == NOT_FOUND
        return
    details = f"{code}: {message}".replace("&lt;", "<").replace("&gt;", ">") if message else code
    why = Why.NO_PERMISSION if expected == "noperm" else Why.DOWNLOAD_FAILED
    assert miss == Miss(why, details)


@pytest.mark.parametrize(
    ("status", "body", "expected"),
    [
        (403, b"", Miss(Why.NO_PERMISSION, "403 Forbidden")),
        (500, b"<html>", Miss(Why.DOWNLOAD_FAILED, "500 Internal Server Error")),
        (503, b"<Message>later</Message>", Miss(Why.DOWNLOAD_FAILED,
                                                "503 Service Unavailable: later")),
        (404, b"", NOT_FOUND),
        (200, b"<Code>AccessDenied</Code>", None),
    ],
)  # fmt: skip
def test_errors_without_a_code(status: int, body: bytes, expected: Miss | None) -> None:
    assert s3.judge(status, body) == expected


OWN = S3Source(id="x", bucket="b", region="r", access_key="a", secret_key="s")
BARE = S3Source(id="x", bucket="b", region="r")
CONTAINER = S3Source(id="x", bucket="b", region="r", aws_credentials_provider="container")


@pytest.fixture
def machine(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> MachineKeys:
    """A machine with keys in a profile."""
    pytest.importorskip("botocore")
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY", "AWS_PROFILE"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "keys").write_text(
        "[work]\naws_access_key_id = mine\naws_secret_access_key = hidden\naws_session_token = t\n"
    )
    monkeypatch.setenv("AWS_SHARED_CREDENTIALS_FILE", str(tmp_path / "keys"))
    monkeypatch.setenv("AWS_CONFIG_FILE", str(tmp_path / "none"))
    monkeypatch.setenv("AWS_EC2_METADATA_DISABLED", "true")
    monkeypatch.setenv("AWS_PROFILE", "work")
    return MachineKeys()


async def test_keys_of_the_source(machine: MachineKeys) -> None:
    assert await keys_for(OWN, True, machine) == Keys("a", "s")
    assert await keys_for(OWN, False, machine) == Keys("a", "s")


async def test_keys_of_this_machine_are_for_those_one_trusts(machine: MachineKeys) -> None:
    assert await keys_for(BARE, True, machine) == Keys("mine", "hidden", "t")
    assert await keys_for(BARE, False, machine) == Keys()
    with pytest.raises(Refused):
        await keys_for(CONTAINER, False, machine)


async def test_no_keys_anywhere(machine: MachineKeys, monkeypatch: pytest.MonkeyPatch) -> None:
    """The signature is then made with empty ones, and S3 says what it thinks of it."""
    monkeypatch.delenv("AWS_PROFILE")
    assert await keys_for(BARE, True, machine) == Keys()
    with pytest.raises(Refused):
        await keys_for(CONTAINER, True, machine)


async def test_keys_of_a_container(
    machine: MachineKeys, monkeypatch: pytest.MonkeyPatch, server: Server
) -> None:
    server.routes = {
        "/role": Reply(
            body=b'{"AccessKeyId": "c", "SecretAccessKey": "d", "Token": "t",'
            b' "Expiration": "2099-01-01T00:00:00Z"}'
        )
    }
    monkeypatch.setenv("AWS_CONTAINER_CREDENTIALS_FULL_URI", f"{server.url}/role")
    assert await keys_for(CONTAINER, True, machine) == Keys("c", "d", "t")


def test_secrets_are_not_shown() -> None:
    assert "hidden" not in repr(Keys("a", "hidden", "hidden"))


async def test_what_a_refusal_looks_like(cache: Cache, server: Server) -> None:
    """The answer of real S3 to empty keys."""
    text = "Error parsing the X-Amz-Credential parameter"
    code = "AuthorizationQueryParametersError"
    body = f"<Error><Code>{code}</Code><Message>{text}</Message></Error>".encode()
    server.routes = {"/symbols/a": Reply(status=400, body=body)}
    source = S3Source(
        id="x", bucket="symbols", region=S3Region("r", server.url), access_key="a", secret_key="s"
    )
    async with Downloads(cache) as downloads:
        answer = await downloads.get(RemoteFile(source=source, location="a", trusted=True))
    assert answer == Miss(Why.NO_PERMISSION, f"{code}: {text}")
    assert server.hits() == 1


@pytest.fixture(scope="module")
def moto() -> Iterator[str]:
    """The address of a stand-in for S3, with objects in the bucket `symbols`."""
    moto_server = pytest.importorskip("moto.server")
    running = moto_server.ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    running.start()
    host, port = running.get_host_and_port()
    address = f"http://{host}:{port}"
    _put(f"{address}/symbols", b"")
    for key in OBJECTS[:3]:
        url = object_url(S3Source(id="", bucket="symbols", region=S3Region("x", address)), key)
        _put(url, key.encode() * 1000)
    yield address
    running.stop()


def _put(url: str, body: bytes) -> None:
    headers = {"Authorization": "AWS4-HMAC-SHA256 Credential=test/20200101/us-east-1/s3/x"}
    headers["Content-Type"] = "application/octet-stream"
    urllib.request.urlopen(urllib.request.Request(url, body, headers, method="PUT")).close()


async def test_objects_of_a_stand_in(cache: Cache, moto: str) -> None:
    source = S3Source(
        id="x", bucket="symbols", region=S3Region("us-east-1", moto), access_key="a",
        secret_key="s",
    )  # fmt: skip
    async with Downloads(cache) as downloads:
        for key in OBJECTS[:3]:
            found = await downloads.get(RemoteFile(source=source, location=key, trusted=True))
            assert isinstance(found, Found)
            assert Path(found.path).read_bytes() == key.encode() * 1000
        for bucket in ("symbols", "nowhere"):
            other = S3Source(id="x", bucket=bucket, region=source.region, access_key="a")
            missing = RemoteFile(source=other, location="missing", trusted=True)
            assert await downloads.get(missing) == NOT_FOUND
