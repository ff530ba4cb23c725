from pathlib import Path
from struct import pack

import pytest

from inspector.objects.errors import BadObject
from inspector.objects.identify import ObjectInfo, identify

HARBOR = Path(__file__).resolve().parent.parent / "fixtures" / "harbor"


def expected() -> dict[str, list[list[str]]]:
    """`objects.txt`: file -> its rows, one for each slice."""
    rows: dict[str, list[list[str]]] = {}
    for line in (HARBOR / "objects.txt").read_text().splitlines()[1:]:
        name, *columns = line.split(" | ")
        rows.setdefault(name, []).append(columns)
    return rows


EXPECTED = expected()


def row(info: ObjectInfo) -> list[str]:
    """One object as `objects.txt` spells it."""
    features = {
        "debug": info.has_debug_info,
        "sources": info.has_sources,
        "symtab": info.has_symbols,
        "unwind": info.has_unwind_info,
    }
    return [
        f"{info.format} {info.arch} {info.kind}",
        " ".join(name for name, there in features.items() if there) or "-",
        info.debug_id,
        info.code_id or "-",
    ]


@pytest.mark.parametrize("name", EXPECTED)
def test_harbor(name: str) -> None:
    found = identify(str(HARBOR / name))
    assert [row(info) for info in found] == EXPECTED[name]
    assert all(info.error is None for info in found)


@pytest.mark.parametrize("name", [name for name, rows in EXPECTED.items() if len(rows) == 1])
def test_a_single_object_is_the_whole_file(name: str) -> None:
    (info,) = identify(str(HARBOR / name))
    assert (info.offset, info.size) == (0, (HARBOR / name).stat().st_size)


@pytest.mark.parametrize(
    ("name", "vcs"),
    [
        pytest.param("pe/pubonly/srcsrv.pdb", "other", id="http"),
        pytest.param("pe/x86_64/harbor.pdb", None, id="no-stream"),
        pytest.param("pe/x86_64/harbor.exe", None, id="no-pdb"),
    ],
)
def test_version_control(harbor: Path, name: str, vcs: str | None) -> None:
    assert identify(str(harbor / name))[0].srcsrv_vcs == vcs


@pytest.mark.parametrize(
    ("written", "vcs"),
    [
        pytest.param(b"GIT ", "git", id="git"),
        pytest.param(b"tGit", "git", id="git-inside"),
        pytest.param(b"P4VC", "other", id="neither-word"),
    ],
)
def test_version_control_words(harbor: Path, tmp_path: Path, written: bytes, vcs: str) -> None:
    """The value stands in the file as it is, so it can be replaced by one of the same length."""
    data = (harbor / "pe/pubonly/srcsrv.pdb").read_bytes()
    assert data.count(b"\nVERCTRL=http") == 1
    file = tmp_path / "changed.pdb"
    file.write_bytes(data.replace(b"\nVERCTRL=http", b"\nVERCTRL=" + written))
    assert identify(str(file))[0].srcsrv_vcs == vcs


def test_perforce(shared: Path) -> None:
    path = shared / "fixtures/upstream/symbolic/windows/crash_with_srcsrv.pdb"
    assert identify(str(path))[0].srcsrv_vcs == "perforce"


def test_bad_slice_keeps_its_place(harbor: Path, tmp_path: Path) -> None:
    """The good slice is found, the bad one says why it is none: malformed, not missing."""
    good = (harbor / "macho/arm64/harbor").read_bytes()
    elf = (harbor / "elf/bare").read_bytes()
    places = [(100, 16), (200, 8), (4096, len(good)), (10**6, 500), (4096 + len(good), len(elf))]
    table = b"".join(pack(">5I", 7, 3, offset, size, 12) for offset, size in places)
    header = b"\xca\xfe\xba\xbe" + pack(">I", len(places)) + table
    file = tmp_path / "half.fat"
    file.write_bytes(header.ljust(4096, b"\0") + good + elf)

    found = identify(str(file))

    assert [(info.offset, info.size) for info in found] == places
    assert [info.error is None for info in found] == [False, False, True, False, False]
    assert found[2].debug_id == "4c4c44b1-5555-3144-a11f-823700b6d623"
    assert found[4] == ObjectInfo(
        offset=places[4][0], size=places[4][1], error="elf in a fat Mach-O file"
    )


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"\x7fELF\x02\x01\x01" + bytes(8), id="15-bytes"),
        pytest.param(b"\x7fELF\x02\x01\x01" + bytes(9), id="only-a-magic"),
        pytest.param(b"MODULE windows x86", id="breakpad-without-id"),
        pytest.param(b"this is a text file, not a PDB", id="text"),
        pytest.param(b"Microsoft C/C++ MSF 7.00\r\n\x1aDS\0\0\0" + b"\xff" * 600, id="pdb-header"),
        pytest.param(b"SYSB\x02\0\0\0" + b"PK\5\6" + bytes(10), id="bundle"),
        pytest.param(b"\xca\xfe\xba\xbe\0\0\0\x34" + bytes(40), id="java-class"),
    ],
)
def test_bad_file(tmp_path: Path, data: bytes) -> None:
    file = tmp_path / "file"
    file.write_bytes(data)
    with pytest.raises(BadObject, match=r"^[^\n]+$"):
        identify(str(file))


def test_missing_file_is_no_bad_object(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        identify(str(tmp_path / "nowhere"))
