"""What stands at the head of a report besides its own words."""

from inspector.detail.cause import hints
from inspector.detail.signatures.signature import signature
from inspector.model.report import Report
from inspector.model.signature import NO_SIGNATURE_RULES, SignatureRules

Headlines = tuple[tuple[str, str], ...]
"""Labels of ours and texts that may be hostile."""


def headlines(report: Report, rules: SignatureRules = NO_SIGNATURE_RULES) -> Headlines:
    """The signature, then what may be the cause; () when there is nothing to say."""
    text = signature(report, rules).text
    said = [("cause", hint.sentence) for hint in hints(report)]
    return ((("signature", text),) if text else ()) + tuple(said)
