import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.model.ids import DebugId, read_code_id, read_debug_id

UUID = "3249d99d0c4049318610f4e4fb0b6936"
DASHED = "3249d99d-0c40-4931-8610-f4e4fb0b6936"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(DASHED, DebugId(UUID), id="dashed"),
        pytest.param(DASHED.upper(), DebugId(UUID), id="upper-case"),
        pytest.param(f"{DASHED}-a", DebugId(UUID, 10), id="age"),
        pytest.param(f"{DASHED}-0", DebugId(UUID), id="age-of-zero"),
        pytest.param(f"{DASHED}-00000001", DebugId(UUID, 1), id="age-with-zeros"),
        pytest.param(f"{DASHED}-FFFFFFFF", DebugId(UUID, 0xFFFFFFFF), id="largest-age"),
        pytest.param(f"{DASHED}-123456789", DebugId(UUID, 0x12345678), id="long-age"),
        pytest.param(f"{UUID.upper()}1", DebugId(UUID, 1), id="breakpad"),
        pytest.param(UUID, DebugId(UUID), id="compact"),
        pytest.param(f"{UUID}e60b819d", DebugId(UUID, 0xE60B819D), id="40-digits"),
        pytest.param(f"{UUID}123456789", DebugId(UUID, 0x12345678), id="compact-long-age"),
        pytest.param("5AB380779000", DebugId("5ab38077", 0x9000), id="pdb-2.0"),
        pytest.param("497b72f6-1", DebugId("497b72f6", 1), id="pdb-2.0-dashed"),
    ],
)
def test_parse(text: str, expected: DebugId) -> None:
    assert DebugId.parse(text) == expected
    assert read_debug_id(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("", id="empty"),
        pytest.param("crash", id="text"),
        pytest.param(f"{DASHED}1", id="dashed-with-glued-age"),
        pytest.param(f"{UUID}-1", id="compact-with-dashed-age"),
        pytest.param(f"{DASHED}-", id="final-dash"),
        pytest.param(UUID[:-1], id="31-digits"),
        pytest.param(f" {DASHED}", id="space"),
        pytest.param(f"{DASHED}\n", id="line-break"),
        pytest.param(f"{{{DASHED}}}", id="braces"),
        pytest.param(f"urn:uuid:{DASHED}", id="urn"),
        pytest.param(UUID.replace("0", "\N{ARABIC-INDIC DIGIT ZERO}"), id="other-digits"),
        pytest.param("497b72f6", id="pdb-2.0-without-age"),
        pytest.param("497b72f6-123456789", id="pdb-2.0-long-age"),
    ],
)
def test_unreadable(text: str) -> None:
    assert read_debug_id(text) is None
    with pytest.raises(ValueError, match="not a debug id"):
        DebugId.parse(text)


def test_absent() -> None:
    assert read_debug_id(None) is None
    assert read_code_id(None) is None


@pytest.mark.parametrize(
    ("debug_id", "dashed", "breakpad"),
    [
        pytest.param(DebugId(UUID), DASHED, f"{UUID.upper()}0", id="no-age"),
        pytest.param(DebugId(UUID, 0xAB), f"{DASHED}-ab", f"{UUID.upper()}ab", id="age"),
        pytest.param(DebugId("497b72f6", 1), "497B72F6-1", "497B72F61", id="pdb-2.0"),
    ],
)
def test_spellings(debug_id: DebugId, dashed: str, breakpad: str) -> None:
    assert (str(debug_id), debug_id.breakpad) == (dashed, breakpad)


_IDS = st.builds(
    DebugId,
    st.text("0123456789abcdef", min_size=32, max_size=32)
    | st.text("0123456789abcdef", min_size=8, max_size=8),
    st.integers(0, 2**32 - 1),
)


@given(_IDS)
def test_both_spellings_are_read_back(debug_id: DebugId) -> None:
    assert DebugId.parse(str(debug_id)) == debug_id
    assert DebugId.parse(debug_id.breakpad) == debug_id


@given(st.text() | st.text("0123456789abcdefABCDEF-", max_size=45))
def test_no_text_raises(text: str) -> None:
    read = read_debug_id(text)
    assert read is None or DebugId.parse(str(read)) == read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "502fc0a51ec13e479998684fa139dca7", "502fc0a51ec13e479998684fa139dca7", id="id"
        ),
        pytest.param("5AB380779000", "5ab380779000", id="upper-case"),
        pytest.param("502FC0A5-1EC1", "502fc0a51ec1", id="dashes"),
        pytest.param("0xABC", "0abc", id="hex-prefix"),
        pytest.param("foo bar", "fba", id="text"),
        pytest.param("zz", "", id="no-digits"),
        pytest.param("", None, id="empty"),
    ],
)
def test_code_id(text: str, expected: str | None) -> None:
    assert read_code_id(text) == expected


def test_shared_table(shared: Path) -> None:
    table = json.loads((shared / "conformance/cases/tables/debug_ids.json").read_text())

    def answer(row: dict[str, str]) -> str | None:
        if row["check"] == "code_id":
            return read_code_id(row["input"])
        read = read_debug_id(row["input"])
        return str(read) if read else None

    assert table["rows"]
    assert [(r, answer(r)) for r in table["rows"] if answer(r) != r["expected"]] == []
