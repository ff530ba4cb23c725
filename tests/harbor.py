"""The crash of the harbor program as a request, for every format it was built for.

The addresses were read from disassembly and from real runs (fixtures/harbor/README.md).
"""

import json
import shutil
from copy import deepcopy
from pathlib import Path
from typing import Any

from msgspec import Struct

HARBOR = Path(__file__).resolve().parent / "fixtures" / "harbor"

CRASH_AT: dict[str, tuple[int, ...]] = {
    "elf/gcc": (0x1290, 0x12C2, 0x116F, 0x11D0, 0x121D, 0x1275),
    "elf/clang": (0x1992, 0x1971, 0x1943, 0x1882, 0x1830, 0x18EF),
    "elf/aarch64": (0x104CC, 0x104A4, 0x1046C, 0x10370, 0x10300, 0x103F0),
    "elf/i686": (0x12B0, 0x1287, 0x1250, 0x1191, 0x1155, 0x1202),
    "elf/armv7": (0x102CA, 0x102BA, 0x1029C, 0x10206, 0x101C8, 0x10254),
    "elf/split5": (0x12B2, 0x1291, 0x1263, 0x11A2, 0x1150, 0x120F),
    "pe/x86_64": (0x1182, 0x1161, 0x1132, 0x1071, 0x1020, 0x10DF),
    "pe/i686": (0x1173, 0x1155, 0x112C, 0x105D, 0x101B, 0x10D7),
    "pe/aarch64": (0x11E0, 0x11B8, 0x1180, 0x1090, 0x1028, 0x1110),
    "pe/mingw-x86_64": (0x118B, 0x11B2, 0x1020, 0x1081, 0x10E0, 0x1145),
    "pe/mingw-i686": (0x116D, 0x11AF, 0x1023, 0x1073, 0x10CD, 0x112B),
    "macho/x86_64": (0x513, 0x4F1, 0x4C6, 0x403, 0x3A1, 0x46C),
    "macho/arm64": (0x574, 0x550, 0x518, 0x420, 0x3B0, 0x4A4),
    "wasm": (0x221, 0x1F4, 0x149, 0xF1, 0x81, 0x1BE),
}
"""Relative to the image: the crash in `tension`, then where `crane_lift`, the lambda, `unload`,
`arrive` and `harbor_run` go on. All but the crash are return addresses; WASM has the calls."""

Places = tuple[tuple[str | None, int], ...]

PLACES: Places = (
    ("crane.c", 9), ("crane.c", 15), ("crane.c", 22), ("harbor.cpp", 28), ("harbor.cpp", 48),
    ("harbor.cpp", 14), ("harbor.cpp", 51), ("harbor.cpp", 62),
)  # fmt: skip
"""File and line of every function at the crash, innermost first: two of them are inlined."""


class Build(Struct, frozen=True, kw_only=True):
    """One build of harbor: what a request says of it, and where its files go in a source."""

    name: str
    module: dict[str, Any]
    files: dict[str, str]  # path below the source -> fixture
    frames: tuple[dict[str, Any], ...]
    places: Places = PLACES  # of the answered frames, as far as they are found

    def request(self, *, order: str = "callee_first", candidates: bool = True) -> dict[str, Any]:
        """The body, to be saved beside the folder that `lay_out` makes."""
        frames = self.frames if order == "callee_first" else self.frames[::-1]
        return {
            "sources": [{"id": "harbor", "type": "filesystem", "path": f"symbols/{self.name}"}],
            "options": {"dif_candidates": candidates, "frame_order": order},
            "stacktraces": [{"frames": deepcopy(list(frames))}],
            "modules": [deepcopy(self.module)],
        }

    def lay_out(self, folder: Path) -> None:
        """Put the files where the request looks for them."""
        for target, fixture in self.files.items():
            path = folder / "symbols" / self.name / target
            path.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(HARBOR / fixture, path)

    def save(self, folder: Path, **options: Any) -> str:
        """Write body and files; returns the path of the body."""
        self.lay_out(folder)
        path = folder / f"{self.name}.json"
        path.write_text(json.dumps(self.request(**options)), encoding="utf-8")
        return str(path)


def at(base: int, crash: str) -> tuple[dict[str, Any], ...]:
    """The frames of a crash in an image loaded at `base`."""
    return tuple({"instruction_addr": hex(base + offset)} for offset in CRASH_AT[crash])


ELF_BASE, PE_BASE, MACHO_BASE = 0x5581_0000_0000, 0x1_4000_0000, 0x1_0000_0000


