"""Where to look for files: source descriptors as requests and settings spell them.

Rules: spec/sources.md 1. The structs read JSON (through msgspec) and TOML (through
`msgspec.convert`) alike; what JSON types cannot say is checked when a value is made.
Secrets stay out of `repr`; writing a source out is not redacted, whoever exports does that.
"""

import re
from collections.abc import Sequence
from typing import Annotated, Any, Literal

from msgspec import Meta, Struct

from inspector.model.places.globs import check_glob

FileType = Literal[
    "pe",
    "pdb",
    "portablepdb",
    "mach_debug",
    "mach_code",
    "elf_debug",
    "elf_code",
    "wasm_debug",
    "wasm_code",
    "breakpad",
    "sourcebundle",
    "uuidmap",
    "bcsymbolmap",
    "il2cpp",
    "proguard",
]
LayoutType = Literal[
    "native", "symstore", "symstore_index2", "ssqp", "debuginfod", "unified", "slashsymbols", "scan"
]
"""`scan` is ours: files of a folder, found by what they hold and not by their paths."""
Casing = Literal["default", "lowercase", "uppercase"]

REDACTED = "***"


class Layout(Struct, frozen=True):
    """How a source arranges its paths."""

    type: LayoutType = "native"
    casing: Casing = "default"


class Filters(Struct, frozen=True):
    """Which files a source is asked for. Empty lists allow everything."""

    filetypes: tuple[FileType, ...] = ()
    path_patterns: tuple[str, ...] = ()
    requires_checksum: bool = False

    def __post_init__(self) -> None:
        for pattern in self.path_patterns:
            check_glob(pattern)


NO_FILTERS = Filters()
NATIVE_LAYOUT = Layout()


class _Described(Struct, frozen=True, kw_only=True, tag_field="type"):
    """What all sources have but Sentry's."""

    id: str
    filters: Filters = NO_FILTERS
    layout: Layout = NATIVE_LAYOUT
    is_public: bool = False
    has_index: bool = False

    def __repr__(self) -> str:
        return redacted_repr(self)

    def __post_init__(self) -> None:
        if self.layout.type == "scan" and not isinstance(self, FilesystemSource):
            raise ValueError("the layout `scan` is for `filesystem` sources")


class FilesystemSource(_Described, frozen=True, kw_only=True, tag="filesystem"):
    """A folder. A relative path counts from the folder of the request or settings file."""

    path: str
    url_prefix: str = ""  # JavaScript: where the folder is served; "": at `~/`, on any host

    def __post_init__(self) -> None:
        super().__post_init__()
        if "\0" in self.path:  # no system can open it, and Python raises instead of saying so
            raise ValueError("`path` contains a NUL character")


class HttpSource(_Described, frozen=True, kw_only=True, tag="http"):
    """A web server; `url` is treated as a directory."""

    url: str
    headers: dict[str, str] = {}
    accept_invalid_certs: bool = False

    def __post_init__(self) -> None:
        super().__post_init__()
        check_url(self.url)


class S3Region(Struct, frozen=True, array_like=True, forbid_unknown_fields=True):
    """A region with its own endpoint: `[name, endpoint URL]`; addressed path style."""

    name: Annotated[str, Meta(min_length=1)]
    endpoint: Annotated[str, Meta(min_length=1)]

    def __repr__(self) -> str:
        return f"S3Region(name={self.name!r}, endpoint={hide_credentials(self.endpoint)!r})"


class S3Source(_Described, frozen=True, kw_only=True, tag="s3"):
    """A bucket of Amazon S3, or of anything that speaks its protocol."""

    bucket: str
    region: Annotated[str, Meta(min_length=1)] | S3Region
    prefix: str = ""
    access_key: str = ""
    secret_key: str = ""
    aws_credentials_provider: Literal["static", "container"] = "static"


class GcsSource(_Described, frozen=True, kw_only=True, tag="gcs"):
    """A bucket of Google Cloud Storage; the key pair wins over the bearer token."""

    bucket: str
    prefix: str = ""
    private_key: str | None = None
    client_email: str | None = None
    bearer_token: str | None = None

    def __post_init__(self) -> None:
        super().__post_init__()
        pair = self.private_key is not None and self.client_email is not None
        if not pair and self.bearer_token is None:
            raise ValueError("needs `private_key` and `client_email`, or `bearer_token`")


class SentrySource(Struct, frozen=True, kw_only=True, tag_field="type", tag="sentry"):
    """Sentry's debug file or artifact lookup API. No filters, no layout, never public."""

    id: str
    url: str
    token: str | None = None
    cookies: str | None = None

    def __post_init__(self) -> None:
        check_url(self.url)
        if self.token is None and self.cookies is None:
            raise ValueError("needs `token` or `cookies`")

    def __repr__(self) -> str:
        return redacted_repr(self)


