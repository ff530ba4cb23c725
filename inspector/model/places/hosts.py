"""The host part of a URL: domains to ASCII, IPv4 in all its spellings, IPv6."""

import re

_FORBIDDEN = re.compile(r"[\x00\t\n\r #/:<>?@\[\\\]^|]")
_FORBIDDEN_IN_DOMAIN = re.compile(r"[\x00-\x20#/:<>?@\[\\\]^|%\x7f]")
_HEX = re.compile(r"0[xX]([0-9a-fA-F]*)")
_OCTAL = re.compile(r"0([0-7]*)")
_DECIMAL = re.compile(r"([1-9][0-9]*)")
_ESCAPE = re.compile(rb"%([0-9a-fA-F]{2})")
_LAST_IS_NUMBER = re.compile(r"(?:.*\.)?(?:[0-9]+|0[xX][0-9a-fA-F]*)\.?")
_ZERO_RUN = re.compile(r"(?:^|:)0(?::0)+(?=:|$)")


def parse_host(text: str, special: bool) -> str | None:
    """The host as a normalised URL has it; None if there is no such host.

    special  True for http, https, ws, wss, ftp and file: names are domains or IPv4 addresses.
             Hosts of other schemes stay as they are but for percent encoding.
    """
    if text.startswith("["):
        return _ipv6(text[1:-1]) if text.endswith("]") else None
    if not special:
        return None if _FORBIDDEN.search(text) else _encode_non_ascii(text)
    decoded = _ESCAPE.sub(lambda m: bytes([int(m[1], 16)]), text.encode("utf-8", "surrogatepass"))
    domain = domain_to_ascii(decoded.decode("utf-8", "replace"))
    if not domain or _FORBIDDEN_IN_DOMAIN.search(domain):
        return None
    return _ipv4(domain) if _LAST_IS_NUMBER.fullmatch(domain) else domain


def domain_to_ascii(domain: str) -> str | None:
    """Lower-case ASCII form, international labels as `xn--`; None if there is none.

    As lenient as upstream: any ASCII character passes, labels may be empty or long. The
    rules for text direction and joiners are left out: a name that breaks them has no address.
    """
    if domain.isascii():
        domain = domain.lower()
        return domain if "xn--" not in domain else _check_labels(domain)
    import idna

    try:
        mapped = idna.uts46_remap(domain, std3_rules=False, transitional=False)
    except idna.IDNAError:
        return None
    if any(label.startswith("xn--") and not label.isascii() for label in mapped.split(".")):
        return None
    labels = [x if x.isascii() else "xn--" + _punycode(x) for x in mapped.split(".")]
    return _check_labels(".".join(labels))


def _punycode(label: str) -> str:
    return label.encode("punycode").decode("ascii")


def _check_labels(domain: str) -> str | None:
    """`domain`, unless one of its `xn--` labels does not stand for an international one."""
    import idna

    for label in domain.split("."):
        if not label.startswith("xn--"):
            continue
        try:
            decoded = label[4:].encode("ascii").decode("punycode")
            mapped = idna.uts46_remap(decoded, std3_rules=False, transitional=False)
        except (UnicodeError, idna.IDNAError):
            return None
        if decoded.isascii() or mapped != decoded or _punycode(decoded) != label[4:]:
            return None
    return domain


def _encode_non_ascii(text: str) -> str:
    """Percent encoding of controls and of everything beyond ASCII."""
    data = text.encode("utf-8", "surrogatepass")
    return "".join(chr(b) if 0x20 <= b <= 0x7E else f"%{b:02X}" for b in data)


def _ipv4(text: str) -> str | None:
    """Four decimal numbers, from one to four numbers in any base: `0x7f.1` is 127.0.0.1."""
    numbers = [_ipv4_number(part) for part in text.removesuffix(".").split(".")]
    if len(numbers) > 4 or None in numbers:
        return None
    *firsts, last = (number or 0 for number in numbers)
    if any(number > 255 for number in firsts) or last >= 256 ** (4 - len(firsts)):
        return None
    value = last + sum(number << 8 * (3 - i) for i, number in enumerate(firsts))
    return ".".join(str(byte) for byte in value.to_bytes(4, "big"))


def _ipv4_number(part: str) -> int | None:
    if len(part) > 40:
        return None
    for spelling, base in ((_HEX, 16), (_OCTAL, 8), (_DECIMAL, 10)):
        if match := spelling.fullmatch(part):
            return int(match[1] or "0", base)
    return None


def _ipv6(text: str) -> str | None:
    """The address in brackets: lower-case, the longest run of zeros left out."""
    from ipaddress import IPv6Address

    try:
        packed = IPv6Address(text).packed if "%" not in text else None
    except ValueError:
        return None
    if packed is None:
        return None
    full = ":".join(f"{packed[i] << 8 | packed[i + 1]:x}" for i in range(0, 16, 2))
    runs = sorted(_ZERO_RUN.finditer(full), key=lambda m: m[0].count("0"), reverse=True)
    if not runs:
        return f"[{full}]"
    start, end = runs[0].span()
    return f"[{full[:start]}::{full[end:].removeprefix(':')}]"
