"""Symbol -> the name a person wrote, with parameters and without a return type.

Rules: spec/native.md 2.9, after `symbolic-demangle/src/lib.rs` of getsentry/symbolic.
"""

from functools import lru_cache

from inspector.objects.mangling import cpp, crates, swift

_LONGEST = 16_384  # characters, of a symbol and of its name: what is beyond is nobody's name
_REMEMBERED = 2048  # names; one crash repeats the same ones thousands of times

_HEX = frozenset("0123456789abcdefABCDEF")


def demangle(symbol: str, lang: str = "") -> str | None:
    """The readable name; None for nothing, and the symbol is then its own name.

    lang  the language of the debug data as on the wire; empty or `unknown`: guessed

    Never raises and always ends, for a symbol may come from anywhere.
    """
    return None if len(symbol) > _LONGEST else _demangled(symbol, lang)


def detect(symbol: str) -> str:
    """The language that a symbol by itself points to, as on the wire; else `unknown`."""
    return "unknown" if len(symbol) > _LONGEST else _detected(symbol)


@lru_cache(maxsize=_REMEMBERED)
def _demangled(symbol: str, lang: str) -> str | None:
    if _is_hashed(symbol):
        return symbol
    if lang in ("", "unknown"):
        lang = _detected(symbol)
    name = _read(symbol, lang)
    return None if name is None or len(name) > _LONGEST else name


@lru_cache(maxsize=_REMEMBERED)
def _detected(symbol: str) -> str:
    if _is_objc(symbol):
        return "objc"
    if crates.read(symbol, "rust") is not None:  # before C++: old Rust names start with _ZN
        return "rust"
    if cpp.is_itanium(symbol) or cpp.is_msvc(symbol):
        return "cpp"
    return "swift" if swift.is_swift(symbol) else "unknown"


def _read(symbol: str, lang: str) -> str | None:
    match lang:
        case "objc":
            return symbol
        case "objcpp":
            return symbol if _is_objc(symbol) else cpp.itanium(symbol)
        case "cpp":
            return cpp.msvc(symbol) if cpp.is_msvc(symbol) else cpp.itanium(symbol)
        case "rust":
            return crates.read(symbol, "rust")
        case "swift":
            return swift.read(symbol)
    return None


def _is_objc(symbol: str) -> bool:
    return symbol.startswith(("-[", "+[")) and symbol.endswith("]")


def _is_hashed(symbol: str) -> bool:
    """`??@`, 32 hex digits, `@`: what MSVC writes for a name that got too long."""
    return (
        len(symbol) == 36
        and symbol.startswith("??@")
        and symbol.endswith("@")
        and _HEX.issuperset(symbol[3:35])
    )
