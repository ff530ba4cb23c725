from struct import pack

from inspector.objects.windows.sections import Sections, spans


def header(size: int, start: int) -> bytes:
    return b".text\0\0\0" + pack("<2I", size, start) + bytes(24)


def test_addresses() -> None:
    sections = Sections(header(0x100, 0x1000) + header(0x100, 0x3000) + b"cut off")
    assert [sections.rva(1, 0x10), sections.rva(2, 0)] == [0x1010, 0x3000]
    assert [sections.rva(0, 0), sections.rva(3, 0)] == [None, None]


def test_a_rearranged_program() -> None:
    """Code before the first pair, or moved to 0, is gone."""
    omap = pack("<6I", 0x1010, 0x5000, 0x1020, 0, 0x1030, 0x4000)
    sections = Sections(header(0x100, 0x1000), omap)
    asked = [0x0, 0x10, 0x18, 0x20, 0x2F, 0x34]
    assert [sections.rva(1, at) for at in asked] == [None, 0x5000, 0x5008, None, None, 0x4004]


def test_spans() -> None:
    sections = Sections(header(0x100, 0x1000))
    found = spans([(1, 0x20, 4, 7), (1, 0, 8, 3), (9, 0, 8, 1), (1, 0x30, 0, 2)], sections)
    assert found == [(0x1000, 0x1008, 3), (0x1020, 0x1024, 7)]
