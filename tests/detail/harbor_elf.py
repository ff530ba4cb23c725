"""Builds of harbor as the frame details see them, and what other tools said of them.

`recorded/` has the output of gdb 13.1 (`info scope *ADDRESS`) and llvm-objdump 14 (`-d`).
"""

import re
from pathlib import Path

from inspector.detail.code import Code, code_at
from inspector.objects.dwarf.answers import open_dwarf
from inspector.objects.dwarf.reader import Dwarf
from inspector.objects.second import Companions
from tests.harbor import HARBOR

RECORDED = Path(__file__).resolve().parent / "recorded"


def opened(name: str) -> Dwarf:
    path = HARBOR / "elf" / name
    return open_dwarf(str(path), 0, path.stat().st_size, Companions())


def code_of(name: str, address: int) -> Code:
    path = HARBOR / "elf" / name
    return code_at(str(path), 0, path.stat().st_size, address)


def places_by_gdb(name: str) -> dict[int, list[tuple[str, str]]]:
    """Address -> (variable, "$rdi", "0" or "entry"), where gdb knows one of these."""
    found: dict[int, list[tuple[str, str]]] = {}
    address, symbol = 0, ""
    text = (RECORDED / f"{name}.gdb.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith("== "):
            address = int(line[3:], 16)
            found[address] = []
        elif match := re.match(r"Symbol (\S+) is (.*)", line):
            symbol = match[1]
            _add(found[address], symbol, match[2])
        elif (match := re.search(r"Range (\S+)-(\S+): (.*)", line)) and (
            int(match[1], 16) <= address < int(match[2], 16)
        ):
            _add(found[address], symbol, match[3])
    return found


def _add(found: list[tuple[str, str]], symbol: str, told: str) -> None:
    match = re.match(r"(?:a variable in (?=\$)|the constant )(\$?\w+)", told)
    if match:
        found.append((symbol, match[1]))


def instructions_by_llvm(name: str) -> list[tuple[int, str]]:
    """(address, bytes as hex digits)."""
    text = (RECORDED / f"{name}.objdump.txt").read_text(encoding="utf-8")
    rows = (re.match(r"\s*([0-9a-f]+): ((?:[0-9a-f]{2,4} )*[0-9a-f]{2,4})\s", line)
            for line in text.splitlines())  # fmt: skip
    return [(int(row[1], 16), row[2].replace(" ", "")) for row in rows if row]
