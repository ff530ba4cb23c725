"""The typical crash of the benchmarks: 10 threads of 30 frames in 6 modules, one source."""

import shutil
from pathlib import Path
from typing import Any

from tests.harbor_builds import BUILDS

MODULES = [build for build in BUILDS if build.name.startswith("elf-")][:6]
STEP = 0x1_0000_0000


def typical(folder: Path, threads: int = 10, frames: int = 30) -> dict[str, Any]:
    """The body; its symbols are laid out below `folder`."""
    modules, addresses = [], []
    for number, build in enumerate(MODULES):
        base = 0x5581_0000_0000 + number * STEP
        modules.append(build.module | {"image_addr": hex(base)})
        start = int(str(build.module["image_addr"]), 16)
        addresses += [int(f["instruction_addr"], 16) - start + base for f in build.frames]
        build.lay_out(folder)
        shutil.copytree(folder / "symbols" / build.name, folder / "all", dirs_exist_ok=True)
    return {
        "sources": [{"id": "all", "type": "filesystem", "path": str(folder / "all")}],
        "modules": modules,
        "stacktraces": [
            {
                "frames": [
                    {"instruction_addr": hex(addresses[(7 * thread + frame) % len(addresses)])}
                    for frame in range(frames)
                ]
            }
            for thread in range(threads)
        ],
    }
