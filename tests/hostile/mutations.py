"""Damage, chosen by a seeded generator: the same generator makes the same damage again."""

import gzip
import io
import json
import zipfile
import zlib
from random import Random
from typing import TYPE_CHECKING, Any

import zstandard

if TYPE_CHECKING:
    from collections.abc import Callable

LARGEST = 1 << 20  # bytes; damage makes nothing larger than that

NUMBERS: tuple[Any, ...] = (
    0, 1, -1, 7, 255, 65535, 2**31 - 1, 2**31, 2**32 - 1, 2**32, 2**63 - 1, 2**63, 2**64 - 1,
    2**64, 10**30, -(2**63), 0.5, -0.0, 1e308, 1e400,
)  # fmt: skip
TEXTS: tuple[str, ...] = (
    "", " ", "0x", "0x-1", "0xffffffffffffffff", "-1", "null", "\0", "\x1b]0;x\x07\x1b[31m",
    "\u202eabc",
    "../" * 12 + "etc/passwd", "/etc/passwd", "C:\\..\\..\\x", "file:///etc/passwd", "app:///x.js",
    "http://127.0.0.1:1/x", "http://[::1]:1/", "http://0x7f000001/", "http://", "data:,x", "~/x",
    "native", "rel:0", "rel:99999999999999999999", "a" * 5000, "%", "%s%n", "<b>[red]{}", "\ud800",
    "\U0001f980", "e\u0301", "\u2028", "elf", "pe", "scan", "wasm", "caller_first", "*", "**", "\\",
)  # fmt: skip
WORDS: tuple[bytes, ...] = (
    b"\0", b"\xff", b"\x7f", b"\x80", b"\0\0\0\0", b"\xff\xff\xff\xff", b"\0\0\0\x80",
    b"\x7f\xff\xff\xff", b"\xff" * 8, b"\0" * 8, b"\0\0\1\0", b"\0\0\0\x10", b"\x80" * 9 + b"\1",
    b"\n", b"%",
)  # fmt: skip


