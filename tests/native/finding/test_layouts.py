import json
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec import convert

from inspector.model.ids import DebugId, ObjectId, ObjectType, read_code_id, read_debug_id
from inspector.model.places.sources import FileType, Layout, LayoutType
from inspector.native.finding.layouts import file_name, layout_paths, paths


def _sections() -> dict[str, list[list[str]]]:
    """layouts.txt: the columns of each line, by section."""
    sections: dict[str, list[list[str]]] = {}
    rows: list[list[str]] = []
    for line in (Path(__file__).parent / "layouts.txt").read_text("utf-8").splitlines():
        if line.startswith("["):
            rows = sections.setdefault(line[1 : line.index("]")], [])
        elif line and not line.startswith("#"):
            rows.append([column.strip() for column in line.split("|")])
    return sections


SECTIONS = _sections()
MODULES = {
    name: ObjectId(
        convert(object_type, ObjectType),
        code_id or None,
        code_file or None,
        read_debug_id(debug_id),
        debug_file or None,
    )
    for name, object_type, code_id, code_file, debug_id, debug_file in SECTIONS.pop("modules")
}


def _examples() -> Iterator[Any]:
    """A row for each file type and module of layouts.txt."""
    for layout, rows in SECTIONS.items():
        for types, modules, wanted in rows:
            expected: list[str] = []
            for path in wanted.split():
                expected.append(f"{expected[-1][:-1]}_" if path == "~" else path.replace("?", " "))
            for file_type, module in product(types.split(), modules.split()):
                name = f"{layout}-{file_type}-{module}"
                yield pytest.param(layout, file_type, module, expected, id=name)


def test_there_are_examples_of_every_layout() -> None:
    assert {example.values[0] for example in _examples()} == set(get_args(LayoutType)) - {"scan"}


@pytest.mark.parametrize(
    ("layout", "file_type", "module", "expected"),
    list(_examples()),
)
def test_worked_example(
    layout: LayoutType, file_type: FileType, module: str, expected: list[str]
) -> None:
    assert paths(Layout(layout), file_type, MODULES[module]) == expected


@pytest.mark.parametrize(
    ("layout", "file_type", "module", "expected"),
    [
        pytest.param(
            Layout("symstore", "uppercase"),
            "pdb",
            "P1",
            [f"CRASH.PDB/3249D99D0C4049318610F4E4FB0B69361/CRASH.PD{end}" for end in "B_"],
            id="upper",
        ),
        pytest.param(
            Layout("unified", "uppercase"),
            "pe",
            "P1",
            [f"32/49D99D0C4049318610F4E4FB0B69361/EXECUTABL{end}" for end in "E_"],
            id="upper-unified",
        ),
        pytest.param(
            Layout("native", "lowercase"),
            "breakpad",
            "P1",
            ["crash.pdb/3249d99d0c4049318610f4e4fb0b69361/crash.sym"],
            id="lower",
        ),
        pytest.param(
            Layout("slashsymbols", "uppercase"),
            "elf_code",
            "P1",
            ["CRASH.EXE/5AB380779000/SYMBOLS"] * 2,
            id="both-paths-the-same",
        ),
    ],
)
def test_casing(layout: Layout, file_type: FileType, module: str, expected: list[str]) -> None:
    assert paths(layout, file_type, MODULES[module]) == expected


def test_casing_leaves_other_alphabets_alone() -> None:
    module = ObjectId("pe", "5ab380779000", "Ünïcödé.exe")
    (path, _twin) = paths(Layout("native", "uppercase"), "pe", module)
    assert path == "ÜNïCöDé.EXE/5AB380779000/ÜNïCöDé.EXE"
    (path, _twin) = paths(Layout("ssqp"), "pe", module)
    assert path == "ünïcödé.exe/5ab380779000/ünïcödé.exe"


UUID = "3249d99d0c4049318610f4e4fb0b6936"


