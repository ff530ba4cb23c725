"""Where a person's keys are set: only whoever complains about one needs to know."""

from inspector.settings import settings_files
from inspector.settings.lines import lines_of

TABLE = "keys"


def key_places(path: str | None = None) -> dict[str, str]:
    """Id of an action -> "file:line" of its entry in `[keys]`; a later file wins.

    path  the one file that was read instead of the user's and the project's
    """
    places: dict[str, str] = {}
    for file in [path] if path is not None else settings_files():
        try:
            with open(file, encoding="utf-8") as opened:
                text = opened.read()
        except (OSError, UnicodeDecodeError):
            continue
        for key, line in lines_of(text).items():
            if key.startswith(f"{TABLE}."):
                places[key.removeprefix(f"{TABLE}.")] = f"{file}:{line}"
    return places