Source = FilesystemSource | HttpSource | S3Source | GcsSource | SentrySource


def repeated_ids(sources: Sequence[Source]) -> list[str]:
    """The ids that more than one source has, each once."""
    seen: dict[str, int] = {}
    for source in sources:
        seen[source.id] = seen.get(source.id, 0) + 1
    return [name for name, count in seen.items() if count > 1]


def is_scanned(source: object) -> bool:
    """Whether a source is a folder whose files are found by what they hold."""
    return isinstance(source, FilesystemSource) and source.layout.type == "scan"


SECRETS = frozenset({"secret_key", "private_key", "bearer_token", "token", "cookies", "headers"})
"""Fields whose values never reach a screen, a log or an export."""

IDENTITIES = frozenset({"access_key", "client_email"})
"""Fields that tell who signs in: shown where they are edited, and nowhere else."""


# Plain texts: a pattern is compiled when it is first needed.
_PARAMETER = r"([?&;#])([^=&;#]+)=([^&;#]+)"
_SIGNS_IN = (
    r"token|secret|passw|passphrase|credential|signature|api_?key|access_?key|jwt|keys?$|"
    r"(^|[-_.])(o?auth\d?|authorization|key|sig|sas|pass|pwd|hmac|session|sessionid|sid)($|[-_.])|"
    r"^x-(amz|goog)-"
)
"""In the name of a parameter, in lower case. Amazon, Azure, Google, GitLab, and plain words."""


def redacted_repr(source: Any) -> str:
    """`repr` with the secrets replaced; names of headers stay."""
    shown = []
    for name in source.__struct_fields__:
        value = getattr(source, name)
        if name == "headers":
            value = dict.fromkeys(value, REDACTED)
        elif name in SECRETS | IDENTITIES and value:
            value = REDACTED
        elif name == "url":
            value = hide_credentials(value)
        shown.append(f"{name}={value!r}")
    return f"{type(source).__name__}({', '.join(shown)})"


def hide_credentials(url: str) -> str:
    """The URL of a source with all that may sign in masked: user and password, the whole query.

    A person wrote it into settings or a request, and nothing in its query tells files apart.
    """
    shown, mark, query = hide_userinfo(url).partition("?")
    return shown + mark + (REDACTED if query else "")


def hide_secrets(url: str) -> str:
    """Any other URL: user and password masked, and the values of parameters named like secrets.

    All others stay, for they tell which file is meant: ids, versions, paths.
    """
    url = hide_userinfo(url)
    at = min((i for i in (url.find("?"), url.find("#")) if i >= 0), default=-1)
    if at < 0 or "=" not in url:
        return url
    return url[:at] + re.sub(_PARAMETER, _hide_value, url[at:])


def _hide_value(match: re.Match[str]) -> str:
    return f"{match[1]}{match[2]}={REDACTED}" if signs_in(match[2]) else match[0]


def signs_in(parameter: str) -> bool:
    """Whether a parameter of a URL is named like a secret."""
    if "%" in parameter:
        from urllib.parse import unquote

        parameter = unquote(parameter)
    return re.search(_SIGNS_IN, parameter.lower()) is not None


def hide_userinfo(url: str) -> str:
    """`url` with `user:password@` masked; of text that is no URL, all that may be one."""
    if "@" not in url:
        return url
    from inspector.model.places.urls import parse_url

    parsed = parse_url(url)
    if parsed is not None and not parsed.userinfo:
        return url
    host_on = url.rpartition("@")[2] if parsed is None else parsed.href.partition("@")[2]
    scheme, separator, _ = url.partition("://")
    return f"{scheme}://{REDACTED}@{host_on}" if separator else f"{REDACTED}@{host_on}"


def check_url(url: str) -> None:
    """Raises ValueError unless `url` is absolute."""
    from inspector.model.places.urls import parse_url

    if parse_url(url) is None:
        raise ValueError(f"not an absolute URL: {hide_credentials(url)!r}")


def first_credential_only(sources: Any) -> None:
    """Of `token` and `cookies` in one Sentry source, keep the one that comes first.

    `sources` is a tree of plain values as decoded, in document order; changed in place.
    """
    for source in sources if isinstance(sources, list) else ():
        if isinstance(source, dict) and "token" in source and "cookies" in source:
            order = [key for key in source if key in ("token", "cookies")]
            del source[order[1]]