@pytest.mark.parametrize(
    ("debug_file", "stem"),
    [
        ("foo.pdb", "foo"),
        ("foo.exe", "foo.exe"),
        ("foo.dll", "foo.dll"),
        ("FOO.PDB", "FOO.PDB"),
        ("foo.pdb.dll", "foo"),
        ("foo.dll.exe", "foo.dll.exe"),
        ("foo.pdb.dll.exe", "foo"),
        ("foo.pdb.exe", "foo.pdb.exe"),
        ("foo", "foo"),
    ],
)
def test_breakpad_stem(debug_file: str, stem: str) -> None:
    module = ObjectId("pe", debug_id=DebugId(UUID, 1), debug_file=debug_file)
    assert layout_paths("native", "breakpad", module) == [
        f"{debug_file}/{UUID.upper()}1/{stem}.sym"
    ]


@pytest.mark.parametrize(
    ("layout", "file_type", "module", "expected"),
    [
        pytest.param("native", "pe", ObjectId("pe", "5ab3807", "a.exe"), [], id="short-code-id"),
        pytest.param(
            "ssqp",
            "pe",
            ObjectId("pe", "5ab3807", "a.exe"),
            ["a.exe/5ab3807/a.exe"],
            id="short-ssqp",
        ),
        pytest.param("native", "elf_code", ObjectId("elf", "a"), [], id="one-digit"),
        pytest.param("native", "elf_code", ObjectId("elf", "ab"), ["ab/"], id="two-digits"),
        pytest.param("unified", "elf_code", ObjectId("elf", ""), [], id="empty-unified"),
        pytest.param(
            "debuginfod", "elf_code", ObjectId("elf", ""), ["/executable"], id="empty-debuginfod"
        ),
        pytest.param(
            "symstore",
            "elf_debug",
            ObjectId("elf", ""),
            ["_.debug/elf-buildid-sym-/_.debug"],
            id="empty-symstore",
        ),
        pytest.param(
            "native",
            "mach_debug",
            ObjectId("macho", "ab" * 20, debug_id=DebugId(UUID)),
            [],
            id="no-uuid-in-code-id",
        ),
        pytest.param(
            "unified",
            "mach_debug",
            ObjectId("macho", "ab" * 20, debug_id=DebugId(UUID)),
            [f"ab/{'ab' * 19}/debuginfo"],
            id="no-uuid-in-code-id-unified",
        ),
        pytest.param(
            "native",
            "pdb",
            ObjectId("pe", debug_id=DebugId("5ab38077", 9), debug_file="a.pdb"),
            [f"a.pdb/5AB38077{'0' * 24}9/a.pdb"],
            id="pdb-2.0",
        ),
        pytest.param(
            "native",
            "breakpad",
            ObjectId("pe", debug_id=DebugId("5ab38077", 9), debug_file="a.pdb"),
            ["a.pdb/5AB380779/a.sym"],
            id="pdb-2.0-breakpad",
        ),
        pytest.param(
            "native",
            "sourcebundle",
            ObjectId("pe", debug_id=DebugId(UUID), debug_file="crash"),
            [f"crash/{UUID.upper()}0/crash.src.zip"],
            id="bundle-of-a-name-without-dot",
        ),
        pytest.param(
            "native",
            "sourcebundle",
            ObjectId("pe", debug_id=DebugId(UUID), debug_file="a.b.pdb"),
            [f"a.b.pdb/{UUID.upper()}0/a.b.src.zip"],
            id="bundle-of-a-name-with-dots",
        ),
        pytest.param(
            "native",
            "sourcebundle",
            ObjectId("elf", debug_id=DebugId(UUID), debug_file="a.so"),
            [],
            id="no-bundle-without-build-id",
        ),
        pytest.param(
            "native",
            "sourcebundle",
            ObjectId("unknown", UUID, "a", DebugId(UUID), "a"),
            [],
            id="no-bundle-of-an-unknown-type",
        ),
        pytest.param(
            "unified",
            "sourcebundle",
            ObjectId("unknown", UUID, "a", DebugId(UUID), "a"),
            [],
            id="no-unified-bundle-of-an-unknown-type",
        ),
        pytest.param(
            "native",
            "pdb",
            ObjectId("pe", debug_id=DebugId(UUID), debug_file="///"),
            [f"/{UUID.upper()}0/"],
            id="empty-name",
        ),
        pytest.param(
            "native",
            "pdb",
            ObjectId("pe", debug_id=DebugId(UUID), debug_file=".."),
            [f"../{UUID.upper()}0/.."],
            id="name-of-dots",
        ),
        pytest.param(
            "native",
            "pdb",
            ObjectId("pe", debug_id=DebugId(UUID), debug_file="a\n.pdb"),
            [],
            id="control-character",
        ),
        pytest.param(
            "symstore_index2",
            "elf_code",
            ObjectId("elf", "ab", "é.so"),
            ["é/é.so/elf-buildid-ab/é.so"],
            id="tier-of-two-bytes",
        ),
        pytest.param(
            "symstore_index2",
            "elf_code",
            ObjectId("elf", "ab", "aé.so"),
            ["aé.so/elf-buildid-ab/aé.so"],
            id="no-tier-of-half-a-letter",
        ),
        pytest.param(
            "symstore_index2",
            "elf_code",
            ObjectId("elf", "ab", "a"),
            ["a/a/elf-buildid-ab/a"],
            id="tier-of-a-one-letter-name",
        ),
    ],
)
def test_edge(
    layout: LayoutType, file_type: FileType, module: ObjectId, expected: list[str]
) -> None:
    assert layout_paths(layout, file_type, module) == expected


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        ("C:\\a\\b.pdb", "b.pdb"),
        ("/Users/x/./crash", "crash"),
        ("file://foo.invalid/demo.wasm", "demo.wasm"),
        ("foo/", "foo"),
        ("a/b\\c", "c"),
        ("a\\b/", "b"),
        ("/", ""),
        ("\\/", ""),
        ("", ""),
        ("some\ninvalid\0/correct", "correct"),
        ("a/b\x85", None),
        ("a/b\x7f", None),
        ("a/\x1f", None),
        ("a/b ", "b "),
        ("é" * 127, "é" * 127),
        ("é" * 128, None),
        ("x" * 300 + "/a", "a"),
        (None, None),
    ],
    ids=repr,
)
def test_file_name(path: str | None, expected: str | None) -> None:
    assert file_name(path) == expected


