"""A debug file of 100 MB: one object of static functions, linked often enough. Needs gcc."""

import subprocess
from pathlib import Path
from typing import Any

BUILD_ID = "1a" * 20
FUNCTIONS = 2000
MEGABYTES = 100
BASE = 0x7F00_0000_0000

_FUNCTION = """\
struct record_{n} {{ int key; struct record_{n} *next; char name[{n} % 60 + 1]; double weight; }};
static inline __attribute__((always_inline)) int weigh_{n}(struct record_{n} *one, int by) {{
    int sum = 0;
    for (int i = 0; i < by; i++) {{ sum += one->key * i; sum ^= (int)one->weight; }}
    return sum;
}}
static __attribute__((used, noinline)) int handle_{n}(struct record_{n} *one, int by) {{
    int total = 0;
    while (one) {{ total += weigh_{n}(one, by + {n}); one = one->next; }}
    return total;
}}
"""


def large_debug_file(folder: Path) -> Path:
    """A shared library of about 100 MB, nearly all of it DWARF, in the native layout."""
    source, part = folder / "part.c", folder / "part.o"
    source.write_text("".join(_FUNCTION.format(n=n) for n in range(FUNCTIONS)))
    subprocess.run(["gcc", "-g", "-O1", "-fPIC", "-c", source, "-o", part], check=True)
    target = folder / "symbols" / BUILD_ID[:2] / BUILD_ID[2:]
    target.parent.mkdir(parents=True)
    times = MEGABYTES * 1_000_000 // part.stat().st_size + 1
    size = 0
    while size < MEGABYTES * 1_000_000:
        command: list[str | Path] = ["gcc", "-shared", f"-Wl,--build-id=0x{BUILD_ID}", "-o", target]
        subprocess.run([*command, *[part] * times], check=True)
        size = target.stat().st_size
        times = times * MEGABYTES * 1_010_000 // size + 1
    return target


def request_for(file: Path, frames: int) -> dict[str, Any]:
    """A body with one module, and frames all over it."""
    step = max(16, file.stat().st_size // 8 // frames)
    return {
        "sources": [{"id": "large", "type": "filesystem", "path": "symbols"}],
        "modules": [
            {"type": "elf", "code_id": BUILD_ID, "image_addr": hex(BASE), "image_size": 1 << 31}
        ],
        "stacktraces": [
            {"frames": [{"instruction_addr": hex(BASE + 0x2000 + n * step)} for n in range(frames)]}
        ],
    }
