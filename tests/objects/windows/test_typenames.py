"""Types built by hand; what real compilers write is compared in test_pdb."""

from struct import pack

import pytest

from inspector.objects.windows.typenames import TypeNames, inlinee_name


def stream(*records: tuple[int, bytes]) -> TypeNames:
    body = b"".join(pack("<2H", len(data) + 2, kind) + data for kind, data in records)
    return TypeNames(pack("<4I", 0, 56, 0x1000, 0x1000 + len(records)) + bytes(40) + body)


STRUCT = (0x1505, pack("<2H3IH", 0, 0, 0, 0, 0, 24) + b"crate\0")
CONST = (0x1001, pack("<IH", 0x1000, 1))
POINTER = (0x1002, pack("<2I", 0x1001, 0x1000C))
ARGUMENTS = (0x1201, pack("<4I", 3, 0x1002, 0x74, 0x670))
PROCEDURE = (0x1008, pack("<I2BHI", 3, 0, 0, 3, 0x1003))
POINTER_TO_IT = (0x1002, pack("<2I", 0x1004, 0x1000C))
METHOD = (0x1009, pack("<3I2BHI", 3, 0x1000, 0x1002, 0, 0, 3, 0x1003))
LOOP = (0x1002, pack("<2I", 0x1007, 0x1000C))
TYPES = stream(STRUCT, CONST, POINTER, ARGUMENTS, PROCEDURE, POINTER_TO_IT, METHOD, LOOP)


@pytest.mark.parametrize(
    ("number", "expected"),
    [
        pytest.param(0x74, "int", id="basic"),
        pytest.param(0x670, "char*", id="basic-pointer"),
        pytest.param(0x1000, "crate", id="struct"),
        pytest.param(0x1001, "const crate", id="const"),
        pytest.param(0x1002, "crate const*", id="pointer-to-const"),
        pytest.param(0x1005, "void (*)(crate const*, int, char*)", id="function-pointer"),
        pytest.param(0x2000, "...", id="outside"),
    ],
)
def test_names(number: int, expected: str) -> None:
    assert TYPES.name(number) == expected


def test_a_reference_loop_ends() -> None:
    assert TYPES.name(0x1007).startswith("...*")


def test_signatures() -> None:
    assert TYPES.signature(0x1004) == "(crate const*, int, char*)"
    assert TYPES.signature(0x1006) == "(crate const*, int, char*) const"
    assert TYPES.signature(0x1000) == ""
    assert TYPES.signature(0) == ""


def test_inlinees() -> None:
    ids = stream(
        (0x1605, pack("<I", 0) + b"harbor::cargo\0"),
        (0x1601, pack("<2I", 0x1000, 0x1004) + b"hoist\0"),
        (0x1602, pack("<2I", 0x1000, 0x1006) + b"weigh\0"),
        (0x1601, pack("<2I", 0, 0) + b"bare\0"),
    )
    names = [inlinee_name(number, ids, TYPES) for number in range(0x1000, 0x1005)]
    assert names == [
        "",
        "harbor::cargo::hoist(crate const*, int, char*)",
        "crate::weigh(crate const*, int, char*) const",
        "bare",
        "",
    ]
