"""The file system in a PDB; hostile ones are built in test_pdb_streams."""

import pytest

from inspector.objects.errors import BadObject
from inspector.objects.windows.msf import Msf
from tests.objects.windows.test_pdb_streams import info, pdb


def test_streams() -> None:
    streams = Msf(pdb(b"old", info({b"/names": 3}), b"a" * 1500, b"names", None))
    assert [streams.read(number) for number in (0, 3)] == [b"old", b"names"]
    assert streams.read(2) == b"a" * 1500
    assert streams.read(2, 5) == b"aaaaa"
    assert streams.read(4) == b""
    assert streams.sizes[4] == 0
    assert (streams.named(b"/names"), streams.named(b"/nowhere")) == (3, None)


def test_scattered_blocks() -> None:
    """Blocks in any order are put together in the order of the directory."""
    data = bytearray(pdb(b"", b"", b"a" * 512 + b"b" * 512))
    first = data.index(b"a" * 512)
    data[first : first + 1024] = b"b" * 512 + b"a" * 512
    number = first // 512
    at = data.rindex(number.to_bytes(4, "little") + (number + 1).to_bytes(4, "little"))
    data[at : at + 8] = (number + 1).to_bytes(4, "little") + number.to_bytes(4, "little")
    assert Msf(bytes(data)).read(2) == b"a" * 512 + b"b" * 512


def test_a_stream_that_is_not_there() -> None:
    with pytest.raises(BadObject, match="no stream 9"):
        Msf(pdb(b"", b"")).read(9)


def test_a_stream_larger_than_the_file() -> None:
    data = pdb(b"", b"", b"x" * 100)
    at = data.rindex((100).to_bytes(4, "little"))
    with pytest.raises(BadObject):
        Msf(data[:at] + b"\0\0\0\x70" + data[at + 4 :]).read(2)


@pytest.mark.parametrize("data", [b"", b"Microsoft C/C++ MSF 7.00", b"x" * 600])
def test_no_pdb(data: bytes) -> None:
    with pytest.raises(BadObject):
        Msf(data)
