"""Addresses as requests spell them: a JSON integer, "0x1f" or "31"; answers say "0x1f"."""

MAX = 0xFFFF_FFFF_FFFF_FFFF

_DIGITS = "0123456789"
_HEX_DIGITS = "0123456789abcdefABCDEF"


def parse_address(value: object) -> int:
    """A 64-bit address. Raises ValueError with the reason. Rules: spec/native.md 1.3."""
    if isinstance(value, int) and not isinstance(value, bool):
        number = value + (1 << 64) if -(1 << 63) <= value < 0 else value
    elif not isinstance(value, str):
        raise ValueError(f"expected an address, got {_kind(value)}")
    elif value[:2] in ("0x", "0X"):
        number = int(_digits(value, value[2:], _HEX_DIGITS), 16)
    else:
        digits = _digits(value, value, _DIGITS).lstrip("0")
        number = int(digits or "0") if len(digits) < 40 else MAX + 1
    if not 0 <= number <= MAX:
        raise ValueError("address does not fit into 64 bits")
    return number


def format_address(address: int) -> str:
    """Lower-case hex without padding, as every response has it."""
    return f"0x{address:x}"


def _digits(value: str, text: str, known: str) -> str:
    """The digits of a number. Like Rust's, it may begin with a plus sign."""
    digits = text.removeprefix("+")
    if not digits or digits.strip(known):
        raise ValueError("empty string is not an address" if not value else _bad_digit(value))
    return digits


def _kind(value: object) -> str:
    return "null" if value is None else type(value).__name__


def _bad_digit(value: str) -> str:
    shown = value if len(value) <= 40 else value[:40] + "…"
    return f"invalid digit in address {shown!r}"
