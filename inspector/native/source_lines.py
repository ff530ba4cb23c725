"""What one opened object says about one source file: its text, its link, or nothing.

Rules: spec/native.md 3.2. Lookups, downloads and frames are in source_context.
"""

from typing import Protocol

from inspector.model.places.sourcelinks import SourceText

_WEB = ("http://", "https://")


class SourceFile(Protocol):
    """An opened object that may know source files: a source bundle or a Portable PDB."""

    def source_by_path(self, path: str, /) -> SourceText | None: ...


def source_of(source: SourceFile, abs_path: str) -> SourceText | None:
    """What `source` knows of the file at `abs_path`; None leaves a frame untouched.

    The URL is a web URL in its normal form; without one, a link the frame has is taken away.
    """
    found = source.source_by_path(abs_path)
    if found is None or found.url is None:
        return found
    return SourceText(found.text, source_link(found.url))


def source_link(url: str) -> str | None:
    """`url` in its normal form; None unless it is a web URL.

    How it begins is compared before it is read, so " HTTP://h" is no link.
    """
    if not url.startswith(_WEB):
        return None
    from inspector.model.places.urls import parse_url

    parsed = parse_url(url)
    return None if parsed is None else parsed.href
