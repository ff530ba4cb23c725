"""Source maps and bundles for tests, made by hand."""

import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from typing import Any

DIGITS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
Segment = tuple[int, ...]
"""(column), (column, source, line, column) or (column, source, line, column, name), from 0."""


def vlq(number: int) -> str:
    """One number in the base 64 of source maps."""
    value = (-number << 1) | 1 if number < 0 else number << 1
    text = ""
    while True:
        digit, value = value & 31, value >> 5
        text += DIGITS[digit | (32 if value else 0)]
        if not value:
            return text


def mappings(lines: Sequence[Sequence[Segment]]) -> str:
    """The `mappings` of lines of segments with absolute numbers."""
    before = [0] * 5
    done = []
    for line in lines:
        before[0] = 0
        parts = []
        for segment in line:
            parts.append("".join(vlq(n - b) for n, b in zip(segment, before, strict=False)))
            before[: len(segment)] = segment
        done.append(",".join(parts))
    return ";".join(done)


def source_map(
    lines: Sequence[Sequence[Segment]],
    sources: Sequence[str | None] = ("a.js",),
    contents: Sequence[str | None] | None = ("one\ntwo\nthree\n",),
    **more: Any,
) -> bytes:
    """A whole map; `contents` None leaves `sourcesContent` out, further keys are put in."""
    tree: dict[str, Any] = {"version": 3, "sources": sources, "names": ["alpha", "beta"]}
    if contents is not None:
        tree["sourcesContent"] = contents
    tree["mappings"] = mappings(lines)
    return json.dumps(tree | more).encode()


def bundle(files: Mapping[str, tuple[bytes, Mapping[str, Any]]], **attributes: Any) -> bytes:
    """A SYSB bundle: name -> content and what the manifest says of it."""
    out = io.BytesIO()
    described = {name: said for name, (_, said) in files.items()}
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as pack:
        pack.writestr("manifest.json", json.dumps({"files": described} | attributes))
        for name, (content, _) in files.items():
            pack.writestr(name, content)
    return b"SYSB" + (2).to_bytes(4, "little") + out.getvalue()
