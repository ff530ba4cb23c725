"""Where the text of a source file is: at hand, or behind a URL that rules make from its path.

Rules: spec/native.md 3.2 and 3.3.
"""

from collections.abc import Mapping

from msgspec import Struct


class SourceText(Struct, frozen=True):
    """What an object knows of one source file; both may be None, which is no help at all."""

    text: str | bytes | None = None  # bytes are valid UTF-8
    url: str | None = None  # as the file spells it: hostile, not even known to be a URL


class SourceLinks:
    """Rules `pattern -> target`: a whole path, or with a final `*` the start of one."""

    def __init__(self, rules: Mapping[str, str]) -> None:
        self._exact: dict[str, str] = {}
        prefixes: dict[str, str] = {}
        for pattern, target in rules.items():
            if pattern.endswith("*"):
                prefixes[pattern[:-1].lower()] = target
            else:
                self._exact[pattern.lower()] = target
        longest_first = sorted(prefixes, key=lambda prefix: -len(prefix.encode()))
        self._prefixes = [(prefix, prefixes[prefix]) for prefix in longest_first]

    def __bool__(self) -> bool:
        return bool(self._exact or self._prefixes)

    def url(self, path: str) -> str | None:
        """The target of the rule that fits `path` best: an exact one, else the longest prefix.

        Case does not matter for fitting; what replaces the `*` of the target keeps it.
        """
        lower = path.lower()
        if (target := self._exact.get(lower)) is not None:
            return target
        for prefix, target in self._prefixes:
            if lower.startswith(prefix):
                return target.replace("*", _rest(path, prefix).replace("\\", "/"))
        return None


def _rest(path: str, prefix: str) -> str:
    """What follows a lower-cased prefix; as upstream, counted in bytes of the prefix.

    Lower case can be longer or shorter than the original; a cut inside a character leaves
    nothing.
    """
    if path.isascii() and prefix.isascii():
        return path[len(prefix) :]
    try:
        return path.encode()[len(prefix.encode()) :].decode()
    except UnicodeError:
        return ""
