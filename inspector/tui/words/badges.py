"""A word or two for why a frame or a module is not as it should be, as far as a report tells it.

`x` tells the whole story; these go where a row has room.
"""

from inspector.model.outcome import RESTRICTED
from inspector.model.report import Frame, Module
from inspector.tui.words.wording import frame_mark

_OF_SCRIPTS = {
    "missing_source": "no script",
    "missing_sourcemap": "no map",
    "malformed_sourcemap": "broken map",
    "missing_source_content": "no text",
    "invalid_location": "not in map",
    "scraping_disabled": "scraping off",
}
_OF_ATTEMPTS = {
    "disabled": "scraping off",
    "invalid_host": "blocked origin",
    "permission_denied": "no permission",
    "timeout": "timeout",
    "download_error": "fetch failed",
}
_OF_MODULES = {"timeout": "timeout", "fetching_failed": "fetch failed", "malformed": "malformed"}


def frame_badge(frame: Frame, module: Module | None) -> str:
    """The reason class of a frame that was not resolved; `module` is where it lies."""
    if frame.status == "missing_symbol" and module is not None and _symtab_only(module):
        return "symtab only"
    if frame.status == "missing" and module is not None:
        return module_badge(module) or frame_mark(frame.status).word
    if frame.status == "missing_source" and module is not None:
        return _of_attempts(module) or _OF_SCRIPTS[frame.status]
    return _OF_SCRIPTS.get(frame.status) or frame_mark(frame.status).word


def module_badge(module: Module) -> str:
    """The reason class of a module whose file is missing, or found with less than it could have.

    "" when there is nothing to add to its status.
    """
    if module.type == "sourcemap":
        return _of_attempts(module) if module.status == "missing_source" else ""
    if module.status == "found":
        return "symtab only" if _symtab_only(module) else ""
    if module.status != "missing":
        return _OF_MODULES.get(module.status, "")
    if not module.debug_id and not module.code_id:
        return "no id"
    if not module.candidates:
        return "not asked"
    if any(one.details == RESTRICTED for one in module.candidates):
        return "restricted"
    downloads = {one.download for one in module.candidates}
    if "noperm" in downloads:
        return "no permission"
    return "fetch failed" if "error" in downloads else "no file"


def _symtab_only(module: Module) -> bool:
    return "symbols" in module.features and "debug" not in module.features


def _of_attempts(module: Module) -> str:
    """What kept a script from being fetched."""
    found = (_OF_ATTEMPTS.get(one.reason, "") for one in module.candidates)
    return next((word for word in found if word), "")