def elf(
    name: str,
    code_id: str,
    crash: str,
    code: str | None,
    debug: str | None = None,
    base: int = ELF_BASE,
    **more: Any,
) -> Build:
    """A program, its debug file, or both."""
    path = f"{code_id[:2]}/{code_id[2:]}"
    files = {path: code, f"{path}.debug": debug}
    return Build(
        name=f"elf-{name}",
        module={
            "type": "elf",
            "code_id": code_id,
            "code_file": "/srv/bin/harbor",
            "debug_id": _swapped(code_id),
            "image_addr": hex(base),
            "image_size": 0x20000,
        },
        files={target: f"elf/{fixture}" for target, fixture in files.items() if fixture},
        frames=at(base, crash),
        **more,
    )


def _swapped(code_id: str) -> str:
    """The debug id of an ELF file: its build id with the first three fields reversed."""
    raw = bytes.fromhex(code_id)
    fields = (raw[3::-1], raw[5:3:-1], raw[7:5:-1], raw[8:10], raw[10:16])
    return "-".join(field.hex() for field in fields)


def pe(
    name: str,
    folder: str,
    code_id: str,
    debug_id: str,
    crash: str,
    *,
    stem: str = "harbor",
    base: int = PE_BASE,
    pdb: bool = True,
    **more: Any,
) -> Build:
    """A program and its PDB; without one its DWARF is in the program."""
    key = debug_id.replace("-", "").upper() + "1"
    files = {f"{stem}.exe/{code_id[:8].upper()}{code_id[8:]}/{stem}.exe": f"pe/{folder}/{stem}.exe"}
    if pdb:
        files[f"{stem}.pdb/{key}/{stem}.pdb"] = f"pe/{folder}/{stem}.pdb"
    return Build(
        name=f"pe-{name}",
        module={
            "type": "pe",
            "code_id": code_id,
            "code_file": f"C:\\harbor\\{stem}.exe",
            "debug_id": f"{debug_id}-1",
            "debug_file": f"C:\\build\\{stem}.pdb",
            "image_addr": hex(base),
            "image_size": 0x11000,
        },
        files=files,
        frames=at(base, crash),
        **more,
    )


def macho(name: str, debug_id: str, crash: str, fixture: str, code: str | None = None) -> Build:
    """A dSYM, and perhaps the program."""
    key = debug_id.replace("-", "").upper()
    path = "/".join((key[:4], key[4:8], key[8:12], key[12:16], key[16:20], key[20:]))
    files = {path: f"macho/{fixture}"}
    if code:
        files[f"{path}.app"] = f"macho/{code}"
    return Build(
        name=f"macho-{name}",
        module={
            "type": "macho",
            "code_file": "/Applications/Harbor.app/Contents/MacOS/harbor",
            "debug_id": debug_id,
            "image_addr": hex(MACHO_BASE),
            "image_size": 0x8000,
        },
        files=files,
        frames=at(MACHO_BASE, crash),
    )


def wasm(name: str, code_id: str) -> Build:
    """A module and its companion, addressed from its own start."""
    return Build(
        name=f"wasm-{name}",
        module={
            "type": "wasm",
            "code_id": code_id,
            "code_file": "https://harbor.example/harbor.wasm",
            "debug_id": code_id[:32],
        },
        files={f"{code_id[:2]}/{code_id[2:]}.debug": f"wasm/{name}.wasm"},
        frames=tuple({"instruction_addr": hex(o), "addr_mode": "rel:0"} for o in CRASH_AT["wasm"]),
        places=(("crane.c", 7), *PLACES[1:]),  # the trap stands on line 7
    )


def breakpad(name: str, debug_id: str, crash: str, **more: Any) -> Build:
    """A symbol file and nothing else."""
    key = debug_id.replace("-", "").upper() + "0"
    return Build(
        name=f"breakpad-{name.replace('.inl', '-inlines')}",
        module={
            "type": "elf",
            "code_file": "/srv/bin/harbor",
            "debug_id": debug_id,
            "debug_file": "harbor",
            "image_addr": hex(ELF_BASE),
            "image_size": 0x20000,
        },
        files={f"harbor/{key}/harbor.sym": f"breakpad/{name}.sym"},
        frames=at(ELF_BASE, crash),
        **more,
    )


def dotnet(name: str, files: dict[str, str]) -> Build:
    """An assembly: frames are methods and IL offsets."""
    calls = ((5, 6), (7, 1), (4, 0x1F), (6, 0x3F), (8, 1))
    return Build(
        name=f"dotnet-{name}",
        module={
            "type": "pe_dotnet",
            "code_id": "000000008000",
            "code_file": "Quay.exe",
            "debug_id": "47d92e5b-ea38-49e9-870c-72d193aeee96",
            "debug_file": "Quay.pdb",
        },
        files=files,
        frames=tuple(
            {"instruction_addr": offset, "function_id": hex(method), "addr_mode": "rel:0"}
            for method, offset in calls
        ),
        places=tuple(("Quay.cs", line) for line in (19, 24, 12, 24, 29)),
    )
