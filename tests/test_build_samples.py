"""The symbol files of the native samples are what the script makes, and all are asked for."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector.model.body import decode_tree
from inspector.model.places.sources import FilesystemSource
from inspector.native import wire
from inspector.native.finding.filetypes import allowed, debug_types, source_types
from inspector.native.finding.layouts import paths

ROOT = Path(__file__).resolve().parent.parent
SAMPLES = ROOT / "sample_requests" / "native"
REQUESTS = sorted(SAMPLES.glob("*.json"))
TREES = ("symbols", "unified")


def files(folder: Path) -> dict[str, bytes]:
    """All symbol files by their path below `folder`."""
    found = [path for tree in TREES for path in (folder / tree).rglob("*") if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in found}


def request(path: Path) -> wire.NativeRequest:
    return wire.from_tree(decode_tree(path.read_bytes()), strict=True)


def asked(body: wire.NativeRequest) -> Iterator[str]:
    """Every path that the sources of a request may be asked for, below the samples."""
    for source in body.sources or ():
        assert isinstance(source, FilesystemSource)
        for module in body.modules:
            wanted = module.object_id
            for file_type in (*debug_types(wanted.object_type), *source_types()):
                if allowed(source.filters, file_type, wanted):
                    for path in paths(source.layout, file_type, wanted):
                        yield f"{source.path}/{path}"


def test_the_kept_files_are_those_the_script_makes(tmp_path: Path) -> None:
    script = ROOT / "tests" / "fixtures" / "build_samples.py"
    subprocess.run([sys.executable, script, tmp_path], check=True)
    made, kept = files(tmp_path), files(SAMPLES)
    assert sorted(made) == sorted(kept)
    assert [name for name in made if made[name] != kept[name]] == []


def test_every_file_is_asked_for_by_a_sample() -> None:
    assert set(files(SAMPLES)) <= {path for sample in REQUESTS for path in asked(request(sample))}


@pytest.mark.parametrize("path", REQUESTS, ids=lambda path: path.stem)
def test_a_sample_is_a_crash_with_symbols(path: Path) -> None:
    body = request(path)
    crashed = [thread for thread in body.stacktraces if thread.is_requesting]
    assert len(crashed) == 1
    assert crashed[0].frames
    assert len(body.stacktraces) > 1
    assert set(files(SAMPLES)) & set(asked(body))


@pytest.mark.parametrize("path", REQUESTS, ids=lambda path: path.stem)
def test_a_sample_is_described(path: Path) -> None:
    assert f"`{path.name}`" in (SAMPLES / "README.md").read_text(encoding="utf-8")
