"""Why modules have no usable file, in a sentence each: what exports tell beside the report.

render(result.report, "text", redact, clean, whys=verdicts(opened, result))
"""

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from inspector.engine import Result
    from inspector.opening import Opened

_WELL = frozenset({"found", "unused", "raw"})


def verdicts(
    opened: "Opened", result: "Result", most: int = 20
) -> tuple[tuple[str, str, str], ...]:
    """Name, verdict and next step of each module without a usable file, in request order.

    Reads what the run kept and looks into no folder, so near misses are not in it. At most `most`.
    """
    from inspector.questions.why import explain_module

    told = []
    bad = [one for one in result.report.modules if one.status not in _WELL]
    for module in bad[:most]:
        found = explain_module(opened, result, module.index)
        name = module.name or module.debug_id or f"module {module.index}"
        told.append((name, found.verdict, found.next.text if found.next else ""))
    return tuple(told)
