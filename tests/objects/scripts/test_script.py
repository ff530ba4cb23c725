"""Magic comments, data URLs, and texts in the child process."""

import json
from base64 import b64encode
from pathlib import Path
from typing import Any
from urllib.parse import quote_from_bytes

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.js.urls import join
from inspector.model.context import Context
from inspector.model.ids import read_debug_id
from inspector.objects.errors import BadObject
from inspector.objects.scripts.script import (
    Scripts,
    decode_data_url,
    map_reference,
    own_debug_id,
    read_info,
    write_embedded_map,
)

ID = "2f259f80-58b7-44cb-d7cd-de1505e7e718"


def url_in(text: str) -> str | None:
    found = map_reference(text.encode())
    return None if found is None else found.decode()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("var a=1;\n//# sourceMappingURL=foo.js.map\n", "foo.js.map"),
        ("//@ sourceMappingURL=foo.js.map", "foo.js.map"),
        ("//# sourceMappingURL=foo.js.map?v=1#hash", "foo.js.map"),
        ("//# sourceMappingURL=foo#a?b", "foo"),
        ("//# sourceMappingURL=foo bar.map", "foo"),
        ("//# sourceMappingURL=first\n//# sourceMappingURL=second\n", "second"),
        ("//@ sourceMappingURL=first\n//# sourceMappingURL=second\n", "second"),
        ("//# sourceMappingURL=first\n//@ sourceMappingURL=second\n", "second"),
        ("//# sourceMappingURL=ok\nsourceMappingURL=z", "ok"),
        ("//# sourceMappingURL=\nfoo", "foo"),
        ("//# sourceMappingURL=", ""),
        ("//# sourceMappingURL=foo\x0bbar\x0c", "foo\x0bbar"),
        ("//# sourceMappingURL=data:,x%20y\n", "data:,x%20y"),
        ("sourceMappingURL=foo.js.map", None),
        ("/*# sourceMappingURL=foo.js.map */", None),
        ("//#sourceMappingURL=foo.js.map", None),
        ("//#  sourceMappingURL=foo.js.map", None),
        ("x='//# sourceMappingURL=in-a-string", "in-a-string"),
        ("# sourceMappingURL=cut", None),
        ("", None),
    ],
)
def test_map_reference(text: str, expected: str | None) -> None:
    assert url_in(text) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"//# debugId={ID}\n", ID),
        (f"x\n//# debugId=  {ID.upper()} // junk", ID.upper()),
        (f"//# debugId={ID}\n//# debugId=broken", "broken"),
        (f"//@ debugId={ID}", None),
        ("var a = 1;", None),
    ],
)
def test_own_debug_id(text: str, expected: str | None) -> None:
    assert own_debug_id(text.encode()) == expected


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("data:,Hello%2C%20World%21", "Hello, World!"),
        ("data:;base64,SGVsbG8sIFdvcmxkIQ==", "Hello, World!"),
        ("data:;base64,SGVsbG8sIFdvcmxkIQ", "Hello, World!"),
        ("data:;base64,SGVsbG8sIFdvcmxkIQ=", None),
        ("data:;base64,SGVsbG8sIFdvcmxkIQ===", None),
        ("data:;base64,SGVs=bG8", None),
        ("data:;base64,SGVs bG8%3D", "Hello"),
        ("data:;base64,SGVs!G8=", None),
        ("data:;base64,S", None),
        ("data:;base64,", ""),
        ("data:application/json;charset=utf-8;BASE64,e30=", "{}"),
        ("data:application/json; base64 ,e30=", "{}"),
        ("data:application/json;base64x,e30=", "e30="),
        ("data:,a#b", "a"),
        ("data:,%zz%4", "%zz%4"),
        ("data:,%ff", None),
        ("data:nothing", None),
    ],
)
def test_decode_data_url(url: str, expected: str | None) -> None:
    content = decode_data_url(url.encode())
    assert (None if content is None else content.decode()) == expected


@given(st.binary(max_size=300), st.booleans())
def test_data_urls_round_trip(data: bytes, base64: bool) -> None:
    body = b64encode(data).decode() if base64 else quote_from_bytes(data)
    content = decode_data_url(f"data:text/plain{';base64' * base64},{body}".encode())
    try:
        data.decode()
    except UnicodeDecodeError:
        assert content is None
    else:
        assert content == data


