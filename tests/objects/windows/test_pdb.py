"""Our PDB reader says what `symbolic` says."""

from pathlib import Path

import pytest

from inspector.objects.errors import BadObject
from inspector.objects.windows.pdb import answer, describe
from tests.harbor import CRASH_AT
from tests.objects.comparison import check_description, differences, survive, upstream

HARBOR = ["pe/x86_64", "pe/i686", "pe/aarch64", "pe/pubonly"]
UPSTREAM = ["windows/crash.pdb", "windows/CrashWithException.pdb", "windows/crash_with_srcsrv.pdb"]


@pytest.mark.symbolic
@pytest.mark.parametrize("folder", HARBOR)
def test_harbor(folder: str, harbor: Path, tmp_path: Path) -> None:
    assert differences(harbor / folder / "harbor.pdb", answer, tmp_path) == []


@pytest.mark.symbolic
@pytest.mark.parametrize("name", UPSTREAM)
def test_upstream(name: str, shared: Path, tmp_path: Path) -> None:
    """All but which of several functions is named that the linker has folded into one."""
    found = differences(upstream(shared, name), answer, tmp_path)
    assert len(found) < 60
    for _, first, second in found:
        assert first[-1] == second[-1]


@pytest.mark.parametrize(
    "name", [*(f"{folder}/harbor.pdb" for folder in HARBOR), "pe/pubonly/srcsrv.pdb"]
)
def test_description(name: str, harbor: Path) -> None:
    check_description(harbor / name, describe)


@pytest.mark.parametrize("name", UPSTREAM)
def test_upstream_description(name: str, shared: Path) -> None:
    check_description(upstream(shared, name), describe)


def test_the_crash(harbor: Path) -> None:
    """Names with arguments, inlined calls and their lines."""
    path = harbor / "pe/x86_64/harbor.pdb"
    at = CRASH_AT["pe/x86_64"][0]
    (chain,) = answer(str(path), 0, path.stat().st_size, [at])
    assert [(each.symbol, each.line, each.path) for each in chain] == [
        ("read_scale(crate const*)", 9, "C:\\build\\harbor\\crane.c"),
        ("tension(crate*, int)", 15, "C:\\build\\harbor\\crane.c"),
    ]


@pytest.mark.parametrize("address", [0, 0xFFF, 0x9000_0000, 1 << 32, 1 << 70])
def test_nothing_there(address: int, harbor: Path) -> None:
    path = harbor / "pe/x86_64/harbor.pdb"
    assert answer(str(path), 0, path.stat().st_size, [address]) == [[]]


@pytest.mark.parametrize("name", ["pe/x86_64/harbor.pdb", "pe/pubonly/srcsrv.pdb"])
def test_damaged(name: str, harbor: Path, tmp_path: Path) -> None:
    survive(harbor / name, tmp_path, describe, answer)


def test_no_pdb(tmp_path: Path) -> None:
    file = tmp_path / "file"
    file.write_bytes(b"x" * 600)
    with pytest.raises(BadObject, match="not a PDB"):
        describe(str(file), 0, 600)
