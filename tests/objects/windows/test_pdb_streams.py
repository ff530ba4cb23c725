"""A PDB reader must survive what it reads: the small files here are built to mislead it."""

from pathlib import Path
from struct import pack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.objects.errors import BadObject
from inspector.objects.windows.pdb_streams import read_version_control

MAGIC = b"Microsoft C/C++ MSF 7.00\r\n\x1aDS\0\0\0"
BLOCK = 512


def info(names: dict[bytes, int]) -> bytes:
    """Stream 1 with a table of named streams."""
    buffer, pairs = b"", b""
    for name, number in names.items():
        pairs += pack("<2I", len(buffer), number)
        buffer += name + b"\0"
    table = pack("<2I", len(names), 8) + pack("<2I", 1, 0xFF) + pack("<I", 0) + pairs
    return pack("<3I", 20000404, 1, 1) + bytes(16) + pack("<I", len(buffer)) + buffer + table


def pdb(*streams: bytes | None) -> bytes:
    """A PDB of these streams; None is one that does not exist, as deleted streams do."""
    blocks: list[bytes] = [b"", b"", b""]  # superblock and the two free maps
    numbers: list[list[int]] = []
    for stream in streams:
        data = stream or b""
        count = -(-len(data) // BLOCK)
        numbers.append(list(range(len(blocks), len(blocks) + count)))
        blocks += [data[i * BLOCK : (i + 1) * BLOCK] for i in range(count)]
    sizes = [0xFFFFFFFF if stream is None else len(stream) for stream in streams]
    directory = pack(f"<{1 + len(sizes)}I", len(sizes), *sizes)
    directory += b"".join(pack("<I", number) for each in numbers for number in each)
    first = len(blocks)
    count = -(-len(directory) // BLOCK)
    blocks += [directory[i * BLOCK : (i + 1) * BLOCK] for i in range(count)]
    blocks.append(pack(f"<{count}I", *range(first, first + count)))
    blocks[0] = MAGIC + pack("<6I", BLOCK, 1, len(blocks), len(directory), 0, len(blocks) - 1)
    return b"".join(block.ljust(BLOCK, b"\0") for block in blocks)


def read(path: Path, data: bytes) -> str | None:
    path.write_bytes(data)
    return read_version_control(str(path))


TEXT = b"SRCSRV: ini ---\r\nVERSION=2\r\nVERCTRL=Team Git\r\nSRCSRV: variables ---\r\nA=1\r\n"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(TEXT, "Team Git", id="plain"),
        pytest.param(TEXT.replace(b"\r", b""), "Team Git", id="unix-lines"),
        pytest.param(TEXT.replace(b"VERCTRL", b"vercTRL"), "Team Git", id="any-case"),
        pytest.param(TEXT.replace(b"VERSION=2", b"X" * 3000), "Team Git", id="many-blocks"),
        pytest.param(TEXT.replace(b"VERCTRL", b"OTHER"), None, id="no-such-line"),
        pytest.param(
            TEXT.replace(b"A=1", b"VERCTRL=x").replace(b"VERCTRL=T", b"="), None, id="late"
        ),
        pytest.param(b"VERCTRL=git\r\n", None, id="no-ini-part"),
        pytest.param(TEXT.replace(b"Team", b"\xff\xfe"), "\ufffd\ufffd Git", id="not-utf-8"),
        pytest.param(b"", None, id="empty-stream"),
    ],
)
def test_read(tmp_path: Path, text: bytes, expected: str | None) -> None:
    names = {b"/LinkInfo": 4, b"srcsrv": 3, b"/names": 2}
    data = pdb(b"old", info(names), None, text, b"link")
    assert read(tmp_path / "made.pdb", data) == expected


def test_no_such_stream(tmp_path: Path) -> None:
    assert read(tmp_path / "made.pdb", pdb(b"", info({b"/names": 2, b"srcsrv2": 2}))) is None


def test_large_directory(tmp_path: Path) -> None:
    """One that needs several blocks, and a stream number at its end."""
    streams = [b"", info({b"srcsrv": 900}), *[b"x"] * 898, TEXT]
    assert read(tmp_path / "made.pdb", pdb(*streams)) == "Team Git"


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(MAGIC, id="only-a-magic"),
        pytest.param(b"Microsoft C/C++ program database 2.00\r\n", id="pdb-2.0"),
        pytest.param(MAGIC + pack("<6I", 0, 1, 9, 99, 0, 3), id="block-size-0"),
        pytest.param(MAGIC + pack("<6I", 512, 1, 9, 0xFFFFFFFF, 0, 3), id="4-GB-directory"),
        pytest.param(MAGIC + pack("<6I", 512, 1, 9, 1000, 0, 0xFFFFFFFF), id="map-beyond-the-end"),
        pytest.param(pdb(b""), id="no-stream-1"),
        pytest.param(pdb(b"", b"short"), id="stream-1-cut-short"),
        pytest.param(pdb(b"", info({b"srcsrv": 99})), id="number-of-no-stream"),
    ],
)
def test_damaged(tmp_path: Path, data: bytes) -> None:
    with pytest.raises(BadObject):
        read(tmp_path / "bad.pdb", data)


@given(
    changes=st.lists(
        st.tuples(st.integers(0, 4000), st.binary(min_size=1, max_size=4)), max_size=6
    ),
    end=st.integers(0, 4096),
)
def test_any_damage(
    tmp_path_factory: pytest.TempPathFactory, changes: list[tuple[int, bytes]], end: int
) -> None:
    """Changed bytes and a cut give a name, none, or BadObject: no other error, no hang."""
    data = bytearray(pdb(b"", info({b"srcsrv": 2}), TEXT))
    for at, new in changes:
        data[at : at + len(new)] = new
    try:
        found = read(tmp_path_factory.getbasetemp() / "changed.pdb", bytes(data[:end]))
    except BadObject:
        return
    assert found is None or isinstance(found, str)
