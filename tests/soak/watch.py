"""What a process holds: memory, descriptors, children."""

import os
import time
from pathlib import Path

from msgspec import Struct


class Sample(Struct, frozen=True):
    """One look at a process, with nothing at work in it or in the middle of it."""

    at: float  # seconds since the clock of the machine began
    resident: float  # MB
    descriptors: int
    children: int
    idle: bool

    def __str__(self) -> str:
        state = "idle" if self.idle else "busy"
        return (
            f"{self.at:8.0f} s  {self.resident:6.1f} MB  {self.descriptors:4} descriptors"
            f"  {self.children} children  {state}"
        )


def sample(pid: int, begun: float, *, idle: bool = False) -> Sample:
    """What it holds now. `begun`: time.monotonic() when the watch began."""
    lines = Path(f"/proc/{pid}/status").read_text(encoding="ascii", errors="replace").splitlines()
    resident = next(int(line.split()[1]) for line in lines if line.startswith("VmRSS"))
    return Sample(
        time.monotonic() - begun,
        resident / 1024,
        len(os.listdir(f"/proc/{pid}/fd")),
        len(children_of(pid)),
        idle,
    )


def children_of(pid: int) -> set[int]:
    """The processes that it started and that are still there, dead ones too."""
    found = set()
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            try:
                told = (entry / "stat").read_text(encoding="utf-8", errors="replace")
            except OSError:
                continue
            if int(told.rpartition(")")[2].split()[1]) == pid:
                found.add(int(entry.name))
    return found
