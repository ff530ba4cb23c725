"""The files of the JavaScript samples are what the script makes, and the samples use them."""

import subprocess
import sys
from pathlib import Path

import pytest

from inspector.js.wire import JsRequest, decode
from inspector.model.places.sources import FilesystemSource

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "sample_requests" / "js"
REQUESTS = sorted(SAMPLES.glob("*.json"))


def files(folder: Path) -> dict[str, bytes]:
    """All files of the folders in `folder`, by path."""
    found = [path for path in folder.glob("*/**/*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def request(path: Path) -> JsRequest:
    return decode(path.read_bytes())


def test_the_kept_files_are_those_the_script_makes(tmp_path: Path) -> None:
    script = ROOT / "tests" / "fixtures" / "build_js_samples.py"
    subprocess.run([sys.executable, script, tmp_path], check=True)
    assert files(tmp_path) == files(SAMPLES)


def test_every_folder_is_the_source_of_a_sample() -> None:
    sources = [source for path in REQUESTS for source in request(path).sources or ()]
    folders = {source.path for source in sources if isinstance(source, FilesystemSource)}
    assert folders == {name.partition("/")[0] for name in files(SAMPLES)}


@pytest.mark.parametrize("path", REQUESTS, ids=lambda path: path.stem)
def test_a_sample_asks_nobody(path: Path) -> None:
    body = request(path)
    assert body.source is None
    assert not body.scraping.enabled
    assert body.stacktraces[0].frames


@pytest.mark.parametrize("path", REQUESTS, ids=lambda path: path.stem)
def test_a_sample_is_described(path: Path) -> None:
    assert f"`{path.name}`" in (SAMPLES / "README.md").read_text(encoding="utf-8")
