"""Figures of one area as they are measured: kept, and written as JSON when there are all.

    results = Results("serve")
    results.add("share of the bare work", 0.63, goal=0.6, larger=True)
    results.write()

`python -m tests.benchmarks AREA --json FILE` says where to; else it is out/benchmarks/AREA.json.
"""

import json
import os
import platform
import resource
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Any

PLACE = "INSPECTOR_BENCHMARK_JSON"
FOLDER = Path("out", "benchmarks")


class Results:
    """The figures of one area."""

    def __init__(self, area: str) -> None:
        self._area = area
        self._figures: list[dict[str, Any]] = []

    def add(
        self,
        name: str,
        value: float,
        unit: str = "x",
        *,
        goal: float | None = None,
        larger: bool = False,
    ) -> None:
        """One figure. A ratio has the unit "x".

        goal    what it should be at most; at least if `larger`
        """
        figure: dict[str, Any] = {"name": name, "value": value, "unit": unit}
        if goal is not None:
            figure |= {"goal": goal, "met": value >= goal if larger else value <= goal}
        self._figures.append(figure)

    def write(self) -> None:
        """Write them to the place that was asked for."""
        place = Path(os.environ.get(PLACE) or FOLDER / f"{self._area}.json")
        place.parent.mkdir(parents=True, exist_ok=True)
        told = {
            "area": self._area,
            "machine": machine(),
            "figures": self._figures,
            "peak": peak_memory(),
        }
        place.write_text(json.dumps(told, indent=2) + "\n", encoding="utf-8")


def machine() -> Mapping[str, Any]:
    """What the figures depend on."""
    return {
        "system": f"{platform.system()} {platform.machine()}",
        "python": platform.python_version(),
        "cores": os.cpu_count(),
        "load": round(os.getloadavg()[0], 1),
    }


def peak_memory() -> Mapping[str, float]:
    """Megabytes: of this process, and of the largest of those it waited for."""
    unit = 1 << (20 if sys.platform == "darwin" else 10)
    own, others = (
        resource.getrusage(who).ru_maxrss / unit
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    return {"this process": round(own, 1), "largest child": round(others, 1)}
