"""What source bundles and Portable PDBs are, as `symbolic` says it."""

from pathlib import Path

import pytest

from inspector.objects.plain.archives import describe_bundle, describe_portable_pdb
from tests.objects.comparison import check_description, survive, upstream

PORTABLE = [
    "windows/portable.pdb",
    "windows/source-links-only.pdb",
    "windows/Sentry.Samples.Console.Basic.pdb",
    "android/Sentry.Samples.Maui.pdb",
    "ppdb-sourcelink-sample/ppdb-sourcelink-sample.pdb",
]


@pytest.mark.parametrize("name", ["clang-dwarf5", "harbor"])
def test_bundles(name: str, harbor: Path) -> None:
    check_description(harbor / f"bundle/{name}.src.zip", describe_bundle)


def test_portable_pdb(harbor: Path) -> None:
    check_description(harbor / "dotnet/out/Quay.pdb", describe_portable_pdb)


@pytest.mark.parametrize("name", PORTABLE)
def test_upstream(name: str, shared: Path) -> None:
    check_description(upstream(shared, name), describe_portable_pdb)


def test_damaged_bundle(harbor: Path, tmp_path: Path) -> None:
    survive(harbor / "bundle/harbor.src.zip", tmp_path, describe_bundle)


def test_damaged_portable_pdb(harbor: Path, tmp_path: Path) -> None:
    survive(harbor / "dotnet/out/Quay.pdb", tmp_path, describe_portable_pdb)