def test_upstream_table(shared: Path) -> None:
    table = json.loads((shared / "conformance/cases/tables/js_references.json").read_text("utf-8"))

    def referred(row: Any) -> Any:
        if not row["input"].startswith("data:"):
            return {"remote": join(row["base"], row["input"])}
        content = decode_data_url(row["input"].encode())
        return None if content is None else {"data": content.decode()}

    checks: dict[str, Any] = {
        "source_mapping_url": lambda row: url_in(row["input"]),
        "debug_id": lambda row: (
            str(read_debug_id(own_debug_id(row["input"].encode())) or "") or None
        ),
        "reference": referred,
    }
    assert len(table["rows"]) > 15
    wrong = {r["id"]: got for r in table["rows"] if (got := checks[r["check"]](r)) != r["expected"]}
    assert wrong == {}


def test_info_of_a_script() -> None:
    text = f"a();\n//# sourceMappingURL=a.map\n//# debugId={ID}\n".encode()
    info = read_info(text)
    assert (info.map_url, info.embedded, info.debug_id, info.size) == (
        "a.map",
        False,
        ID,
        len(text),
    )
    assert len(info.digest) == 64
    assert read_info(text + b" ").digest != info.digest


def test_an_embedded_map_is_not_carried_about() -> None:
    info = read_info(b"//# sourceMappingURL=data:application/json," + b"x" * 5_000_000)
    assert (info.map_url, info.embedded) == ("data:", True)


def test_a_megabyte_of_url_is_no_reference() -> None:
    longest = b"//# sourceMappingURL=" + b"x" * (1 << 20)
    assert read_info(longest).map_url == "x" * (1 << 20)
    assert read_info(longest + b"x").map_url is None


def test_what_is_no_text_is_refused() -> None:
    with pytest.raises(BadObject, match="byte 2"):
        read_info(b"ab\xff")


@given(st.lists(st.sampled_from(["a", "ü", "漢", "🚢"]), max_size=40).map("".join), st.data())
def test_text_is_checked_across_pieces(text: str, data: st.DataObject) -> None:
    content = text.encode()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr("inspector.objects.scripts.script._PIECE", 5)
        assert read_info(content).size == len(content)
        at = data.draw(st.integers(0, len(content)))
        with pytest.raises(BadObject, match="invalid utf-8"):
            read_info(content[:at] + b"\xff" + content[at:])
        if content and content[-1] & 0x80:
            with pytest.raises(BadObject, match="invalid utf-8"):
                read_info(content[:-1])


def test_contexts_by_position(tmp_path: Path) -> None:
    path = tmp_path / "a.js"
    path.write_text("one\ntwo\nthree\n")
    answer = Scripts()("k", str(path), [(2, 0), (4, 1)])
    assert answer.contexts == (Context(("one",), "two", ("three",)), None)


def test_texts_are_kept_by_key(tmp_path: Path) -> None:
    path = tmp_path / "a.js"
    path.write_text("one")
    scripts = Scripts()
    first = scripts("k", str(path), [])
    path.unlink()
    assert scripts("k", str(path), []) == first
    with pytest.raises(FileNotFoundError):
        scripts("other", str(path), [])


def test_texts_over_the_budget_are_dropped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("inspector.objects.scripts.script._BUDGET", 5)
    (tmp_path / "a").write_text("abc")
    (tmp_path / "b").write_text("def")
    scripts = Scripts()
    scripts("a", str(tmp_path / "a"), [])
    scripts("b", str(tmp_path / "b"), [])
    (tmp_path / "a").unlink()
    with pytest.raises(FileNotFoundError):
        scripts("a", str(tmp_path / "a"), [])


@pytest.mark.parametrize(
    ("comment", "url"),
    [("//# sourceMappingURL=data:;base64,e30=", ""), ("", "data:,{}")],
    ids=["comment", "header"],
)
def test_embedded_maps_are_written(tmp_path: Path, comment: str, url: str) -> None:
    (tmp_path / "a.js").write_text(comment)
    write_embedded_map(str(tmp_path / "a.js"), url, str(tmp_path / "map"))
    assert (tmp_path / "map").read_text() == "{}"


def test_a_broken_embedded_map_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("//# sourceMappingURL=data:nothing")
    with pytest.raises(BadObject):
        write_embedded_map(str(tmp_path / "a.js"), "", str(tmp_path / "map"))
    assert not (tmp_path / "map").exists()
