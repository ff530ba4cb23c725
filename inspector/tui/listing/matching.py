"""Whether a frame holds a text a person typed: what search and filter mean by it."""

from inspector.model.report import Frame


def holds(frame: Frame, wanted: str) -> bool:
    """Whether function, file, path or module holds `wanted`, which is casefolded already."""
    return any(wanted in part.casefold() for part in _searched(frame))


def _searched(frame: Frame) -> tuple[str, ...]:
    return frame.function, frame.raw_function, frame.path or frame.file, frame.package
