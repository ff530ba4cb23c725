"""What each register of a thread points at."""

from bisect import bisect_right
from collections.abc import Callable

from msgspec import Struct

from inspector.detail.cause import STACK_POINTERS, arch_of
from inspector.detail.values import as_text, bits_of, fill_pattern, is_canonical, near_null
from inspector.model.report import Module, Report, Thread

Named = Callable[[int, int], str]
"""Module (its index) and relative address -> function there; "" when unknown."""

_STACK = 1 << 20  # bytes above the stack pointer that are taken for stack
_SMALLEST = 8  # smaller numbers are counts and flags more often than addresses
_RED_ZONE = 1 << 10  # and below it
_FLAGS = frozenset({"rflags", "eflags", "cpsr", "cs", "ds", "es", "fs", "gs", "ss", "mxcsr"})


class RegisterNote(Struct, frozen=True, kw_only=True):
    """A register, its value, and what that is; "" when it looks like any number."""

    name: str
    value: int
    note: str = ""


def register_notes(report: Report, thread: Thread, named: Named) -> tuple[RegisterNote, ...]:
    """In the order of the request."""
    arch = arch_of(report, thread.frames[0]) if thread.frames else ""
    owners = _Owners(report.modules)
    known = dict(thread.registers)
    stack = next((known[name] for name in STACK_POINTERS if name in known), None)
    return tuple(
        RegisterNote(
            name=name,
            value=value,
            note="" if name in _FLAGS else _note(value, arch, stack, owners, named),
        )
        for name, value in thread.registers
    )


def _note(value: int, arch: str, stack: int | None, owners: "_Owners", named: Named) -> str:
    bits = bits_of(arch)
    if (module := owners.find(value)) is not None:
        away = value - module.address
        function = named(module.index, away)
        return f"{module.name or 'module'} +{away:#x}" + (f" {function}" if function else "")
    if not value:
        return "null"
    if stack is not None and stack - _RED_ZONE <= value < stack + _STACK:
        away = value - stack
        return f"stack, {abs(away):#x} {'above' if away >= 0 else 'below'} the stack pointer"
    if pattern := fill_pattern(value, bits):
        return pattern
    if text := as_text(value, bits):
        return f'text "{text}"'
    if (away_from_null := near_null(value, bits)) is not None:
        small = "near null" if away_from_null >= _SMALLEST else ""
        return small if away_from_null > 0 else str(away_from_null)
    return "" if is_canonical(value, arch) else "no address: non-canonical"


class _Owners:
    """Which module owns an address."""

    def __init__(self, modules: tuple[Module, ...]) -> None:
        known = [module for module in modules if module.address and module.size]
        self._modules = sorted(known, key=lambda module: module.address)
        self._starts = [module.address for module in self._modules]

    def find(self, value: int) -> Module | None:
        at = bisect_right(self._starts, value) - 1
        module = self._modules[at] if at >= 0 else None
        return module if module and value - module.address < (module.size or 0) else None
