"""The door to `multi_demangle`: the crates that Symbolicator reads names with, as one wheel."""

from typing import Literal


def read(symbol: str, scheme: Literal["cpp", "rust"]) -> str | None:
    """`symbol` with its parameters and without its return type; None when it cannot be read.

    Rust names lose their hash; a C++ answer above 4096 bytes is None, as upstream.
    Native code that cannot be interrupted: C++ names come through `cpp`, which keeps back
    those that would take forever.
    """
    import multi_demangle  # type: ignore[import-untyped]  # its stubs have no py.typed

    options = multi_demangle.DemangleOptions(return_type=False, parameters=True)
    try:
        text = multi_demangle.demangle_symbol(symbol, options, language=scheme)
    except UnicodeEncodeError:
        return None  # half a surrogate pair, which JSON may carry
    return None if text == symbol else text
