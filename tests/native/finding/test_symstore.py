import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.model.ids import DebugId, ObjectId
from inspector.model.places.sources import FileType
from inspector.native.finding.layouts import layout_paths
from inspector.native.finding.symstore import symstore_path

UUID = "497b72f6390a44fc878e5a2d63b6cc4b"
BUILD_ID = "180a373d6afbabf0eb1f09be1bc45bd796a71085"


@pytest.mark.parametrize(
    ("path", "file_type", "module"),
    [
        pytest.param(
            "foo.exe/542D574Ec2000/foo.exe",
            "pe",
            ObjectId("pe", code_id="542d574ec2000", code_file="foo.exe"),
            id="pe",
        ),
        pytest.param(
            f"foo.pdb/{UUID}FFFFFFFF/Foo.PDB",
            "pdb",
            ObjectId("pe", debug_id=DebugId(UUID, 0xFFFFFFFF), debug_file="foo.pdb"),
            id="pdb",
        ),
        pytest.param(
            "foo.pdb/5AB380771/foo.pdb",
            "pdb",
            ObjectId("pe", debug_id=DebugId("5ab38077", 1), debug_file="foo.pdb"),
            id="pdb-2.0",
        ),
        pytest.param(
            f"_.debug/ELF-buildid-sym-{BUILD_ID}/_.debug",
            "elf_debug",
            ObjectId("elf", code_id=BUILD_ID),
            id="elf-debug",
        ),
        pytest.param(
            f"foo.so/elf-buildid-{BUILD_ID}/foo.so",
            "elf_code",
            ObjectId("elf", code_id=BUILD_ID, code_file="foo.so"),
            id="elf-code",
        ),
        pytest.param(
            f"_.dwarf/mach-uuid-sym-{UUID}/_.dwarf",
            "mach_debug",
            ObjectId("macho", code_id=UUID),
            id="mach-debug",
        ),
        pytest.param(
            f"foo.dylib/mach-uuid-{UUID}/foo.dylib",
            "mach_code",
            ObjectId("macho", code_id=UUID, code_file="foo.dylib"),
            id="mach-code",
        ),
    ],
)
def test_known(path: str, file_type: FileType, module: ObjectId) -> None:
    assert symstore_path(path) == (file_type, module)


@pytest.mark.parametrize(
    "path",
    [
        pytest.param("foo.exe/542D574Ec2000", id="two-parts"),
        pytest.param("foo.exe/542D574Ec2000/bar.exe", id="two-names"),
        pytest.param("foo.exe/542D574Ec2000/foo.exe/x", id="four-parts"),
        pytest.param("É/1/é", id="case-beyond-ascii"),
        pytest.param(f"foo.pdb/{UUID}/foo.pdb", id="pdb-without-age"),
        pytest.param(f"foo.pdb/{UUID}123456789/foo.pdb", id="pdb-with-long-age"),
        pytest.param("foo.pdb/xyz/foo.pdb", id="pdb-without-id"),
        pytest.param("", id="empty"),
    ],
)
def test_unknown(path: str) -> None:
    assert symstore_path(path) is None


def test_shared_table(shared: Path) -> None:
    table = json.loads((shared / "conformance/cases/tables/layouts.json").read_text())
    rows = [row for row in table["rows"] if row["check"] == "symstore_path"]

    def answer(row: dict[str, Any]) -> dict[str, str] | None:
        found = symstore_path(row["path"])
        if found is None:
            return None
        file_type, module = found
        known = {"code_id": module.code_id, "debug_id": module.debug_id}
        return {"file_type": file_type, **{k: str(v) for k, v in known.items() if v}}

    assert rows
    assert [(r, answer(r)) for r in rows if answer(r) != r["expected"]] == []


@given(
    st.sampled_from(["pdb", "elf_code", "elf_debug", "mach_code", "mach_debug"]),
    st.integers(0, 2**128 - 1),
    st.integers(0, 2**32 - 1),
)
def test_round_trip(file_type: FileType, number: int, age: int) -> None:
    uuid = f"{number:032x}"
    module = ObjectId("unknown", uuid, "Foo.so", DebugId(uuid, age), "Foo.pdb")
    (path,) = layout_paths("symstore", file_type, module)
    found = symstore_path(path)
    assert found is not None
    assert found[0] == file_type
    assert layout_paths("symstore", file_type, found[1]) == [path]
