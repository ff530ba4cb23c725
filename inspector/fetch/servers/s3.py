"""Objects of S3 buckets: presigned URLs for the shared path over HTTP (spec/sources.md 4.10).

botocore signs, and finds the credentials of this machine (profiles, SSO, environment,
container, instance) where a trusted source brings none. It is imported only when a bucket is
asked; the request itself goes the way of all others.
"""

import asyncio
import re
from typing import TYPE_CHECKING
from urllib.parse import quote
from xml.sax.saxutils import unescape

from msgspec import Struct

from inspector.fetch.guard import Refused
from inspector.fetch.remote import RemoteFile, object_key
from inspector.fetch.web.ask import Ask, status_text
from inspector.model.outcome import NOT_FOUND, Miss, Why
from inspector.model.places.sources import S3Region, S3Source

if TYPE_CHECKING:
    import botocore.credentials  # type: ignore[import-untyped]

_VALID = 900  # seconds that a signature holds
_NO_PERMISSION = frozenset({
    "AuthorizationHeaderMalformed",
    "AuthorizationQueryParametersError",
    "AccessDenied",
    "SignatureDoesNotMatch",
    "InvalidAccessKeyId",
})  # fmt: skip
_NOT_FOUND = frozenset({"NoSuchBucket", "NoSuchKey", "NotFound"})
_CODE = re.compile(rb"<Code>([^<]*)</Code>")
_MESSAGE = re.compile(rb"<Message>([^<]*)</Message>")
_HOST_LABEL = re.compile(r"[a-z0-9][a-z0-9-]{1,61}[a-z0-9]")


class Keys(Struct, frozen=True):
    """What a request is signed with. Secret, but for the access key."""

    access_key: str = ""
    secret_key: str = ""
    token: str = ""  # of temporary keys

    def __repr__(self) -> str:
        return f"Keys({self.access_key!r})"


class MachineKeys:
    """The credentials of this machine, found once and renewed by botocore."""

    def __init__(self) -> None:
        self._lock = asyncio.Lock()
        self._found: dict[str, botocore.credentials.Credentials | None] = {}

    async def get(self, provider: str) -> Keys | None:
        """The keys now valid; None if there are none. Raises Refused if they cannot be had.

        provider  "container": those of an ECS task only
        """
        async with self._lock:
            if provider not in self._found:
                self._found[provider] = await asyncio.to_thread(_find_keys, provider)
        found = self._found[provider]
        if found is None:
            return None
        frozen = await asyncio.to_thread(found.get_frozen_credentials)
        return Keys(frozen.access_key or "", frozen.secret_key or "", frozen.token or "")


def _find_keys(provider: str) -> "botocore.credentials.Credentials | None":
    import botocore.credentials
    import botocore.exceptions  # type: ignore[import-untyped]
    import botocore.session  # type: ignore[import-untyped]

    try:
        if provider == "container":
            return botocore.credentials.ContainerProvider().load()
        return botocore.session.Session().get_credentials()
    except botocore.exceptions.BotoCoreError as error:
        raise Refused(Miss(Why.DOWNLOAD_FAILED, f"no AWS credentials: {error}")) from None


async def keys_for(source: S3Source, trusted: bool, machine: MachineKeys) -> Keys:
    """What to sign with. Raises Refused if these are this machine's, and nobody vouches.

    Without any keys the signature is made with empty ones, and S3 says what it thinks of it.
    """
    provider = source.aws_credentials_provider
    own = Keys(source.access_key, source.secret_key)
    if provider == "static" and (source.access_key or not trusted):
        return own
    if not trusted:
        text = "the credentials of this machine are for trusted requests only"
        raise Refused(Miss(Why.DOWNLOAD_FAILED, text))
    try:
        keys = await machine.get(provider)
    except Refused:
        if provider == "static":
            return own
        raise
    if keys is None and provider == "container":
        raise Refused(Miss(Why.DOWNLOAD_FAILED, "no container credentials"))
    return keys or own


async def ask(file: RemoteFile, source: S3Source, guarded: bool, machine: MachineKeys) -> Ask:
    """The request for an object. Raises Refused."""
    keys = await keys_for(source, file.trusted, machine)
    place = object_url(source, file.location)
    url = await asyncio.to_thread(presign, place, region_name(source), keys)  # a slow import
    return Ask(url=url, headers=file.headers, guarded=guarded, judge=judge, judges_body=True)


def region_name(source: S3Source) -> str:
    """The region that a signature is for."""
    return source.region.name if isinstance(source.region, S3Region) else source.region


def object_url(source: S3Source, location: str) -> str:
    """The address of an object, unsigned: path style for endpoints of one's own."""
    key = quote(object_key(source.prefix, location), safe="/-_.~")
    bucket = quote(source.bucket, safe="-_.~")
    if isinstance(source.region, S3Region):
        endpoint = source.region.endpoint
        endpoint = endpoint if "://" in endpoint else f"https://{endpoint}"
        return f"{endpoint.rstrip('/')}/{bucket}/{key}"
    suffix = "amazonaws.com.cn" if source.region.startswith("cn-") else "amazonaws.com"
    host = f"s3.{source.region}.{suffix}"
    # Anything else, a dot above all, would not fit the server's certificate.
    if _HOST_LABEL.fullmatch(source.bucket):
        return f"https://{source.bucket}.{host}/{key}"
    return f"https://{host}/{bucket}/{key}"


def presign(url: str, region: str, keys: Keys) -> str:
    """`url` with a signature for GET that holds 15 minutes from now."""
    from botocore.auth import S3SigV4QueryAuth  # type: ignore[import-untyped]
    from botocore.awsrequest import AWSRequest  # type: ignore[import-untyped]
    from botocore.credentials import Credentials

    request = AWSRequest(method="GET", url=url)
    credentials = Credentials(keys.access_key, keys.secret_key, keys.token or None)
    try:
        S3SigV4QueryAuth(credentials, "s3", region, expires=_VALID).add_auth(request)
    except ValueError:  # no URL at all: whoever asks for it says so
        return url
    signed: str = request.url
    return signed


def judge(status: int, body: bytes) -> Miss | None:
    """What S3 says when there is no file (spec/sources.md 4.4): the code in the body first."""
    if 200 <= status < 300:
        return None
    code, message = _text(_CODE, body), _text(_MESSAGE, body)
    details = ": ".join(filter(None, (code or (status_text(status)), message)))
    if code in _NO_PERMISSION:
        return Miss(Why.NO_PERMISSION, details)
    if code in _NOT_FOUND:
        return NOT_FOUND
    if status in (401, 403):
        return Miss(Why.NO_PERMISSION, details)
    return NOT_FOUND if status == 404 else Miss(Why.DOWNLOAD_FAILED, details)


def _text(pattern: re.Pattern[bytes], body: bytes) -> str:
    match = pattern.search(body)
    return unescape(match[1].decode("utf-8", "replace")) if match else ""
