"""Why a frame or a module is as it is: what the explainers say, and every face shows.

Sentences are plain text; values in them come from requests, files and servers, so they are
hostile until cleaned.
"""

from typing import Literal

from msgspec import Struct

StepState = Literal["ok", "stopped", "not_reached"]

ActionKind = Literal[
    "add_source",  # `type` of the source and its fields; `path` or `url` may be left to the person
    "add_preset",  # `preset`
    "fix_casing",  # `source`, `casing`
    "fix_layout",  # `source`, `layout`
    "fix_path",  # `source`, `path`
    "widen_filters",  # `source`, `filter` (the name of the filter), `value` to add to it
    "fix_credentials",  # `source`
    "allow_origin",  # `origin`
    "enable_scraping",
    "fix_url_prefix",  # `source`, `url_prefix`
    "shift_column",  # `abs_path` of the script, `by`: -1 or 1
    "shift_line",  # the same
    "go_online",
    "retry",  # `source`, `location`: what is remembered of it is forgotten first
    "raise_timeout",  # `setting`, `seconds`
    "raise_limit",  # `setting`, `value`
    "trust_request",
    "exclude_candidate",  # `source`, `location`
    "turn_on_sources",  # source text was not asked for by the request
    "leave_strict",  # what would help is an addition of ours
    "open_sources",
    "open_scraping",  # `url`: for the tester of the editor
    "open_load_map",  # `address`
    "open_activity",
    "show_dropped",
    "hide_guessed",
    "find_file",  # `name`, `debug_id`, `code_id`: only the person can get hold of it
    "rebuild",  # the build must be made, stripped or deployed otherwise
    "mend_request",  # `path`: whoever writes the request has to send something else there
    "nothing_to_do",
]
"""What a face can do, and the names of its arguments."""


class Step(Struct, frozen=True, kw_only=True):
    """One decision of the run. `text` is a sentence with the values that counted."""

    name: str  # a word or two: "module", "address", "debug file", "table", "symbol", ...
    state: StepState
    text: str
    facts: tuple[tuple[str, str], ...] = ()  # evidence as labels and values, in order


class Action(Struct, frozen=True, kw_only=True):
    """One concrete next step."""

    kind: ActionKind
    text: str  # what it does and what for, to a person
    arguments: dict[str, str] = {}  # by the names that `ActionKind` tells


class Explanation(Struct, frozen=True, kw_only=True):
    """Why one frame, module or file is as it is."""

    subject: str  # "frame 3 of thread 0", "module 5: libfoo.so"
    verdict: str  # one sentence
    steps: tuple[Step, ...] = ()  # in the order they were taken; at most one is "stopped"
    next: Action | None = None

    @property
    def stopped(self) -> Step | None:
        """Where it went wrong; None if it did not."""
        return next((step for step in self.steps if step.state == "stopped"), None)
