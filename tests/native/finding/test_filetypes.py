import json
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.model.ids import ObjectId, ObjectType
from inspector.model.places.sources import FileType, Filters
from inspector.native.finding.filetypes import SENTRY_TYPES, allowed, debug_types, source_types

CODE_FILE = "C:\\Windows\\System32\\kernel32.dll"
DEBUG_FILE = "C:\\out\\electron.exe.pdb"
MODULE = ObjectId("pe", code_file=CODE_FILE, debug_file=DEBUG_FILE)
CHECKED = ObjectId("pe", code_file=CODE_FILE, debug_checksum="SHA256:00")


@pytest.mark.parametrize(
    ("object_type", "expected"),
    [
        ("macho", "mach_code breakpad mach_debug pdb elf_debug"),
        ("pe", "pe breakpad mach_debug pdb elf_debug"),
        ("elf", "elf_code breakpad mach_debug pdb elf_debug"),
        ("wasm", "wasm_code wasm_debug"),
        ("pe_dotnet", "portablepdb pdb"),
        (
            "unknown",
            (
                "pdb mach_debug elf_debug pe mach_code elf_code wasm_code wasm_debug breakpad "
                "sourcebundle uuidmap bcsymbolmap portablepdb proguard"
            ),
        ),
    ],
)
def test_debug_types(object_type: ObjectType, expected: str) -> None:
    assert list(debug_types(object_type)) == expected.split()


def test_source_types() -> None:
    assert list(source_types()) == ["sourcebundle", "portablepdb", "elf_debug", "wasm_debug"]


def test_every_file_type_but_sentrys_own_is_known_to_sentry() -> None:
    assert {t for types in SENTRY_TYPES.values() for t in types} == set(get_args(FileType))


@pytest.mark.parametrize(
    ("filters", "file_type", "module", "expected"),
    [
        pytest.param(Filters(), "pe", MODULE, True, id="no-filters"),
        pytest.param(Filters(filetypes=("pdb",)), "pdb", MODULE, True, id="type"),
        pytest.param(Filters(filetypes=("pdb",)), "pe", MODULE, False, id="other-type"),
        pytest.param(Filters(requires_checksum=True), "pe", MODULE, False, id="no-checksum"),
        pytest.param(Filters(requires_checksum=True), "pe", CHECKED, True, id="checksum"),
        pytest.param(Filters(path_patterns=("*electron*",)), "pe", MODULE, True, id="debug-file"),
        pytest.param(Filters(path_patterns=("*kernel*",)), "pe", MODULE, True, id="code-file"),
        pytest.param(Filters(path_patterns=("*x*", "*K*")), "pe", MODULE, True, id="second"),
        pytest.param(Filters(path_patterns=("*slack*",)), "pe", MODULE, False, id="other-path"),
        pytest.param(Filters(path_patterns=("*",)), "pe", ObjectId("pe"), False, id="no-names"),
        pytest.param(
            Filters(filetypes=("pdb",), path_patterns=("*kernel*",)),
            "pe",
            MODULE,
            False,
            id="path-but-other-type",
        ),
        pytest.param(
            Filters(path_patterns=("*kernel*",), requires_checksum=True),
            "pe",
            MODULE,
            False,
            id="path-but-no-checksum",
        ),
    ],
)
def test_allowed(filters: Filters, file_type: FileType, module: ObjectId, expected: bool) -> None:
    assert allowed(filters, file_type, module) is expected


def test_shared_table(shared: Path) -> None:
    table = json.loads((shared / "conformance/cases/tables/layouts.json").read_text())
    rows = [row for row in table["rows"] if row["check"] == "path_patterns"]

    def answer(row: dict[str, Any]) -> bool:
        filters = Filters(path_patterns=tuple(row["patterns"]))
        module = ObjectId("pe", code_file=row["code_file"], debug_file=row["debug_file"])
        return allowed(filters, "pe", module)

    assert rows
    assert [row for row in rows if answer(row) is not row["expected"]] == []


@given(st.sets(st.sampled_from(get_args(FileType))), st.sampled_from(get_args(FileType)))
def test_listed_types_and_no_others(listed: set[FileType], asked: FileType) -> None:
    assert allowed(Filters(filetypes=tuple(listed)), asked, MODULE) is (
        not listed or asked in listed
    )
