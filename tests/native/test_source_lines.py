"""What one object says about one source file."""

from pathlib import Path

import pytest

from inspector.model.context import Context, Lines
from inspector.model.places.sourcelinks import SourceText
from inspector.native.source_lines import source_link, source_of
from inspector.objects.bundle import Bundle
from inspector.objects.dotnet.convert import convert_ppdb
from inspector.objects.dotnet.portable_pdb import PortablePdb

SYMBOLS = "conformance/cases/fixtures/symbols"


class OneFile:
    """An object that knows one answer, whatever is asked."""

    def __init__(self, answer: SourceText | None) -> None:
        self._answer = answer

    def source_by_path(self, path: str, /) -> SourceText | None:
        return self._answer


@pytest.mark.parametrize(
    ("url", "link"),
    [
        pytest.param("https://h/a.cs", "https://h/a.cs", id="as-it-is"),
        pytest.param("http://H:80/a b/../Ä.cs?q#f", "http://h/%C3%84.cs?q#f", id="normal-form"),
        pytest.param("https://h", "https://h/", id="root"),
        pytest.param("https://h\\a\\b.cs", "https://h/a/b.cs", id="backslashes"),
        pytest.param("https://", None, id="no-host"),
        pytest.param("https://h:99999/a", None, id="bad-port"),
        pytest.param("HTTPS://h/a.cs", None, id="upper-case"),
        pytest.param(" https://h/a.cs", None, id="blank-in-front"),
        pytest.param("ftp://h/a.cs", None, id="ftp"),
        pytest.param("file:///etc/passwd", None, id="file"),
        pytest.param("a.cs", None, id="relative"),
        pytest.param("", None, id="empty"),
    ],
)
def test_source_link(url: str, link: str | None) -> None:
    assert source_link(url) == link


@pytest.mark.parametrize(
    ("found", "expected"),
    [
        pytest.param(None, None, id="nothing"),
        pytest.param(SourceText(b"a"), SourceText(b"a"), id="text"),
        pytest.param(SourceText(url="http://H"), SourceText(url="http://h/"), id="url"),
        pytest.param(SourceText("a", "http://H"), SourceText("a", "http://h/"), id="both"),
        pytest.param(SourceText("a", "x:y"), SourceText("a"), id="text-and-no-link"),
        pytest.param(SourceText(url="x:y"), SourceText(), id="no-link"),
    ],
)
def test_source_of(found: SourceText | None, expected: SourceText | None) -> None:
    assert source_of(OneFile(found), "/a") == expected


def lines_of(found: SourceText | None, line: int) -> Context:
    assert found is not None
    assert found.text is not None
    context = Lines(found.text).around(line)
    assert context is not None
    return context


def test_our_bundle(harbor_bundle: Bundle) -> None:
    found = source_of(harbor_bundle, "\\build\\harbor\\crane.c")
    assert lines_of(found, 9).line == "  return c->weight * 3;            /* CRASH: c is null */"


@pytest.fixture
def harbor_bundle() -> Bundle:
    fixtures = Path(__file__).resolve().parent.parent / "fixtures" / "harbor"
    return Bundle.open(str(fixtures / "bundle/clang-dwarf5.src.zip"))


def test_upstream_bundle(shared: Path) -> None:
    """Worked example 7.9 of spec/native.md."""
    bundle = Bundle.open(str(shared / SYMBOLS / "7f/883fcdc55336d0a809b0150f09500b.src.zip"))
    found = source_of(bundle, "/Users/swatinem/Coding/sentry-native/examples/example.c")
    assert lines_of(found, 60) == Context(
        ("#endif", "", "static void", "trigger_crash()", "{"),
        "    memset((char *)invalid_mem, 1, 100);",
        ("}", "", "int", "main(int argc, char **argv)", "{"),
    )


def portable_pdb(path: Path, folder: Path) -> PortablePdb:
    convert_ppdb(str(path), 0, path.stat().st_size, str(folder / "table"))
    return PortablePdb.open(str(folder / "table"))


def test_upstream_embedded_source(shared: Path, tmp_path: Path) -> None:
    """Worked example 7.5: nothing follows the last line, and lines end with CR LF."""
    (path,) = (shared / SYMBOLS).glob("portable-embedded.pdb/*/*.pdb")
    pdb = portable_pdb(path, tmp_path)
    document, line, _ = pdb.lookup(5, 47) or ("", 0, "")
    comment = "    // When debug is enabled, the Sentry client will emit detailed debugging"
    comment += " information to the console."
    assert lines_of(source_of(pdb, document), line) == Context(
        (
            comment,
            "    o.Debug = true;",
            "});",
            "",
            "// The following unhandled exception will be captured and sent to Sentry.",
        ),
        'throw new Exception("test");',
        (),
    )


def test_upstream_source_links(shared: Path, tmp_path: Path) -> None:
    """A document with embedded text has no link, the others of the same file have."""
    (path,) = (shared / SYMBOLS).glob("source-links.pdb/37E9*/*.pdb")
    pdb = portable_pdb(path, tmp_path)
    document, _, _ = pdb.lookup(7, 1) or ("", 0, "")
    link = (
        "https://raw.githubusercontent.com/dotnet/runtime/d099f075e45d2aa6007a22b71b45a08758559f80"
        "/src/libraries/Common/src/System/ThrowHelper.cs"
    )
    assert source_of(pdb, document) == SourceText(url=link)
