"""A comparison as text, Markdown and values; hostile names stay harmless."""

import json
from unicodedata import category

from hypothesis import given

from inspector.compare.comparison import compare
from inspector.compare.frames import MEANINGS
from inspector.compare.writing import MARKS, WORDS, markdown, text, tree
from inspector.model.clean import clean
from inspector.model.report import Frame, Module, Report, Thread
from tests.export.reports import NAME, named


def report(name: str, *frames: Frame, status: str) -> Report:
    return Report(
        kind="native",
        name=name,
        threads=(Thread(index=0, id=3, crashed=True, frames=frames),),
        modules=(Module(index=0, name="app", status=status),),
    )


def found(index: int, name: str, line: int) -> Frame:
    return Frame(
        status="symbolicated", index=index, function=name, package="app", file="a.c", line=line,
        offset=index,
    )  # fmt: skip


COMPARISON = compare(
    report("a.json", found(0, "f", 1), found(1, "g", 2), found(2, "h", 3), status="found"),
    report(
        "b.json",
        found(0, "f", 1),
        found(1, "g", 7),
        Frame(status="missing", index=2, package="app", offset=2),
        status="missing",
    ),
)

TEXT = """\
A a.json
B b.json
same crash: yes · frames 1 equal, 1 moved, 1 worse · modules that differ 1

Thread 3 (crashed)
~ g at a.c:2  |  g at a.c:7  (line 2 became 7)
- h at a.c:3  |  app +0x2  (no longer resolved)

Modules
- app  (found, now missing)
"""


def test_text() -> None:
    assert text(COMPARISON, clean) == TEXT
    assert "= f at a.c:1\n" in text(COMPARISON, clean, equal=True)


def test_markdown() -> None:
    assert markdown(COMPARISON, clean) == f"```diff\n{TEXT}```\n"


def test_every_meaning_has_a_mark_and_a_word_of_its_own() -> None:
    assert list(MARKS) == list(WORDS) == list(MEANINGS)
    assert len(set(MARKS.values())) == len(set(WORDS.values())) == len(MEANINGS)


def test_values() -> None:
    values = json.loads(json.dumps(tree(COMPARISON)))
    assert values["frames"] == {"equal": 1, "moved": 1, "worse": 1}
    assert [pair["meaning"] for pair in values["threads"][0]["frames"]] == [
        "equal",
        "moved",
        "worse",
    ]
    assert values["module_differences"] == [
        {"meaning": "worse", "name": "app", "note": "found, now missing"}
    ]


@given(NAME)
def test_no_name_adds_a_line_or_reaches_the_terminal(name: str) -> None:
    comparison = compare(named(name), named("other"))
    written = markdown(comparison, clean, equal=True)
    others = {char for char in written if not char.isprintable()}
    assert {char for char in others if category(char) != "Zs"} == {"\n"}
    assert written.splitlines()[0].strip("`") == "diff"
    assert written.splitlines().count(written.splitlines()[-1]) == 1
