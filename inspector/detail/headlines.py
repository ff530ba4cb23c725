"""What stands at the head of a report besides its own words."""

from inspector.detail.signature import signature
from inspector.model.report import Report
from inspector.model.signature import NO_SIGNATURE_RULES, SignatureRules

Headlines = tuple[tuple[str, str], ...]
"""Labels of ours and texts that may be hostile."""


def headlines(report: Report, rules: SignatureRules = NO_SIGNATURE_RULES) -> Headlines:
    """The signature; () when there is nothing to know a crash by."""
    text = signature(report, rules).text
    return (("signature", text),) if text else ()
