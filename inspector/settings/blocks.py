"""`[[sources]]` of a settings file as blocks of text, each with the comments above it.

A TOML library hangs the comment above a header on the table before it, so that moving or
removing one source would take its neighbour's words away. Blocks of lines keep them together.
"""

import re
from typing import Any

_HEADER = re.compile(r"\s*\[\[\s*(?:sources|\"sources\"|'sources')\s*\]\]")
_INSIDE = re.compile(r"\s*\[\[?\s*(?:sources|\"sources\"|'sources')\s*\.")
_ANY_HEADER = re.compile(r"\s*\[")
_COMMENT = re.compile(r"\s*#")


def with_sources(text: str, sources: list[dict[str, Any]]) -> str:
    """`text` with other sources; one that keeps its name keeps its comments and spelling.

    Sources that are spelt as one array become tables. The caller checks what came out: a text
    with a header inside a long string is taken apart wrongly.
    """
    before, blocks, after = _split(text)
    if not blocks:
        before, after = _without_array(text), ""
    if blocks:
        blocks[-1], tail = _tail(blocks[-1])
        after = tail + after
    old = [(block, _table(block)) for block in blocks]
    if blocks and [source for _, source in old] == sources:
        return text
    written = []
    for source in sources:
        kept = next((one for one in old if _name(one[1]) == _name(source)), None)
        if kept is None:
            written.append(_new(source))
            continue
        old.remove(kept)
        written.append(kept[0] if kept[1] == source else _changed(kept[0], source))
    loose = "".join(_tail(block)[1] for block, _ in old)
    return _joined(before, written, loose + after)


def _split(text: str) -> tuple[str, list[str], str]:
    """What stands before the sources, one text per source, what follows them."""
    lines = [line for line in re.split(r"(?<=\n)", text) if line]
    starts = [_with_comments(lines, n) for n, line in enumerate(lines) if _HEADER.match(line)]
    if not starts:
        return text, [], ""
    headers = [n for n, line in enumerate(lines) if _HEADER.match(line)]
    end = next(
        (
            _with_comments(lines, n)
            for n, line in enumerate(lines)
            if n > headers[-1] and _ANY_HEADER.match(line) and not _INSIDE.match(line)
            and not _is_value(lines, headers[-1], n)
        ),
        len(lines),
    )  # fmt: skip
    ends = [*starts[1:], end]
    blocks = ["".join(lines[a:b]) for a, b in zip(starts, ends, strict=True)]
    return "".join(lines[: starts[0]]), blocks, "".join(lines[end:])


def _tail(block: str) -> tuple[str, str]:
    """A block without, and the comments behind it that a blank line sets apart."""
    lines = block.splitlines(keepends=True)
    last = max((n for n, line in enumerate(lines) if line.strip() and not _COMMENT.match(line)))
    blank = next((n for n in range(last + 1, len(lines)) if not lines[n].strip()), len(lines))
    if not any(line.strip() for line in lines[blank:]):
        return block, ""
    return "".join(lines[: blank + 1]), "".join(lines[blank + 1 :])


def _is_value(lines: list[str], start: int, end: int) -> bool:
    """Whether the line at `end` continues a value, such as an array over several lines."""
    import tomli

    try:
        tomli.loads("".join(lines[start:end]))
    except tomli.TOMLDecodeError:
        return True
    return False


def _with_comments(lines: list[str], header: int) -> int:
    """The first of the comment lines right above a header, or the header itself."""
    while header and _COMMENT.match(lines[header - 1]):
        header -= 1
    return header


def _name(source: dict[str, Any]) -> Any:
    return source.get("id", source.get("preset"))


def _table(block: str) -> dict[str, Any]:
    import tomli

    source: dict[str, Any] = tomli.loads(block)["sources"][0]
    return source


def _changed(block: str, source: dict[str, Any]) -> str:
    """A block whose table says what `source` says; what is the same stays as it is spelt."""
    import tomlkit

    document = tomlkit.parse(block)
    _become(document["sources"][0], source)
    return tomlkit.dumps(document)


def _become(table: Any, wanted: dict[str, Any]) -> None:
    for key in [key for key in table if key not in wanted]:
        table.pop(key)
    for key, value in wanted.items():
        if key not in table:
            table[key] = _inline(value)
        elif isinstance(value, dict) and isinstance(table[key], dict):
            _become(table[key], value)
        elif table[key] != value:
            table[key] = _inline(value)


def _inline(value: Any) -> Any:
    """Tables inside a source on one line: `layout = { type = "unified" }`."""
    import tomlkit

    if not isinstance(value, dict):
        return tomlkit.item(value)
    table = tomlkit.inline_table()
    for key, one in value.items():
        table[key] = _inline(one)
    return table


def _new(source: dict[str, Any]) -> str:
    import tomlkit

    table = tomlkit.table()
    for key, value in source.items():
        table[key] = _inline(value)
    return "[[sources]]\n" + table.as_string()


def _without_array(text: str) -> str:
    """`text` without `sources = [...]`; whole lines of comment inside it stay, above the rest."""
    import tomlkit

    document = tomlkit.parse(text)
    if "sources" not in document:
        return text
    array = document["sources"].as_string()
    document.pop("sources")
    comments = [line.strip() for line in array.splitlines() if _COMMENT.match(line)]
    rest = tomlkit.dumps(document)
    return rest + "".join(f"{line}\n" for line in comments)


def _joined(before: str, blocks: list[str], after: str) -> str:
    """The parts with one blank line around each new block, and none that were there lost."""
    text = before
    for block in [*blocks, after]:
        if not block:
            continue
        if text and not text.endswith("\n"):
            text += "\n"
        if text and not text.endswith(("\n\n", "\r\n\r\n")):
            text += "\n"
        text += block
    return text if after or not blocks else text.rstrip("\r\n") + "\n"
