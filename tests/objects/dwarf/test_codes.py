"""Our numbers are those of pyelftools."""

from enum import IntEnum

import pytest
from elftools.dwarf import enums

from inspector.objects.dwarf.codes import LANGUAGES, At, Form, Tag, UnitType


@pytest.mark.parametrize(
    ("ours", "prefix", "theirs"),
    [
        (At, "DW_AT_", enums.ENUM_DW_AT),
        (Form, "DW_FORM_", enums.ENUM_DW_FORM),
        (Tag, "DW_TAG_", enums.ENUM_DW_TAG),
        (UnitType, "DW_UT_", enums.ENUM_DW_UT),
    ],
    ids=["At", "Form", "Tag", "UnitType"],
)
def test_numbers(ours: type[IntEnum], prefix: str, theirs: dict[str, int]) -> None:
    numbers = {name.removeprefix(prefix).lower(): value for name, value in theirs.items()}
    known = {each.name.lower(): each.value for each in ours}
    assert known.items() <= numbers.items()


def test_languages() -> None:
    assert [LANGUAGES.get(code, "") for code in (0x0C, 0x21, 0x1C, 0x8001)] == [
        "c",
        "cpp",
        "rust",
        "",
    ]
