"""The answers to one question, as a table; which of them to mend first."""

from inspector.model.ids import read_debug_id
from inspector.model.outcome import Why
from inspector.model.why.answers import answer_text
from inspector.model.why.judged import Facts
from inspector.model.why.trace import Asked, ModuleTrace, Search

_SHOWN = 20  # locations at most; the rest are counted

_WORST = (
    Why.NO_PERMISSION,
    Why.TIMEOUT,
    Why.DOWNLOAD_FAILED,
    Why.MALFORMED,
    Why.UNSUPPORTED,
    Why.INTERNAL,
)
"""What a person can mend first; that a file is not there comes after all of these."""


def table_of(search: Search) -> Facts:
    """Every place asked with its answer, and every one that was left out with the rule."""
    rows = [(one.source, f"{one.uri}: {answer_text(one)}") for one in search.asked]
    if len(rows) > _SHOWN:
        rows[_SHOWN:] = [("", f"and {len(rows) - _SHOWN} more")]
    return tuple(rows + [(one.source, f"{one.file_type}: {one.text}") for one in search.filtered])


def worst(search: Search) -> Asked | None:
    """Of answers without an object, the one to mend first; None if all say "not found"."""
    for why in _WORST:
        for asked in search.asked:
            if asked.miss is not None and asked.miss.why is why:
                return asked
    return None


def other_build(asked: Asked, module: ModuleTrace) -> str:
    """How the identity of a file differs from the wanted one; "" if it does not."""
    wanted, own = read_debug_id(module.debug_id), read_debug_id(asked.debug_id)
    if wanted is not None and own is not None and own.uuid.strip("0"):
        if own.uuid != wanted.uuid:
            return f"its debug id is {own}, wanted was {wanted}"
        # The age in a Portable PDB is a part of its checksum, and only PDB files count theirs.
        if asked.format == "pdb" and own.age < wanted.age:
            return f"its age is {own.age:x}, wanted was {wanted.age:x}"
        return ""
    codes = asked.code_id.lower(), module.code_id
    if all(codes) and codes[0] != codes[1]:
        return f"its code id is {codes[0]}, wanted was {codes[1]}"
    return ""
