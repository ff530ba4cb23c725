"""The second readers and any bytes: BadObject or an answer, nothing else."""

from pathlib import Path
from struct import pack
from typing import NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from inspector.objects.errors import BadObject
from inspector.objects.plain import breakpad, macho, wasm
from inspector.objects.windows import pdb, pe
from tests.objects.comparison import Answer, Describe

HARBOR = Path(__file__).resolve().parent.parent / "fixtures" / "harbor"
ASKED = [0, 0x90, 0x1090, 0x1182, 0x1992, 1 << 31]


class Reader(NamedTuple):
    fixture: str
    describe: Describe
    answer: Answer


READERS = [
    Reader("pe/x86_64/harbor.pdb", pdb.describe, pdb.answer),
    Reader("pe/mingw-i686/harbor.exe", pe.describe, pe.answer),
    Reader("breakpad/clang-dwarf5.inl.sym", breakpad.describe, breakpad.answer),
    Reader("macho/arm64/harbor", macho.describe, macho.answer),
    Reader("wasm/stripped.wasm", wasm.describe, wasm.answer),
]
each_reader = pytest.mark.parametrize("reader", READERS, ids=lambda reader: reader.fixture)
NUMBERS = st.sampled_from([0, 1, 0x7F, 0xFF, 0xFFFF, 0x10000, 0x7FFFFFFF, 0xFFFFFFFF])
PATCHES = st.lists(
    st.tuples(st.floats(0, 0.999), st.one_of(st.binary(min_size=1, max_size=8), NUMBERS.map(
        lambda number: pack("<I", number)))),
    max_size=8,
)  # fmt: skip
quick = settings(
    max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], database=None
)


def ask(reader: Reader, file: Path, data: bytes) -> None:
    file.write_bytes(data)
    try:
        info = reader.describe(str(file), 0, len(data))
        assert info.size == len(data)
        chains = reader.answer(str(file), 0, len(data), ASKED)
    except BadObject as error:
        said, chains = str(error), [[] for _ in ASKED]
    else:
        said = "read"
    assert said
    assert "\n" not in said
    assert len(chains) == len(ASKED)
    assert all(found.line >= 0 for chain in chains for found in chain)


@each_reader
@quick
@given(patches=PATCHES)
def test_patched_files(reader: Reader, patches: list[tuple[float, bytes]], tmp_path: Path) -> None:
    data = bytearray((HARBOR / reader.fixture).read_bytes())
    for place, patch in patches:
        at = int(place * len(data))
        data[at : at + len(patch)] = patch
    ask(reader, tmp_path / "file", bytes(data))


@each_reader
@quick
@given(rest=st.binary(max_size=300), kept=st.integers(4, 64))
def test_any_bytes_behind_a_header(reader: Reader, rest: bytes, kept: int, tmp_path: Path) -> None:
    ask(reader, tmp_path / "file", (HARBOR / reader.fixture).read_bytes()[:kept] + rest)


@each_reader
def test_cut_anywhere(reader: Reader, tmp_path: Path) -> None:
    data = (HARBOR / reader.fixture).read_bytes()
    for end in range(0, len(data), max(len(data) // 60, 1)):
        ask(reader, tmp_path / "file", data[:end])
