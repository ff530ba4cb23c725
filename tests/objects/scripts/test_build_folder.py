"""What the files of a build folder are."""

import json
from pathlib import Path

import pytest

from inspector.objects.scripts.build_folder import BuildFolder, NamedFile, list_folder

ID = "2f259f80-58b7-44cb-d7cd-de1505e7e718"


@pytest.mark.parametrize(
    ("name", "content", "role"),
    [
        pytest.param("a.js", f"f()\n//# debugId={ID}", "minified_source", id="script"),
        pytest.param("a.MJS", f"//# debugId={ID.upper()}", "minified_source", id="module"),
        pytest.param("a.js", "f()", None, id="script-without-id"),
        pytest.param("a.js", "//# debugId=broken", None, id="broken-id"),
        pytest.param("a.map", json.dumps({"debugId": ID}), "source_map", id="map"),
        pytest.param("a.map", json.dumps({"debug_id": ID}), "source_map", id="map-other-key"),
        pytest.param("a.map", f'{{"debug_id" :\n "{ID}"}}', "source_map", id="map-with-spaces"),
        pytest.param("a.map", json.dumps({"x": f'"debugId":"{ID}"'}), None, id="id-in-a-string"),
        pytest.param("a.map", json.dumps({"debugId": "z" * 40}), None, id="no-id"),
        pytest.param("a.txt", f"//# debugId={ID}", None, id="other-file"),
    ],
)
def test_files_that_name_themselves(
    tmp_path: Path, name: str, content: str, role: str | None
) -> None:
    (tmp_path / name).write_text(content)
    files = list_folder(str(tmp_path), [name]).files
    assert [(f.location, f.debug_id, f.role) for f in files] == ([(name, ID, role)] if role else [])


def test_bundles(tmp_path: Path) -> None:
    for name, content in (("a.zip", b"SYSB"), ("b.zip", b"PK\3\4"), ("c.txt", b"SYSB")):
        (tmp_path / name).write_bytes(content)
    listed = list_folder(str(tmp_path), ["a.zip", "b.zip", "c.txt", "gone.zip"])
    assert listed == BuildFolder((), ("a.zip",))


def test_order_is_that_of_the_locations(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    for name in ("b.js", "sub/a.js"):
        (tmp_path / name).write_text(f"//# debugId={ID}")
    listed = list_folder(str(tmp_path), ["b.js", "sub/a.js"])
    assert listed.files == (
        NamedFile("b.js", ID, "minified_source"),
        NamedFile("sub/a.js", ID, "minified_source"),
    )
