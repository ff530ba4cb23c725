"""Source text of one frame: which text, which link, which lines. Rules: spec/native.md 3.

Lookups and downloads are the caller's: `locate` says what the object at hand knows of a path,
`remote_lines` reads what a link gave.
"""

from typing import Protocol

from msgspec import Struct

from inspector.model.context import Lines
from inspector.model.sourcelinks import SourceText

_WEB = ("http://", "https://")


class SourceFile(Protocol):
    """An opened object that may know source files: a source bundle or a Portable PDB."""

    def source_by_path(self, path: str, /) -> SourceText | None: ...


class Located(Struct, frozen=True):
    """What is known of one source file."""

    lines: Lines | None  # None with a link: to be downloaded; None without: nothing to show
    link: str | None  # http or https URL in its normal form; None takes a frame's link away


class OpenSource:
    """The one object a module takes its sources from; every file is located and read once."""

    def __init__(self, source: SourceFile) -> None:
        self._source = source
        self._located: dict[str, Located | None] = {}

    def locate(self, abs_path: str) -> Located | None:
        """What the object knows of a file; None leaves the frame untouched."""
        if abs_path not in self._located:
            self._located[abs_path] = locate(self._source, abs_path)
        return self._located[abs_path]


def locate(source: SourceFile, abs_path: str) -> Located | None:
    """What `source` knows of the file at `abs_path`; None when it knows no such file."""
    found = source.source_by_path(abs_path)
    if found is None:
        return None
    lines = None if found.text is None else Lines(found.text)
    return Located(lines, None if found.url is None else source_link(found.url))


def source_link(url: str) -> str | None:
    """`url` in its normal form; None unless it is a web URL.

    Scheme and slashes are compared before the URL is read, so " HTTP://h" is no link.
    """
    if not url.startswith(_WEB):
        return None
    from inspector.model.urls import parse_url

    parsed = parse_url(url)
    return None if parsed is None else parsed.href


def remote_lines(content: bytes) -> Lines | None:
    """The lines of a downloaded file; None when it is not UTF-8, which is malformed."""
    try:
        content.decode()
    except UnicodeDecodeError:
        return None
    return Lines(content)
