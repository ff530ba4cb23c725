"""Members of ZIP files, against the library that writes them."""

import io
import random
import struct
import zipfile
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.objects.errors import BadObject
from inspector.objects.zip_members import Members

LIMIT = 1 << 20


def archive(
    members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED, *, comment: bytes = b""
) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as file:
        file.comment = comment
        for name, content in members.items():
            file.writestr(name, content)
    return buffer.getvalue()


TEXT = b"some text, some text\n" * 50
PLAIN = archive({"a": TEXT, "ü/€": b"x", "empty": b""})


@pytest.mark.parametrize("method", [zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED])
@given(
    members=st.dictionaries(
        st.text(
            st.characters(codec="utf-8", exclude_characters="\0\\"), min_size=1, max_size=9
        ).filter(lambda name: not name.startswith("/")),
        st.binary(max_size=200),
        max_size=5,
    ),
    prefix=st.binary(max_size=20),
    comment=st.binary(max_size=20).filter(lambda comment: b"PK" not in comment),
)
def test_all_members(method: int, members: dict[str, bytes], prefix: bytes, comment: bytes) -> None:
    found = Members(prefix + archive(members, method, comment=comment))
    for name, content in members.items():
        assert name in found
        assert found.read(name, LIMIT) == content
    assert found.read("no such name", LIMIT) is None


def test_the_last_member_of_a_name_counts() -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as file:
        file.writestr("a", b"first")
        with pytest.warns(UserWarning, match="Duplicate"):
            file.writestr("a", b"second")
    assert Members(buffer.getvalue()).read("a", LIMIT) == b"second"


def test_a_name_that_is_not_marked_as_utf8() -> None:
    data = PLAIN.replace("ü".encode(), b"\x81 ")
    flagged = struct.pack("<HH", 20, 0x800)
    assert data.count(flagged) == 2
    assert Members(data.replace(flagged, struct.pack("<HH", 20, 0))).read("ü /Γé¼", LIMIT) == b"x"


@pytest.mark.parametrize("limit", [len(TEXT), LIMIT])
def test_within_the_limit(limit: int) -> None:
    assert Members(PLAIN).read("a", limit) == TEXT


def test_above_the_limit() -> None:
    assert Members(PLAIN).read("a", len(TEXT) - 1) is None


def entry_of(data: bytes, name: bytes) -> int:
    """Where the directory entry of a member begins."""
    return data.rindex(name) - 46


def changed(data: bytes, at: int, layout: str, *values: int) -> bytes:
    out = bytearray(data)
    struct.pack_into(layout, out, at, *values)
    return bytes(out)


STORED = archive({"a": TEXT}, zipfile.ZIP_STORED)
ENTRY = entry_of(STORED, b"a")
PACKED_ENTRY = entry_of(PLAIN, b"aPK")


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(changed(STORED, ENTRY + 8, "<H", 1), id="encrypted"),
        pytest.param(changed(STORED, ENTRY + 10, "<H", 12), id="unknown-method"),
        pytest.param(changed(STORED, ENTRY + 16, "<I", 1), id="wrong-checksum"),
        pytest.param(changed(STORED, ENTRY + 20, "<I", 9), id="fewer-bytes-than-it-says"),
        pytest.param(changed(STORED, ENTRY + 20, "<I", 0x7FFF_FFFF), id="more-than-the-file"),
        pytest.param(changed(STORED, ENTRY + 20, "<I", 0xFFFF_FFFF), id="64-bit-size-missing"),
        pytest.param(changed(STORED, ENTRY + 24, "<I", 9), id="another-size"),
        pytest.param(changed(STORED, ENTRY + 42, "<I", 5), id="no-local-header-there"),
        pytest.param(changed(STORED, ENTRY + 42, "<I", 0x7FFF_FFFF), id="beyond-the-file"),
        pytest.param(changed(STORED, ENTRY + 10, "<H", 8), id="not-deflated"),
        pytest.param(changed(PLAIN, PACKED_ENTRY + 24, "<I", 9), id="deflated-is-longer"),
        pytest.param(changed(PLAIN, PACKED_ENTRY + 24, "<I", 9999), id="deflated-is-shorter"),
        pytest.param(changed(PLAIN, PACKED_ENTRY + 20, "<I", 9), id="deflated-cut-off"),
    ],
)
def test_a_damaged_member_cannot_be_read(data: bytes) -> None:
    assert Members(data).read("a", LIMIT) is None


