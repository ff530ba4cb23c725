"""Which address to look up for a frame: the call, not the instruction after it.

Rules: spec/native.md 2.6, after symbolic-common/src/heuristics.rs.
"""

from collections.abc import Mapping
from typing import Literal

from msgspec import Struct

from inspector.model.address import MAX

_CRASH_SIGNALS = frozenset({4, 10, 11})  # ILL, BUS (its macOS number only) and SEGV


class Cpu(Struct, frozen=True):
    """What an architecture says about code addresses."""

    align: int = 1  # bytes; 1: instructions start anywhere
    step: int = 1  # bytes back from an aligned return address to inside the call
    ip: str | None = None  # register that holds the instruction pointer


_X86, _X64 = Cpu(ip="eip"), Cpu(ip="rip")
_ARM, _ARM64 = Cpu(2, 2, "pc"), Cpu(4, 4, "pc")
_PPC, _PPC64 = Cpu(4, 4, "srr0"), Cpu(8, 8, "srr0")
_MIPS = Cpu(4, 8, "pc")  # the call has a delay slot
_WASM, _UNKNOWN = Cpu(4, 4), Cpu()


def cpu(arch: str) -> Cpu:
    """The rules of an architecture, by the name its symcache carries."""
    if arch.startswith("x86_64"):
        return _X64
    if arch.startswith("x86"):
        return _X86
    if arch.startswith("arm64"):
        return _ARM64
    if arch.startswith("arm"):
        return _ARM
    if arch.startswith("mips"):
        return _MIPS
    return {"ppc": _PPC, "ppc64": _PPC64, "wasm32": _WASM}.get(arch, _UNKNOWN)


def lookup_address(address: int, kind: Cpu, *, caller: bool) -> int:
    """The absolute address to look up, of 64 bits.

    caller  True: `address` is a return address, so step back into the call
    """
    start = address - address % kind.align
    return (start - kind.step) & MAX if caller else start


Reading = Literal["caller", "instruction pointer differs", "innermost"]
"""What an unmarked address is taken for, by the reason: the first two are return addresses."""


def reading(
    address: int, kind: Cpu, *, first: bool, signal: int | None, registers: Mapping[str, int]
) -> Reading:
    """What an unmarked frame's address is taken for.

    first  the frame is the innermost of its thread, so normally where the thread stands.
           Reporters that drop a signal handler's frame leave a return address there; the
           instruction pointer, zero included, then disagrees with it.
    """
    if not first:
        return "caller"
    register = registers.get(kind.ip) if kind.ip else None
    if register is not None and register != address and signal in _CRASH_SIGNALS:
        return "instruction pointer differs"
    return "innermost"
