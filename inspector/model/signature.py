"""What a crash is known by: the rules a person may edit, and the answer with its reasons."""

from typing import Literal

from msgspec import Struct

Use = Literal["used", "prefix", "skip", "above", "repeated", "below"]
"""What became of a frame: it ends the signature, is in it and goes on, is left out by a rule, is
left out for a sentinel further down, is the name before it once more, comes after the end."""


class SignatureRules(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Patterns of function names, asked before the built-in ones; `*` stands for anything.

    `libfoo*!name*` also asks for the module. In `trim` the first star is what stays of a name.
    """

    sentinel: tuple[str, ...] = ()  # the signature begins at the last such frame
    skip: tuple[str, ...] = ()  # says nothing of the crash: left out
    prefix: tuple[str, ...] = ()  # says too little alone: the next frame is added
    trim: tuple[str, ...] = ()  # cut off names
    defaults: bool = True  # False: without the built-in rules

    def __post_init__(self) -> None:
        for pattern in (*self.sentinel, *self.skip, *self.prefix, *self.trim):
            if not pattern.strip("*"):
                raise ValueError("a pattern must not be empty or match every name")
        for pattern in self.trim:
            if not pattern.startswith("*") and not pattern.endswith("*"):
                raise ValueError(f"`trim` pattern {pattern!r} needs a `*` at its beginning or end")


NO_SIGNATURE_RULES = SignatureRules()


class Step(Struct, frozen=True, kw_only=True):
    """What became of one frame."""

    frame: int  # place among the frames of the thread
    name: str  # as the signature spells it
    use: Use
    rule: str = ""  # for people


class Signature(Struct, frozen=True, kw_only=True):
    """The text that the same crash has in every build, and how it came about."""

    text: str  # "" when the request has no frames
    thread: int | None = None  # place in the report
    steps: tuple[Step, ...] = ()  # callee first; frames far below the end are left out
