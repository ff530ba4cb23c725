"""The table at the end of a batch, as plain text."""

from collections.abc import Callable

from inspector.batch.index import Index
from inspector.batch.outcome import WORST

_MOST = 20
_WIDE = 44


def summary(index: Index, clean: Callable[[str], str]) -> str:
    """What this run found: totals, signatures, modules worth finding, broken requests.

    clean  makes text from requests fit for a terminal
    """
    totals = index.totals()
    broken = totals.pop("broken", 0)
    answered, kept = sum(totals.values()), totals.get("kept", 0)
    lines = [f"{answered:,} requests answered ({kept:,} of them earlier), {broken:,} broken"]
    groups = index.groups(_MOST)
    if groups:
        lines += [
            "",
            f"{'count':>7}  {'resolved':>8}  {'worst':<15}  {'signature':<{_WIDE}}  missing",
        ]
    for group in groups:
        share = f"{group.resolved / group.frames:.0%}" if group.frames else "-"
        worst = WORST[group.worst] if group.worst >= 0 else ""
        signature = _cut(clean(group.signature)) or "(none)"
        lines.append(_row(f"{group.count:,}", share, worst, signature, clean(group.missing)))
    missing = index.missing(_MOST)
    if missing:
        lines += ["", f"{'frames':>7}  modules that could not be used"]
    lines += [
        f"{module.frames:>7,}  {clean(module.name)}  {clean(module.debug_id)}".rstrip()
        for module in missing
    ]
    if broken:
        lines += ["", "broken:"]
        lines += [f"  {clean(one.reason)}" for one in index.broken(_MOST)]
        lines += [f"  ... and {broken - _MOST:,} more"] if broken > _MOST else []
    return "\n".join(lines) + "\n"


def _row(count: str, share: str, worst: str, signature: str, missing: str) -> str:
    return f"{count:>7}  {share:>8}  {worst:<15}  {signature:<{_WIDE}}  {missing}".rstrip()


def _cut(text: str) -> str:
    return text if len(text) <= _WIDE else text[: _WIDE - 1] + "…"
