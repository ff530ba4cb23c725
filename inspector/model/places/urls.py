"""URLs as browsers and upstream's `url` library read them: the WHATWG URL standard.

Python's own `urllib.parse` takes other text for a URL and normalises nothing, so
`http://EXAMPLE.com:80/a b` and its normal form would be two files.
"""

import re

from msgspec import Struct

DEFAULT_PORTS = {"http": 80, "https": 443, "ws": 80, "wss": 443, "ftp": 21}
SPECIAL = frozenset({*DEFAULT_PORTS, "file"})
"""Schemes with a host and a path of segments, where a backslash is a slash."""

# Plain texts: a pattern is compiled when it is first needed, and a warm run needs few.
_SCHEME = r"([a-zA-Z][a-zA-Z0-9+.-]*):"
_PLAIN_HOST = r"(?!xn--)(?:[a-z0-9_-]+\.(?!xn--))*[a-z][a-z0-9_-]*"
_DRIVE = r"[a-zA-Z][:|]"
_HERE = frozenset({".", "%2e"})
_UP = frozenset({"..", ".%2e", "%2e.", "%2e%2e"})

# What is percent-encoded besides controls and everything beyond ASCII.
_IN_FRAGMENT = ' "<>`'
_IN_QUERY = ' "#<>'
_IN_PATH = ' "#<>?`{}'
_IN_USERINFO = _IN_PATH + "/:;=@[\\]^|"


class Url(Struct, frozen=True):
    """A URL in its normal form. Parts are percent-encoded; user name and password are secret."""

    scheme: str  # lower case
    host: str | None  # ASCII, lower case; "" for `app:///x`, None for `data:x`
    port: int | None  # None when absent or the default of the scheme
    path: str  # begins with "/" unless opaque or empty
    query: str | None = None  # without "?"
    fragment: str | None = None  # without "#"
    userinfo: str = ""  # "user" or "user:password"
    opaque: bool = False  # True: `path` is no list of segments (`data:`, `mailto:`)

    @property
    def href(self) -> str:
        """The whole URL, the one spelling that equal URLs share."""
        userinfo = f"{self.userinfo}@" if self.userinfo else ""
        port = "" if self.port is None else f":{self.port}"
        authority = "" if self.host is None else f"//{userinfo}{self.host}{port}"
        # Without a host, a path that begins with two slashes would be read as one.
        guard = "/." if self.host is None and self.path.startswith("//") else ""
        query = "" if self.query is None else f"?{self.query}"
        fragment = "" if self.fragment is None else f"#{self.fragment}"
        return f"{self.scheme}:{authority}{guard}{self.path}{query}{fragment}"

    @property
    def effective_port(self) -> int | None:
        """The port to connect to: given, else the default of the scheme, else None."""
        return self.port if self.port is not None else DEFAULT_PORTS.get(self.scheme)

    def __repr__(self) -> str:
        shown = f"{self.scheme}://***@{self.href.partition('@')[2]}" if self.userinfo else self.href
        return f"Url({shown!r})"


def parse_url(text: str) -> Url | None:
    """`text` in its normal form; None if it is no absolute URL."""
    text = re.sub(r"[\t\n\r]", "", text.strip(_CONTROLS))
    if not (match := re.match(_SCHEME, text)):
        return None
    scheme = match[1].lower()
    rest, hash_mark, fragment = text[match.end() :].partition("#")
    rest, question_mark, query = rest.partition("?")
    if scheme == "file":
        place = _file_place(rest.replace("\\", "/"))
    elif scheme in SPECIAL:
        place = _web_place(scheme, rest.replace("\\", "/").lstrip("/"))
    else:
        place = _other_place(rest)
    if place is None:
        return None
    quotes = _IN_QUERY + "'" if scheme in SPECIAL else _IN_QUERY
    return Url(
        scheme,
        place.host,
        None if place.port == DEFAULT_PORTS.get(scheme) else place.port,
        place.path,
        percent_encode(query, quotes) if question_mark else None,
        percent_encode(fragment, _IN_FRAGMENT) if hash_mark else None,
        place.userinfo,
        place.opaque,
    )