def damage(rng: Random, data: bytes) -> bytes:
    """The bytes with a few of them changed, removed, doubled, moved or cut off."""
    copy = bytearray(data)
    first = rng.choice((0, 0, 0, len(copy) // 2)) if len(copy) > 64 else 0
    last = rng.choice((64, 512, 4096, len(copy), len(copy), len(copy)))
    for _ in range(rng.choice((1, 1, 2, 4, 8, 32))):
        if not copy:
            break
        at = min(first + rng.randrange(max(min(last, len(copy)), 1)), len(copy) - 1)
        _one(rng, copy, at)
    return bytes(copy[:LARGEST])


def _one(rng: Random, copy: bytearray, at: int) -> None:
    length = rng.choice((1, 2, 4, 8, 16, 64, 256))
    match rng.randrange(10):
        case 0 | 1:
            copy[at] = rng.randrange(256)
        case 2:
            copy[at] ^= 1 << rng.randrange(8)
        case 3 | 4:
            word = rng.choice(WORDS)
            at -= at % 4 if len(word) in (4, 8) and rng.random() < 0.5 else 0
            copy[at : at + len(word)] = word
        case 5:
            del copy[at : at + length]
        case 6:
            copy[at:at] = copy[at : at + length] * rng.choice((1, 1, 20))
        case 7:
            other = rng.randrange(len(copy))
            copy[at : at + length] = copy[other : other + length]
        case 8:
            copy[at : at + length] = rng.randbytes(length)
        case _:
            if rng.random() < 0.3:
                del copy[at:]
            else:
                copy[at : at + length] = bytes(length)


def damage_lines(rng: Random, data: bytes) -> bytes:
    """A text with lines removed, doubled, swapped, made long, and numbers in them changed."""
    lines = data.split(b"\n")
    for _ in range(rng.choice((1, 2, 5, 20))):
        at = rng.randrange(len(lines))
        match rng.randrange(6):
            case 0:
                del lines[at]
            case 1:
                lines[at:at] = [lines[at]] * rng.choice((1, 2, 200))
            case 2:
                other = rng.randrange(len(lines))
                lines[at], lines[other] = lines[other], lines[at]
            case 3:
                words = lines[at].split(b" ")
                words[rng.randrange(len(words))] = _word(rng)
                lines[at] = b" ".join(words)
            case 4:
                lines[at] = damage(rng, lines[at])
            case _:
                lines[at] += b" " + _word(rng) * rng.choice((1, 1, 300))
        lines = lines or [b""]
    return b"\n".join(lines)[:LARGEST]


def _word(rng: Random) -> bytes:
    if rng.random() < 0.5:
        return b"%x" % abs(int(min(rng.choice(NUMBERS), 2**64)))
    return rng.choice(TEXTS).encode("utf-8", "surrogatepass")


def damage_tree(rng: Random, tree: Any) -> Any:
    """A JSON value with some of its values replaced, removed, doubled or renamed."""
    copy = json.loads(json.dumps(tree))
    for _ in range(rng.choice((1, 1, 2, 3, 6))):
        places = list(_places(copy))
        if not places:
            return _value(rng)
        holder, key = rng.choice(places)
        _replace(rng, holder, key)
    return copy


def _places(tree: Any) -> Any:
    if isinstance(tree, dict | list):
        for key in tree if isinstance(tree, dict) else range(len(tree)):
            yield tree, key
            yield from _places(tree[key])


def _replace(rng: Random, holder: Any, key: Any) -> None:
    match rng.randrange(6):
        case 0:
            del holder[key]
        case 1 if isinstance(holder, list):
            holder[key:key] = [holder[key]] * rng.choice((1, 3, 40))
        case 1:
            holder[rng.choice((*holder, *TEXTS))] = holder[key]
        case 2 if isinstance(holder[key], str):
            text = holder[key]
            cut = rng.randint(0, len(text))
            holder[key] = text[:cut] + rng.choice(TEXTS) + text[cut:]
        case 2 if isinstance(holder[key], int) and not isinstance(holder[key], bool):
            holder[key] += rng.choice((-1, 1, 0x1000, 2**32, -holder[key]))
        case _:
            holder[key] = _value(rng)


def _value(rng: Random) -> Any:
    match rng.randrange(6):
        case 0 | 1:
            return rng.choice(NUMBERS)
        case 2 | 3:
            return rng.choice(TEXTS)
        case 4:
            return rng.choice((None, True, False, [], {}))
    return rng.choice(([[]], {"": {}}, [1, "a", None], {"type": "x"}, [{}] * 30))


def json_of(rng: Random, tree: Any) -> bytes:
    """A JSON text of the value, or at times one that is no JSON, or hardly."""
    text = json.dumps(tree, ensure_ascii=rng.random() < 0.7)
    data = text.encode("utf-8", "surrogatepass")
    match rng.randrange(24):
        case 0:
            return damage(rng, data)
        case 1:
            return b"\xef\xbb\xbf" + data
        case 2:
            depth = rng.choice((100, 2000, 200_000))
            return b"[" * depth + data + b"]" * depth
        case 3:
            return data.replace(b":", b':{"a":' * 1, 1)
        case 4:
            return data[: rng.randrange(len(data) + 1)]
        case 5:
            return data.replace(b"{", b'{"stacktraces":[],"modules":[],', 1)
        case 6:
            return text.encode(rng.choice(("utf-16", "utf-32", "latin-1")), "replace")
    return data


def packed(rng: Random, data: bytes) -> bytes:
    """The bytes compressed in one of the ways that symbol servers use, perhaps damaged then."""
    ways: tuple[Callable[[bytes], bytes], ...] = (
        gzip.compress,
        zlib.compress,
        zstandard.ZstdCompressor().compress,
        zipped,
        lambda plain: gzip.compress(gzip.compress(plain)),
    )
    done = rng.choice(ways)(data)
    return damage(rng, done) if rng.random() < 0.6 else done


def zipped(data: bytes, name: str = "file") -> bytes:
    """A ZIP file with one member."""
    return _zip([(name, data)])


def _zip(members: list[tuple[str, bytes]]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in dict(members).items():
            archive.writestr(zipfile.ZipInfo(name or "x"), content)
    return out.getvalue()


def damage_bundle(rng: Random, data: bytes) -> bytes:
    """A bundle that is a sound ZIP file again, but with a damaged manifest or member."""
    if rng.random() < 0.4:
        return damage(rng, data)
    with zipfile.ZipFile(io.BytesIO(data[8:])) as archive:
        members = [(name, archive.read(name)) for name in archive.namelist()]
    at = rng.randrange(len(members))
    name, content = members[at]
    if name == "manifest.json" or rng.random() < 0.6:
        at = next(n for n, (each, _) in enumerate(members) if each == "manifest.json")
        name, content = members[at]
        members[at] = name, json_of(rng, damage_tree(rng, json.loads(content)))
    elif name.endswith(".map"):
        members[at] = name, damage_map(rng, content)
    else:
        members[at] = name, damage(rng, content)
    return data[:8] + _zip(members)


def damage_map(rng: Random, data: bytes) -> bytes:
    """A source map with damaged fields, mappings or text."""
    try:
        tree = json.loads(data)
    except ValueError:
        return damage(rng, data)
    choice = rng.randrange(3)
    if choice == 0:
        return damage(rng, data)
    mappings = tree.get("mappings") if isinstance(tree, dict) else None
    if choice == 1 and isinstance(mappings, str):
        text = bytearray(mappings.encode())
        for _ in range(rng.choice((1, 3, 10))):
            at = rng.randint(0, len(text))
            new = rng.choice((b";", b",", b"A", b"gggggggggggggggggggE", b"=", b"~", b"D" * 9))
            text[at:at] = new * rng.choice((1, 1, 500))
        return json.dumps(tree | {"mappings": text.decode()}).encode()
    return json_of(rng, damage_tree(rng, tree))


def damage_file(rng: Random, name: str, data: bytes) -> bytes:
    """Damage that fits what the file is by its name."""
    if name.endswith((".sym", ".js")):
        done = damage_lines(rng, data) if rng.random() < 0.7 else damage(rng, data)
    elif name.endswith(".map"):
        done = damage_map(rng, data)
    elif data.startswith(b"SYSB"):
        done = damage_bundle(rng, data)
    else:
        done = damage(rng, data)
    return packed(rng, done) if rng.random() < 0.06 else done
