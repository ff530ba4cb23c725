"""Where a person keeps the sources of the crashed program, and how that is remembered."""

from collections.abc import Callable

from inspector.settings import BadSettings, Settings, settings_files, user_file
from inspector.tui.outside.local_files import Places, places_of

Pair = tuple[str, str]
"""Folder as debug files spell it, absolute folder on this machine."""


class OwnSources:
    """Lives as long as the app. What a person adds holds at once, and is written down."""

    def __init__(
        self,
        places: Places | None = None,
        write: Callable[[Pair], str] | None = None,
        config: str | None = None,
    ) -> None:
        self.places = places or Places()
        self._write = write
        self.config = config  # the settings file that was named; None: the usual ones

    def add(self, pair: Pair) -> str:
        """Use one folder more; a sentence about where it is kept."""
        self.places = self.places.with_pair(pair)
        if self._write is None:
            return "Kept until the app ends"
        try:
            return f"Kept in {self._write(pair)}"
        except BadSettings as error:
            return f"Kept until the app ends: {error}"


def own_sources(settings: Settings, config: str | None) -> OwnSources:
    """What the settings say. `config`: the file they were read from, None for the usual ones."""

    def write(pair: Pair) -> str:
        return write_pair(pair, config)

    return OwnSources(places_of(settings.paths, settings.checkout), write, config)


def write_pair(pair: Pair, config: str | None) -> str:
    """The settings file that has the pair now. Raises BadSettings.

    The user's own, unless a stronger file says something else of the same folder.
    """
    from inspector.settings.write import ChangedMeanwhile, SettingsFile

    read = [config] if config is not None else settings_files()
    opened = [SettingsFile.open(path) for path in read]
    having = [file for file in opened if pair[0] in file.get("paths", {})]
    file = having[-1] if having else SettingsFile.open(config or user_file())
    file.set(("paths", pair[0]), pair[1])
    try:
        file.save()
    except ChangedMeanwhile:
        file = file.renewed()
        file.save()
    return file.path
