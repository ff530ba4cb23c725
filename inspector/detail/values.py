"""What a number in a register looks like: near null, no address at all, a fill pattern, text."""

PAGE = 4096
_SLACK = 0x1000  # bytes that an offset into an object may add to a pattern

_BYTES = {
    0xCC: "stack memory never written to (Visual C++ debug)",
    0xCD: "heap memory never written to (Visual C++ debug)",
    0xDD: "freed heap memory (Visual C++ debug)",
    0xFD: "guard bytes round heap memory (Visual C++ debug)",
    0xAB: "guard bytes behind heap memory (Windows heap)",
    0xAA: "memory never written to (malloc scribbling, -ftrivial-auto-var-init)",
    0x55: "freed memory (malloc scribbling)",
    0xA5: "heap memory never written to (jemalloc)",
    0x5A: "freed heap memory (jemalloc)",
    0xE4: "heap memory never written to (mozjemalloc)",
    0xE5: "freed heap memory (mozjemalloc)",
    0xBE: "heap memory never written to (AddressSanitizer)",
    0x6B: "freed kernel memory (SLUB)",
}
_WORDS = {
    0xFEEEFEEE: "freed heap memory (Windows heap)",
    0xBAADF00D: "heap memory never written to (Windows heap)",
    0xDEADBEEF: "a marker for memory that must not be used",
    0xDEADC0DE: "a marker for memory that must not be used",
    0xABADCAFE: "a marker for memory never written to",
    0xBADCAB1E: "a marker for memory that must not be used",
}


def fill_pattern(value: int, bits: int) -> str:
    """ "0xdddddddd: freed heap memory" for a pattern or a place just beside it; "" for none."""
    for pattern, meaning in _patterns(bits).items():
        away = value - pattern
        if -_SLACK < away < _SLACK:
            beside = "" if not away else f" {'+' if away > 0 else '-'} {abs(away):#x}"
            return f"0x{pattern:x}{beside}: {meaning}"
    return ""


def _patterns(bits: int) -> dict[int, str]:
    copies = int("01" * (bits // 8), 16)
    found = {byte * copies: meaning for byte, meaning in _BYTES.items()}
    found |= _WORDS
    if bits == 64:
        found |= {word << 32 | word: meaning for word, meaning in _WORDS.items()}
    return found


def near_null(value: int, bits: int) -> int | None:
    """How far from address 0, negative below it; None when it is farther than a field can be."""
    if value < 16 * PAGE:
        return value
    below = value - (1 << bits)
    return below if -PAGE < below < 0 else None


def is_canonical(value: int, arch: str) -> bool:
    """Whether an address of that architecture may look like this."""
    if arch.startswith("x86_64"):
        return value >> 47 in (0, 0x1FFFF)
    if arch.startswith("arm64"):  # the highest byte may hold a tag
        return value >> 48 & 0xFF in (0, 0xFF)
    return value < 1 << 32 or arch not in ("x86", "arm", "armv7")


def as_text(value: int, bits: int) -> str:
    """The characters a register full of text holds, in the order of memory; "" when it does not."""
    raw = value.to_bytes(8, "little")[: bits // 8]
    text = raw.rstrip(b"\0")
    if len(text) < min(4, bits // 8) or not all(0x20 <= byte < 0x7F for byte in text):
        return ""
    return text.decode("ascii")


def bits_of(arch: str) -> int:
    """Of a register; 64 for an architecture nobody knows."""
    narrow = ("x86", "arm", "i386", "i686", "mips", "ppc", "wasm32")
    wide = ("x86_64", "arm64", "mips64", "ppc64")
    return 32 if arch.startswith(narrow) and not arch.startswith(wide) else 64
