"""A script, a source map or a source -> is it text, what its comments say, lines around positions.

Runs in a child process: such files may be of any size. Rules: spec/js.md 4.4, 4.5 and 8.
"""

import re
from binascii import a2b_base64
from codecs import utf_8_decode
from collections import OrderedDict
from hashlib import sha256
from urllib.parse import unquote_to_bytes

from msgspec import Struct

from inspector.model.context import Context, Lines
from inspector.objects.errors import BadObject

_BUDGET = 1 << 28  # bytes of text kept for the next questions
_PIECE = 1 << 16  # bytes
_LONGEST_URL = 1 << 20  # bytes; nobody means a longer one

_SPACE = re.compile(rb"[ \t\n\f\r]")
_NOT_SPACE = re.compile(rb"[^ \t\n\f\r]")
_CUT = re.compile(rb"[?#]")
_BASE64_MARK = re.compile(rb"; *base64\Z", re.IGNORECASE)
_URL_NOISE = b"\t\n\r"
_BASE64_NOISE = b" \t\n\f\r"


class ScriptInfo(Struct, frozen=True, kw_only=True):
    """What a text file says of itself."""

    digest: str  # SHA-256 of the content
    size: int  # bytes
    map_url: str | None = None  # in the last comment, as written; None: no comment
    embedded: bool = False  # the comment is a data URL; `map_url` is then "data:"
    debug_id: str | None = None  # in the last comment, as written; None: no comment


class ScriptAnswer(Struct, frozen=True):
    """About a file, and the lines around each position asked for; None beyond its end."""

    info: ScriptInfo
    contexts: tuple[Context | None, ...]


class Scripts:
    """The texts of one child, the last used ones within a budget of memory."""

    def __init__(self) -> None:
        self._known: OrderedDict[str, tuple[ScriptInfo, Lines]] = OrderedDict()

    def __call__(self, key: str, path: str, positions: list[tuple[int, int]]) -> ScriptAnswer:
        """What the file is, and the lines around `positions`: (line, column), both 1-based.

        key  names the content: it is kept under it. Raises BadObject if the file is no UTF-8.
        """
        if key not in self._known:
            self._known[key] = _read(path)
        self._known.move_to_end(key)
        info, lines = self._known[key]
        while len(self._known) > 1 and sum(i.size for i, _ in self._known.values()) > _BUDGET:
            self._known.popitem(last=False)
        return ScriptAnswer(info, tuple(lines.around(line, col) for line, col in positions))


def _read(path: str) -> tuple[ScriptInfo, Lines]:
    with open(path, "rb") as file:
        text = file.read()
    return read_info(text), Lines(text)


def read_info(text: bytes) -> ScriptInfo:
    """What the text says of itself. Raises BadObject if it is no UTF-8."""
    _check_utf8(text)
    map_url, debug_id = map_reference(text), own_debug_id(text)
    embedded = map_url is not None and map_url.startswith(b"data:")
    if map_url is not None and not embedded and len(map_url) > _LONGEST_URL:
        map_url = None
    return ScriptInfo(
        digest=sha256(text).hexdigest(),
        size=len(text),
        map_url="data:" if embedded else map_url.decode() if map_url is not None else None,
        embedded=embedded,
        debug_id=debug_id,
    )


def _check_utf8(text: bytes) -> None:
    """In pieces: one string of it all would take eight times as long to make."""
    at = 0
    while at < len(text):
        piece = text[at : at + _PIECE]
        try:
            at += utf_8_decode(piece, "strict", at + _PIECE >= len(text))[1]
        except UnicodeDecodeError as error:
            place = at + error.start
            raise BadObject(f"invalid utf-8 sequence at byte {place}") from None


def map_reference(text: bytes) -> bytes | None:
    """The word after the last `sourceMappingURL=` comment, without query and fragment."""
    markers = (b"//# sourceMappingURL=", b"//@ sourceMappingURL=")
    at = max(text.rfind(marker) for marker in markers)
    return None if at < 0 else _value(text, at + len(markers[0]))


def own_debug_id(text: bytes) -> str | None:
    """The word after the last `debugId=` comment, whether or not it can be read as one."""
    marker = b"//# debugId="
    at = text.rfind(marker)
    return None if at < 0 else _value(text, at + len(marker))[:128].decode("utf-8", "replace")


def _value(text: bytes, at: int) -> bytes:
    """The first word from `at` on, also on a later line, up to a query or a fragment."""
    start = _NOT_SPACE.search(text, at)
    if start is None:
        return b""
    end = _SPACE.search(text, start.start())
    stop = end.start() if end else len(text)
    cut = _CUT.search(text, start.start(), stop)
    return text[start.start() : cut.start() if cut else stop]


def write_embedded_map(path: str, url: str, out_path: str) -> None:
    """Write the content of a data URL to `out_path`: of `url`, else of the comment in `path`.

    Raises BadObject when it is invalid.
    """
    if url:
        reference = url.encode()
    else:
        with open(path, "rb") as file:
            reference = map_reference(file.read()) or b""
    content = decode_data_url(reference)
    if content is None:
        raise BadObject("invalid data URL")
    with open(out_path, "wb") as out:
        out.write(content)


def decode_data_url(url: bytes) -> bytes | None:
    """The content of a data URL; None if it has no comma, bad base64, or is not UTF-8."""
    head, comma, body = url.partition(b",")
    if not comma:
        return None
    content = unquote_to_bytes(body.partition(b"#")[0].translate(None, _URL_NOISE))
    try:
        if _BASE64_MARK.search(head.strip(_BASE64_NOISE)):
            content = _forgiving_base64(content)
        content.decode()
    except ValueError:
        return None
    return content


def _forgiving_base64(data: bytes) -> bytes:
    """Padding may be absent but not wrong; white space is ignored. Raises ValueError."""
    data = data.translate(None, _BASE64_NOISE)
    if len(data) % 4 == 0:
        data = data.removesuffix(b"=").removesuffix(b"=")
    if b"=" in data or len(data) % 4 == 1:
        raise ValueError("wrong padding")
    return a2b_base64(data + b"=" * (-len(data) % 4), strict_mode=True)


def write_member(path: str, member: str, out_path: str) -> None:
    """Write a member of the bundle at `path` to `out_path`. Raises BadObject when it cannot."""
    from inspector.objects.bundle import Bundle, Entry

    content = Bundle.open(path).read(Entry(member))
    if content is None:
        raise BadObject("the member is missing, damaged or too large")
    with open(out_path, "wb") as out:
        out.write(content)
