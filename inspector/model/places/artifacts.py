"""What a lookup API says about JavaScript files: artifact bundles and single release files.

Rules: spec/js.md 6.1.
"""

from typing import Literal

import msgspec
from msgspec import Struct

from inspector.model.places.urls import parse_url

ResolvedWith = Literal["debug-id", "url", "index", "release", "release-old", "scraping", "unknown"]
"""How a file was found, in the words of the response."""


class _Listed(Struct, frozen=True, kw_only=True, tag_field="type"):
    id: str
    url: str  # absolute, in its normal form: where it is to be had
    resolved_with: ResolvedWith = "unknown"

    def __post_init__(self) -> None:
        parsed = parse_url(self.url)
        if parsed is None:
            raise ValueError("relative URL without a base")
        msgspec.structs.force_setattr(self, "url", parsed.href)


class BundleArtifact(_Listed, frozen=True, kw_only=True, tag="bundle"):
    """A bundle that holds what was asked for."""


class FileArtifact(_Listed, frozen=True, kw_only=True, tag="file"):
    """One file of a release; header names are in lower case."""

    abs_path: str
    headers: dict[str, str] = {}

    def __post_init__(self) -> None:
        super().__post_init__()
        lowered = {name.lower(): value for name, value in self.headers.items()}
        msgspec.structs.force_setattr(self, "headers", lowered)


Artifact = BundleArtifact | FileArtifact

_LIST = msgspec.json.Decoder(tuple[Artifact, ...])


def decode_artifacts(content: bytes) -> tuple[Artifact, ...] | None:
    """The entries of an answer, in its order; None if any of it is not as it should be."""
    try:
        return _LIST.decode(content)
    except (msgspec.DecodeError, UnicodeDecodeError):
        return None
