"""Lines of keys: found statement by statement, as a person would count them."""

import pytest

from inspector.settings.lines import line_of, lines_of

TEXT = '''\
# a comment
cache_dir = "/x"

never = [
  "a",
  "b",
]
caches.derived.max = "1d"
[keys]
"ctrl+." = "help"
text = """
[no.header]
"""
[[sources]]
id = "a"
layout = { type = "ssqp" }
[sources.headers]
X = "y"
[[sources]]
id = "b"
'''


@pytest.mark.parametrize(
    ("key", "line"),
    [
        ("cache_dir", 2),
        ("never", 4),
        ("never[1]", 4),
        ("caches.derived.max", 8),
        ("caches", 8),
        ("keys", 9),
        ("keys.ctrl+.", 10),
        ("keys.text", 11),
        ("sources", None),
        ("sources[0]", 14),
        ("sources[0].layout.type", 16),
        ("sources[0].layout.casing", 16),
        ("sources[0].headers.X", 18),
        ("sources[1].id", 20),
        ("sources[1].url", 19),
        ("nothing", None),
        ("", None),
    ],
)
def test_lines(key: str, line: int | None) -> None:
    assert line_of(key, lines_of(TEXT)) == line


@pytest.mark.parametrize("text", ["", "a = = 1", "a = '''\n", "\n\n# x\n"])
def test_a_text_without_keys(text: str) -> None:
    assert lines_of(text) == {}


def test_lines_end_as_on_windows() -> None:
    assert lines_of("a = 1\r\nb = 2\r\n") == {"a": 1, "b": 2}
