"""Blocks of `[[sources]]`: each keeps its comments, wherever it goes."""

import pytest
import tomli

from inspector.settings.blocks import with_sources

A = {"preset": "amd", "id": "a"}
B = {"preset": "intel", "id": "b"}
BLOCK_A = '# about a\n[[sources]]\npreset = "amd"\nid = "a"  # amd\n'
BLOCK_B = '# about b\n[[sources]]\npreset = "intel"\nid = "b"  # intel\n'
LOOSE = "\n# [[sources]]\n# id = 'not now'\n\n"


@pytest.mark.parametrize(
    ("text", "sources", "expected"),
    [
        (BLOCK_A + BLOCK_B, [A, B], BLOCK_A + BLOCK_B),
        (BLOCK_A + "\n" + BLOCK_B, [B, A], BLOCK_B + "\n" + BLOCK_A),
        (BLOCK_A + LOOSE + BLOCK_B, [B], BLOCK_B + LOOSE),
        ("x = 1\n\n" + BLOCK_A + "\n[t]\ny = 2\n", [B], None),
        ("x = 1\n\n" + BLOCK_A + "\n# about t\n[t]\ny = 2\n", [], None),
        ('x = 1\nsources = [\n  # first\n  { preset = "amd", id = "a" },\n]\n[t]\n', [B, A], None),
        ('[[sources]]\npreset = "amd"\nid = "a"\nk = [\n[1],\n[2]\n]\n[t]\n', [A], None),
        ("", [A], '[[sources]]\npreset = "amd"\nid = "a"\n'),
        ("x = 1", [A], 'x = 1\n\n[[sources]]\npreset = "amd"\nid = "a"\n'),
    ],
    ids=[
        "same",
        "swapped",
        "loose",
        "table",
        "none",
        "array",
        "long",
        "empty",
        "open end",
    ],
)
def test_blocks(text: str, sources: list[dict[str, str]], expected: str | None) -> None:
    out = with_sources(text, sources)
    if expected is not None:
        assert out == expected
    before, after = tomli.loads(text), tomli.loads(out)
    assert after.pop("sources", []) == sources
    before.pop("sources", None)
    assert after == before
    loose = [line for line in text.splitlines() if line.startswith(("# [[", "# id", "# about t"))]
    assert [line for line in loose if line not in out] == []
