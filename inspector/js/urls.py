"""Paths of JavaScript files: absolute URLs, `app:///…`, `~/…`, Unix paths, anything.

Nothing here fails: every text in gives a text out. Rules: spec/js.md 4.3.
"""

from collections.abc import Iterator

_WHOLE = ("webpack:", "turbopack:")
_WEB = ("http", "https")
_SUFFIXES = (".min", ".js", ".map", ".cjs", ".mjs", ".ts", ".d", ".jsx", ".tsx")


def strip_host(path: str) -> str:
    """The path of a URL or of a `~` path; a URL without a path gives its host."""
    if path.startswith("~"):
        return path[1:]
    _, separator, rest = path.partition("://")
    if not separator:
        return path
    slash = rest.find("/")
    return rest if slash < 0 else rest[slash:]


def candidates(url: str) -> Iterator[str]:
    """The spellings under which an artifact for `url` may be listed, best first."""
    url = url.partition("#")[0]
    for spelling in (url, f"~{strip_host(url)}"):
        yield spelling
        bare, query, _ = spelling.partition("?")
        if query:
            yield bare


def file_stem(url: str) -> str:
    """The path without query, fragment and script suffixes: what the lookup API is asked for."""
    path = strip_host(url)
    folder, slash, name = path.rpartition("/")
    if not slash:
        return path
    name = name.partition("?")[0].partition("#")[0]
    before = None
    while name != before:
        before = name
        for suffix in _SUFFIXES:
            while name.endswith(suffix):
                name = name.removesuffix(suffix)
    return f"{folder}/{name}"


def join(base: str, right: str) -> str:
    """`right` as seen from the file `base`. A `file://` base loses its scheme, as upstream."""
    if "://" in right or right.startswith(_WHOLE):
        return right
    scheme, separator, rest = base.partition("://")
    if not separator:
        scheme, rest = "file", base
    right = right.removeprefix("~")
    if right.startswith("/"):
        return _join_rooted(scheme, rest, right)
    host, *segments = rest.split("/")
    if scheme == "file":
        prefix, segments = "", [host, *segments] if host else segments
    else:
        prefix = f"{scheme}://{host}"
    folder = _walk(segments[:-1], right, web=scheme in _WEB)
    return prefix + "".join(f"/{segment}" for segment in folder if segment)


def _join_rooted(scheme: str, rest: str, right: str) -> str:
    if scheme == "file":
        return right
    if right.startswith("//"):
        return f"{scheme}:{right}"
    return f"{scheme}://{rest.partition('/')[0]}{right}"


def _walk(folder: list[str], right: str, *, web: bool) -> list[str]:
    """`folder` after following `right`. What cannot be popped stays, except on the web."""
    segments, taken = list(folder), False
    for segment in right.split("/"):
        if segment == ".." and segments:
            segments.pop()
        elif (segment == ".." and web) or (segment == "." and (web or not taken)):
            continue
        else:
            segments.append(segment)
            taken = True
    return segments
