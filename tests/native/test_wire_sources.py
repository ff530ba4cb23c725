"""What a request may say about sources beyond the reference, and that strict refuses it."""

import pytest

from inspector.model.body import BadBody
from inspector.model.places.sources import FilesystemSource
from inspector.native.wire import decode

SCAN = b'{"sources":[{"type":"filesystem","id":"x","path":"p","layout":{"type":"scan"}}]}'


def test_a_folder_may_be_scanned_unless_strict() -> None:
    (scanned,) = decode(SCAN).sources or ()
    assert isinstance(scanned, FilesystemSource)
    assert scanned.layout.type == "scan"
    with pytest.raises(BadBody, match=r"^sources\[0\]\.layout\.type: invalid enum value 'scan'$"):
        decode(SCAN, strict=True)


def test_only_folders_are_scanned() -> None:
    web = SCAN.replace(b'"filesystem"', b'"http"').replace(b'"path":"p"', b'"url":"http://h/"')
    with pytest.raises(BadBody, match=r"^sources\[0\]: the layout `scan` is for"):
        decode(web)


def test_presets_are_an_addition() -> None:
    text = b'{"sources":[{"type":"http","id":"x","url":"http://h/"},{"preset":"nuget"}]}'
    sources = decode(text).sources or ()
    assert [source.id for source in sources] == ["x", "nuget"]
    with pytest.raises(BadBody, match=r"^sources\[1\]: .*`type`"):
        decode(text, strict=True)


@pytest.mark.parametrize(
    ("preset", "reason"),
    [
        (b'"nugget"', r"^sources\[0\]\.preset: unknown preset `nugget`, did you mean `nuget`\?"),
        (b'"DEBUGINFOD_URLS"', r"^sources\[0\]\.preset: .* is for settings"),
        (b"7", r"^sources\[0\]\.preset: expected a name$"),
        (b'"amd","type":"http"', r"^sources\[0\]\.type: comes from the preset$"),
    ],
)
def test_wrong_presets(preset: bytes, reason: str) -> None:
    with pytest.raises(BadBody, match=reason):
        decode(b'{"sources":[{"preset":' + preset + b"}]}")


@pytest.mark.parametrize("reference", [b'{"env":"HOME"}', b'{"file":"x"}', b'{"keyring":"x"}'])
def test_requests_cannot_refer_to_secrets(reference: bytes) -> None:
    text = b'{"sources":[{"type":"sentry","id":"x","url":"http://h/","token":' + reference + b"}]}"
    with pytest.raises(BadBody, match=r"^sources\[0\]\.token: expected `str"):
        decode(text)
