"""Names for people: of functions, of files, of modules. Rules: spec/js.md 7."""

import re
from itertools import groupby

from msgspec import Struct

from inspector.js.urls import join, strip_host

UNKNOWN = "<unknown>"
ANONYMOUS = "<anonymous>"

_USELESS = frozenset({ANONYMOUS, "__webpack_require__", "__webpack_modules__"})
_NAMED_BY_PATH = ("http:", "https:", "webpack:", "turbopack:", "app:")

_WEBPACK_NAMESPACE = re.compile(r"webpack(?:-internal)?://[a-zA-Z0-9_\-@.]+/\./")
_LEADING_NOISE = (
    r"\A(?:/|(?:"
    r"(?:java)?scripts?|js|build|static|node_modules|bower_components|[_.~].*?"
    r"|v?(?:\d+\.)*\d+"  # a version
    r"|[a-f0-9]{7,8}|[a-f0-9]{32}|[a-f0-9]{40}"  # a commit, an MD5, a SHA-1
    r")/)+"
)
_NOISE = re.compile(rf"{_LEADING_NOISE}|[-.][a-f0-9]{{7,}}\Z", re.IGNORECASE)
_SHA1 = re.compile(r"[a-fA-F0-9]{40}")


def function_name(scope: str, token: str | None, raw: str | None, callsite: str | None) -> str:
    """The function a frame is in, never empty of meaning: at worst `<unknown>`.

    scope     name of the innermost function around the token, UNKNOWN outside all of them
    token     the name the map gives the token, None without one
    raw       the name the request gave the frame
    callsite  name of the token at which the caller made its call

    The caller's word counts only where the scope's name says nothing.
    """
    name = scope
    if scope == UNKNOWN:
        name = UNKNOWN if raw is None else raw
    elif scope.startswith("$async$") and token:  # dart2js keeps the readable name there
        name = token
    if name in _USELESS:
        name = callsite or (name if raw is None else raw)
    return fold(name)


def fold(name: str) -> str:
    """`name` with runs of equal parts counted: "a.a.a.b" -> "{a#3}.b". The last part stays."""
    *parts, last = name.split(".")
    if len(parts) < 2:
        return name
    runs = ((part, len(list(run))) for part, run in groupby(parts))
    return ".".join([*(f"{{{part}#{n}}}" if n > 1 else part for part, n in runs), last])


class Place(Struct, frozen=True):
    """An original file as frames name it."""

    abs_path: str
    filename: str
    module: str | None
    overrides: bool  # `module` replaces what the request says


def place(base: str, source: str) -> Place:
    """The names of the original file `source`, seen from `base`."""
    path = join(base, source)
    if source.startswith("webpack:"):
        filename = webpack_name(source)
    elif source.startswith("turbopack:"):
        filename = turbopack_name(source)
    else:
        module = module_name(path) if path.startswith(_NAMED_BY_PATH) else None
        return Place(path, source, module, overrides=False)
    return Place(path, filename, module_name(filename), overrides=True)


def webpack_name(source: str) -> str:
    """The file name in a webpack source name; other names come back as they are."""
    if (start := source.find("/~/")) >= 0:
        return source[start + 1 :]
    if match := _WEBPACK_NAMESPACE.match(source):
        return "./" + source[match.end() :]
    if source.startswith("webpack:///"):
        return source.removeprefix("webpack:///")
    return source.removeprefix("webpack-internal:///")


def turbopack_name(source: str) -> str:
    """The file name in a turbopack source name; other names come back as they are."""
    if (start := source.find("/~/")) >= 0:
        return source[start + 1 :]
    if source.startswith("turbopack:///"):
        return source.removeprefix("turbopack:///").removeprefix("[project]/")
    return source


def module_name(path: str) -> str:
    """`path` without host, extension, versions, hashes and customary folders; may be empty."""
    path = re.split("[#?]", strip_host(path), maxsplit=1)[0]
    stem, dot, extension = path.rpartition(".")
    if dot and "/" not in extension:
        path = stem
    path = path.removesuffix(".min")
    segments = path.split("/")
    for at, segment in enumerate(segments):
        if len(segment.encode()) == 32 or _SHA1.fullmatch(segment):
            return "/".join(segments[at + 1 :])
    return _NOISE.sub("", path)
