"""What tells a file in the cache from the one that was there before it."""

import json
import os
from pathlib import Path

import pytest

from inspector.fetch.caching.cache import METADATA, OBJECTS, PLAIN, Cache

KEY = "scope: global\n\nsource: foo\nlocation: x\n"


def keep(cache: Cache, content: bytes, *, created: int) -> str:
    with cache.temporary() as temp:
        Path(temp).write_bytes(content)
        path = cache.store(OBJECTS, KEY, temp)
    metadata = Path(path.removesuffix(PLAIN) + METADATA)
    metadata.write_text(json.dumps({"time_created": created}))
    return path


@pytest.mark.parametrize("content", [b"good", b"", b"malformed"], ids=["good", "empty", "plain"])
def test_an_edition_ends_when_the_file_is_fetched_anew(cache: Cache, content: bytes) -> None:
    path = keep(cache, content, created=1)
    first = cache.edition(path)
    assert first == cache.edition(path) != ""
    os.utime(path, (1, 1))  # its use was noted
    assert cache.edition(path) == first
    assert cache.edition(keep(cache, content, created=2)) not in (first, "")
    assert cache.edition(keep(cache, content + b" more", created=1)) not in (first, "")


def test_a_file_elsewhere_has_no_edition(cache: Cache, tmp_path: Path) -> None:
    (tmp_path / "x").write_bytes(b"x")
    assert cache.edition(str(tmp_path / "x")) == ""
    assert cache.edition("") == ""
