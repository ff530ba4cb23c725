"""Where in a TOML text each key stands. Parsers keep no lines, so a text is read statement by
statement; only whoever tells a mistake or an origin pays for it."""

from collections.abc import Iterator, Mapping
from typing import Any

Lines = Mapping[str, int]


def lines_of(text: str) -> Lines:
    """Key -> line, 1-based: `cache_dir`, `caches.derived`, `sources[0].url`.

    What stands inside an array has no line of its own. Empty for what is not TOML.
    """
    found: dict[str, int] = {}
    counts: dict[str, int] = {}
    table = ""
    for line, header, tree in _statements(text):
        if header:
            table = _opened(_keys(tree), counts, repeated=header == "[[")
            found.setdefault(table, line)
        else:
            for key in _below(tree):
                found.setdefault(f"{table}.{key}" if table else key, line)
    return found


def line_of(key: str, lines: Lines) -> int | None:
    """The line of a key, or of the closest table or array that it is in."""
    while key:
        if key in lines:
            return lines[key]
        dot, bracket = key.rfind("."), key.rfind("[")
        key = key[: max(dot, bracket, 0)]
    return None


def _statements(text: str) -> Iterator[tuple[int, str, dict[str, Any]]]:
    """(first line, "[", "[[" or "", what it says alone) of each header and each assignment."""
    import tomli

    lines = text.replace("\r\n", "\n").split("\n")
    start = 0
    while start < len(lines):
        first = lines[start].strip()
        if not first or first.startswith("#"):
            start += 1
            continue
        for end in range(start + 1, len(lines) + 1):
            try:
                tree = tomli.loads("\n".join(lines[start:end]))
            except tomli.TOMLDecodeError:
                continue
            header = "[[" if first.startswith("[[") else first[:1].strip('"')
            yield start + 1, header if header in ("[", "[[") else "", tree
            break
        else:
            return
        start = end


def _keys(tree: Any) -> list[str]:
    """The names that lead to what a header opens."""
    path = []
    while isinstance(tree, dict) and tree:
        ((name, tree),) = tree.items()
        path.append(name)
        tree = tree[0] if isinstance(tree, list) else tree
    return path


def _opened(path: list[str], counts: dict[str, int], *, repeated: bool) -> str:
    """The table that a header opens, numbered where it is one of an array."""
    place = ""
    for number, name in enumerate(path, 1):
        place = f"{place}.{name}" if place else name
        if number == len(path) and repeated:
            counts[place] = counts.get(place, -1) + 1
        if place in counts:
            place = f"{place}[{counts[place]}]"
    return place


def _below(tree: Any, place: str = "") -> Iterator[str]:
    if isinstance(tree, dict):
        for name, value in tree.items():
            key = f"{place}.{name}" if place else name
            yield key
            yield from _below(value, key)
