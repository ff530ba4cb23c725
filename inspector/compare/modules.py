"""The modules of two reports side by side."""

from collections.abc import Callable, Hashable, Sequence

from msgspec import Struct

from inspector.compare.frames import Judgement, Meaning
from inspector.compare.partners import partners
from inspector.model.report import Module

_RULES: tuple[Callable[[Module], Hashable], ...] = (
    lambda module: (_name(module), module.debug_id, module.code_id, module.address),
    lambda module: (_name(module), module.debug_id),
    lambda module: _name(module) or None,
)
_NOT_LOOKED_FOR = frozenset({"raw", "unused"})


class ModulePair(Struct, frozen=True):
    """A module of A, of B, or of both."""

    meaning: Meaning
    a: Module | None
    b: Module | None
    note: str = ""


def compare_modules(a: Sequence[Module], b: Sequence[Module]) -> tuple[ModulePair, ...]:
    """Every module of both, in the order of A; those that only B has come last."""
    partner = partners(a, b, _RULES)
    rows = [
        _pair(module, b[partner[i]]) if i in partner else ModulePair("only_a", module, None)
        for i, module in enumerate(a)
    ]
    taken = set(partner.values())
    return (*rows, *(ModulePair("only_b", None, m) for j, m in enumerate(b) if j not in taken))


def _name(module: Module) -> str:
    return module.name.lower()


def _pair(a: Module, b: Module) -> ModulePair:
    meaning, note = _judge(a, b)
    return ModulePair(meaning, a, b, note)


def _judge(a: Module, b: Module) -> Judgement:
    had, has = a.status == "found", b.status == "found"
    compared = a.status not in _NOT_LOOKED_FOR and b.status not in _NOT_LOOKED_FOR
    if had != has and compared:
        return ("better", f"{a.status}, now found") if has else ("worse", f"found, now {b.status}")
    if _is_other_build(a, b):
        return "changed", "another build"
    if a.status != b.status:
        return "changed", f"{a.status} became {b.status}"
    gained, lost = set(b.features) - set(a.features), set(a.features) - set(b.features)
    if bool(gained) != bool(lost):
        words = ", ".join(sorted(gained or lost))
        return ("better", f"has {words} now") if gained else ("worse", f"has no {words} now")
    return ("changed", "other features") if gained else ("equal", "")


def _is_other_build(a: Module, b: Module) -> bool:
    """By the debug ids; by the code ids where one side has no debug id."""
    one, other = a.debug_id, b.debug_id
    if not (one and other):
        one, other = a.code_id, b.code_id
    return bool(one and other and one != other)
