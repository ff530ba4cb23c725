"""`[scraping]` of a settings file: what may be fetched from the web where a request says nothing.

It holds as a whole, not key by key: the headers of one file are for the origins of that file.
"""

import os
from collections.abc import Mapping
from typing import Any

from msgspec import Struct, structs

from inspector.model.places.scraping import ANY, is_allowed
from inspector.settings.check import Misfit, misfits
from inspector.settings.secrets import ASK_FIRST, referring, resolve_secrets

_ANYWHERE = ("http://any.invalid/", "https://any.invalid/")


class _Table(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    enabled: bool = True
    verify_ssl: bool = True
    allowed_origins: tuple[str, ...] = (ANY,)
    headers: dict[str, str] = {}


def read_scraping(
    table: Any, folder: str, environ: Mapping[str, str], *, vouched: bool = True
) -> tuple[dict[str, Any], list[Misfit]]:
    """The table of a file with nothing left out and nothing left to look up; what is wrong with it.

    folder   of the file: relative paths of secrets count from here
    vouched  False: the file is not the person's, so it may refer to none of their secrets
    """
    if not isinstance(table, dict):
        return {}, [("scraping", "expected a table, as in [scraping]")]
    said = dict(table)
    headers = said.get("headers")
    looked_up = {"headers": dict(headers)} if isinstance(headers, dict) else {}
    if not vouched and (secrets := referring(looked_up)):
        return {}, [(f"scraping.{key}", ASK_FIRST) for key in secrets]
    wrong = resolve_secrets(looked_up, os.path.abspath(folder), environ)
    if wrong:
        return {}, [(f"scraping.{key}", reason) for key, reason in wrong]
    said |= looked_up
    found = misfits(said, _Table, "scraping.")
    whole = structs.asdict(_Table()) | said
    if not found and whole["headers"] and _is_open(whole["allowed_origins"]):
        reason = "would be sent to every host: name those that get it in `allowed_origins`"
        found = [("scraping.headers", reason)]
    return whole, found


def _is_open(patterns: list[str]) -> bool:
    return any(is_allowed(url, patterns) for url in _ANYWHERE)