END = struct.pack("<4sHHHHIIH", b"PK\5\6", 0, 0, 0, 0, 0, 0, 0)


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="empty"),
        pytest.param(b"PK\3\4" + bytes(100), id="no-directory"),
        pytest.param(PLAIN[:-1], id="cut-off"),
        pytest.param(changed(PLAIN, len(PLAIN) - 10, "<I", 0x7FFF_FFFF), id="directory-too-large"),
        pytest.param(changed(PLAIN, len(PLAIN) - 6, "<I", 0x7FFF_FFFF), id="directory-elsewhere"),
        pytest.param(changed(PLAIN, len(PLAIN) - 10, "<I", 30), id="directory-cut-off"),
        pytest.param(changed(PLAIN, len(PLAIN) - 2, "<H", 1), id="comment-cut-off"),
        pytest.param(changed(PLAIN, len(PLAIN) - 18, "<H", 1), id="several-parts"),
        pytest.param(changed(STORED, ENTRY + 32, "<H", 1), id="entry-comment-cut-off"),
        pytest.param(changed(PLAIN, entry_of(PLAIN, b"aPK"), "<I", 0), id="entry-without-magic"),
        pytest.param(bytes(56) + b"PK\6\7" + bytes(16) + END, id="64-bit-record-without-magic"),
    ],
)
def test_no_directory(data: bytes) -> None:
    with pytest.raises(BadObject):
        Members(data)


def in_64_bits(content: bytes) -> bytes:
    """An archive of one stored member `a`, all of its numbers in the 64-bit fields."""
    crc, size, full = zlib.crc32(content), len(content), 0xFFFF_FFFF
    local = struct.pack("<4s5H3I2H", b"PK\3\4", 45, 0, 0, 0, 0, crc, full, full, 1, 0) + b"a"
    extra = struct.pack("<HHI", 9, 4, 7) + struct.pack("<HHQQQ", 1, 24, size, size, 0)
    entry = struct.pack("<4s6H3I5H2I", b"PK\1\2", 45, 45, 0, 0, 0, 0, crc, full, full,
                        1, len(extra), 0, 0, 0, 0, full) + b"a" + extra  # fmt: skip
    place = len(local) + len(content)
    record = struct.pack("<4sQHHIIQQQQ", b"PK\6\6", 44, 45, 45, 0, 0, 1, 1, len(entry), place)
    locator = struct.pack("<4sIQI", b"PK\6\7", 0, place + len(entry), 1)
    end = struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 0xFFFF, 0xFFFF, full, full, 0)
    return local + content + entry + record + locator + end


@pytest.mark.parametrize("prefix", [b"", b"SYSB\2\0\0\0"])
def test_64_bits(prefix: bytes) -> None:
    data = in_64_bits(TEXT)
    with zipfile.ZipFile(io.BytesIO(prefix + data)) as file:
        assert file.read("a") == TEXT
    assert Members(prefix + data).read("a", LIMIT) == TEXT


def test_a_bomb_stops_at_what_it_says() -> None:
    bomb = archive({"a": bytes(100_000_000)})
    small = changed(bomb, entry_of(bomb, b"aPK") + 24, "<I", 100)
    assert Members(small).read("a", LIMIT) is None
    assert Members(bomb).read("a", LIMIT) is None


@pytest.mark.parametrize("seed", range(4))
def test_damage_is_a_bad_object_or_a_miss(seed: int) -> None:
    draw, good, bad = random.Random(seed), 0, 0
    for _ in range(1_000):
        data = bytearray(draw.choice([PLAIN, STORED, in_64_bits(b"x")]))
        for _ in range(draw.choice([1, 2, 5])):
            at = draw.randrange(len(data))
            data[at : at + draw.choice([1, 4])] = draw.choice([b"\0", b"\xff" * 4, b"\x7f", b""])
        try:
            content = Members(bytes(data)).read("a", LIMIT)
        except BadObject:
            bad += 1
            continue
        assert content in (None, TEXT, b"x")
        good += 1
    assert good
    assert bad