@given(
    st.sampled_from(get_args(LayoutType)),
    st.sampled_from(get_args(FileType)),
    st.builds(
        ObjectId,
        object_type=st.sampled_from(get_args(ObjectType)),
        code_id=st.none() | st.text("0123456789abcdef", max_size=40),
        code_file=st.none() | st.text(max_size=12),
        debug_id=st.none() | st.builds(DebugId, st.just(UUID), st.integers(0, 99)),
        debug_file=st.none() | st.text(max_size=12),
    ),
)
def test_what_always_holds(layout: LayoutType, file_type: FileType, module: ObjectId) -> None:
    raw = layout_paths(layout, file_type, module)
    asked = paths(Layout(layout), file_type, module)
    assert len(raw) <= 2
    assert all(raw)
    assert all("\0" not in path and "\n" not in path for path in asked)
    assert [path for path in asked if path in raw] == (asked if asked == raw else raw)
    assert len(asked) == (len(raw) * 2 if file_type in ("pe", "pdb") else len(raw))


def _module(row: dict[str, Any]) -> ObjectId:
    known = row["module"]
    return ObjectId(
        known["type"] if known["type"] in get_args(ObjectType) else "unknown",
        read_code_id(known.get("code_id")),
        known.get("code_file"),
        read_debug_id(known.get("debug_id")),
        known.get("debug_file"),
    )


def _answer(row: dict[str, Any]) -> Any:
    match row["check"]:
        case "layout":
            return layout_paths(row["layout"], row["file_type"], _module(row))
        case "requests":
            layout = Layout(row["layout"], row["casing"])
            return paths(layout, row["file_type"], _module(row))
    return file_name(row["path"])


def test_shared_table(shared: Path) -> None:
    table = json.loads((shared / "conformance/cases/tables/layouts.json").read_text())
    rows = [r for r in table["rows"] if r["check"] in ("layout", "requests", "file_name")]
    assert rows
    assert [(r, _answer(r)) for r in rows if _answer(r) != r["expected"]] == []