_CONTROLS = "".join(map(chr, range(0x21)))


def percent_encode(text: str, also: str) -> str:
    """UTF-8 bytes of controls, of everything beyond ASCII and of `also` become `%XX`."""
    if text.isascii() and text.isprintable() and not any(char in text for char in also):
        return text
    data = text.encode("utf-8", "surrogatepass").decode("latin-1")
    keep = (c if " " <= c <= "~" and c not in also else f"%{ord(c):02X}" for c in data)
    return "".join(keep)


class _Place(Struct, frozen=True):
    """What stands between scheme and query."""

    host: str | None
    path: str
    port: int | None = None
    userinfo: str = ""
    opaque: bool = False


def _web_place(scheme: str, rest: str) -> _Place | None:
    authority, slash, path = rest.partition("/")
    return _with_authority(authority, _segments(slash + path, scheme) or "/", special=True)


def _other_place(rest: str) -> _Place | None:
    """Schemes nobody knows: `app:///x`, `webpack://name/x`, `data:text`."""
    if rest.startswith("//"):
        authority, slash, path = rest[2:].partition("/")
        return _with_authority(authority, _segments(slash + path, ""), special=False)
    if rest.startswith("/"):
        return _Place(None, _segments(rest, ""))
    return _Place(None, percent_encode(rest, ""), opaque=True)


def _file_place(rest: str) -> _Place | None:
    if not rest.startswith("//"):
        return _Place("", _segments("/" + rest.removeprefix("/"), "file"))
    host, slash, path = rest[2:].partition("/")
    if not host or re.fullmatch(_DRIVE, host):
        return _Place("", _segments("/" + host + slash * bool(host) + path, "file"))
    known = _host(host, special=True)
    if known is None:
        return None
    return _Place("" if known == "localhost" else known, _segments("/" + path, "file"))


def _with_authority(authority: str, path: str, special: bool) -> _Place | None:
    userinfo, at, host_and_port = authority.rpartition("@")
    host_text, port_text = _split_port(host_and_port)
    if port_text and not (port_text.isascii() and port_text.isdigit()):
        return None
    port = int(port_text[-6:]) if port_text else None
    if port is not None and (port > 0xFFFF or port_text[:-6].strip("0")):
        return None
    if not host_text:  # only unknown schemes may do without, and then without the rest too
        return None if special or at or host_and_port else _Place("", path)
    host = _host(host_text, special)
    return None if host is None else _Place(host, path, port, _userinfo(userinfo))


def _host(text: str, special: bool) -> str | None:
    """Most hosts are plain names and need none of the rules, which take time to import."""
    if re.fullmatch(_PLAIN_HOST, text):
        return text
    from inspector.model.places.hosts import parse_host

    return parse_host(text, special)


def _split_port(text: str) -> tuple[str, str]:
    end = text.find("]") + 1 if text.startswith("[") else 0
    colon = text.find(":", end)
    if colon < 0:
        return text, ""
    return text[:colon], text[colon + 1 :]


def _userinfo(text: str) -> str:
    user, _, password = text.partition(":")
    user, password = percent_encode(user, _IN_USERINFO), percent_encode(password, _IN_USERINFO)
    return f"{user}:{password}" if password else user


def _segments(path: str, scheme: str) -> str:
    """The path without dot segments. A file keeps its drive, whatever climbs out of it."""
    if not path:
        return ""
    done: list[str] = []
    parts = path[1:].split("/")
    for i, part in enumerate(parts):
        lowered, last = part.lower(), i == len(parts) - 1
        if lowered in _UP or lowered in _HERE:
            if lowered in _UP and done and not _is_only_drive(done, scheme):
                done.pop()
            if last:
                done.append("")
        elif scheme == "file" and not done and re.fullmatch(_DRIVE, part):
            done.append(part[0] + ":")
        else:
            done.append(percent_encode(part, _IN_PATH))
    return "/" + "/".join(done)


def _is_only_drive(done: list[str], scheme: str) -> bool:
    return scheme == "file" and len(done) == 1 and re.fullmatch(_DRIVE, done[0]) is not None
