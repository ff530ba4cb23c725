"""Reports as Markdown: a whole one to look at, then what hostile names may not do."""

from hypothesis import example, given
from markdown_it import MarkdownIt
from markdown_it.token import Token

from inspector.export.issue import markdown
from inspector.model.clean import clean
from tests.export.reports import NAME, REPORT, named

MARKDOWN = """\
### `crash.json` · SIGSEGV (11) · `native` · 2 threads · 2 modules · 1 of 3 frames symbolicated

> half of it is missing

**Thread 7 `main` (crashed)**

```text
    harbor     read_scale          crane.c:9   inlined
#0  harbor     tension             crane.c:15
#1  libc.so.6  libc.so.6 +0x1                  missing
#2             0x0000000000009999              unknown_image, scan
```

**Thread 1**

```text
no frames
```

**Modules**

```text
found      harbor     5d13e14e-7c82-0d60-03d2-4d2b00b150de  x86_64  debug symbols
malformed  libc.so.6  abcd

libc.so.6 is malformed:
notfound       s    file://a
ok, malformed  s    file://b
noperm         web  http://h/  (403 Forbidden)
```
"""


def test_markdown() -> None:
    assert markdown(REPORT, clean) == MARKDOWN


@given(NAME)
@example("`" * 40)
@example("- a")
@example("1. a")
@example("    a")
@example("===")
@example("&lt;b&gt;")
def test_no_name_is_markup(name: str) -> None:
    """What a reader of the issue tracker gets is headings, code and plain text."""
    tokens = MarkdownIt("gfm-like", {"linkify": False}).parse(markdown(named(name), clean))
    assert kinds(tokens) <= {
        "heading_open", "heading_close", "paragraph_open", "paragraph_close", "inline", "fence",
        "blockquote_open", "blockquote_close", "strong_open", "strong_close", "code_inline", "text",
        "text_special",
    }  # fmt: skip
    assert [token.type for token in tokens if token.level == 0 and not token.nesting] == [
        "fence",
        "fence",
    ]


def kinds(tokens: list[Token]) -> set[str]:
    found = {token.type for token in tokens}
    for token in tokens:
        found |= kinds(token.children or [])
    return found
