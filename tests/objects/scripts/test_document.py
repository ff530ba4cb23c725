import pytest

from inspector.objects.errors import BadObject
from inspector.objects.scripts.document import read_document


@pytest.mark.parametrize(
    ("root", "source", "expected"),
    [
        ("", "a", "a"),
        ("r", "a", "r/a"),
        ("r/", "a", "r/a"),
        ("/", "a", "/a"),
        ("r", "/a", "/a"),
        ("r", "https://h/a", "https://h/a"),
        ("r", "", "r/"),
    ],
)
def test_roots(root: str, source: str, expected: str) -> None:
    data = f'{{"sourceRoot":"{root}","sources":["{source}"]}}'.encode()
    assert read_document(data).sources == [expected]


def test_there_is_a_content_for_each_source() -> None:
    read = read_document(b'{"sources":["a","b"],"sourcesContent":["x"]}')
    assert read.contents == ["x", None]
    assert read_document(b'{"sources":["a"],"sourcesContent":["x","y"]}').contents == ["x"]


def test_sections_are_in_order() -> None:
    read = read_document(
        b'{"sections":[{"offset":{"line":2,"column":0},"map":{}},'
        b'{"offset":{"line":0,"column":3},"map":{}}]}'
    )
    assert read.sections is not None
    assert [(section.line, section.column) for section in read.sections] == [(0, 3), (2, 0)]


@pytest.mark.parametrize("guard", [b")]}'\n", b")]}'\r\n", b"]x\n", b""])
def test_guards(guard: bytes) -> None:
    assert read_document(guard + b'{"names":["a"]}').names == ["a"]


@pytest.mark.parametrize("data", [b")]}'{}", b"\xef\xbb\xbf{}", b'{"file":"a","file":"b"}', b"nul"])
def test_malformed(data: bytes) -> None:
    with pytest.raises(BadObject):
        read_document(data)


def test_unknown_keys_may_stand_twice() -> None:
    assert read_document(b'{"x":1,"x":2,"mappings":"A"}').mappings == "A"
