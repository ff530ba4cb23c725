"""Change a settings file without losing what a person wrote in it: comments, order, spelling.

    file = SettingsFile.open(project_file or user_file())   # a file that is not there is empty
    file.set("offline", True)
    file.set("caches.downloaded.max_unused_for", "14d")     # dots lead into tables
    file.set(("keys", "ctrl+."), "help")                    # a key that holds a dot: name it apart
    file.remove("strict")
    file.set_sources([{"type": "http", "id": "vendor", "url": "https://symbols.example/",
                       "headers": {"X-Key": {"env": "VENDOR_KEY"}}}])
    try:
        file.save()
    except ChangedMeanwhile:        # another app saved first; nothing was written
        file = file.renewed()       # the file of now with the same changes; save again, or not
        file.save()

Values are as TOML spells them: durations "14d", sources as tables with `preset` and references,
not the structs of `model/places/sources`. What the file says now is `file.tree`, `file.text()` how.
All mistakes are BadSettings, with the file in the text: broken TOML and files of a newer version
when opening, so that they are never overwritten; CannotSave for read-only files and folders;
LiteralSecret for a secret that is written out instead of `{ env = "NAME" }`, `{ file = "PATH" }`
or `{ keyring = "NAME" }`, unless the person insists (`literal=True`).
"""

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from inspector.atomic import alone, write_whole
from inspector.settings import VERSION, BadSettings
from inspector.settings.blocks import with_sources
from inspector.settings.check import version_problem
from inspector.settings.secrets import written_out

if TYPE_CHECKING:
    import tomlkit

Key = str | tuple[str, ...]
_REMOVED = object()


class CannotSave(BadSettings):
    """Nothing was written; the text says which file and why."""


class ChangedMeanwhile(CannotSave):
    """The file is not what was read: somebody else saved. `SettingsFile.renewed` reads it anew."""


class LiteralSecret(BadSettings):
    """A secret would be written out in the file; the text names its place, never itself."""


class SettingsFile:
    """One file being changed. Changes are in memory until `save`."""

    def __init__(self, path: str, before: bytes | None, document: "tomlkit.TOMLDocument") -> None:
        self.path = path
        self._before = before  # None: there was no file
        self._document = document
        self._edits: list[tuple[tuple[str, ...], Any, bool]] = []

    @classmethod
    def open(cls, path: str) -> "SettingsFile":
        """The file as it is now. Raises BadSettings: unreadable, not TOML, newer version."""
        import tomlkit
        from tomlkit.exceptions import TOMLKitError

        before = _read(path)
        try:
            text = (before or b"").decode("utf-8")
            _parse(text)  # what reads settings must read it, too
            document = tomlkit.parse(text)
        except (TOMLKitError, ValueError) as error:
            raise BadSettings(f"{path}: not TOML: {error}") from None
        if problem := version_problem(document.get("version", VERSION)):
            raise BadSettings(f"{path}: version: {problem}")
        if before is None:
            document.add("version", tomlkit.item(VERSION))
        return cls(path, before, document)

    @property
    def tree(self) -> dict[str, Any]:
        """All values as plain ones, changes included, references to secrets not followed."""
        plain: dict[str, Any] = self._document.unwrap()
        return plain

    @property
    def changed(self) -> bool:
        """Whether `save` has something to write."""
        return bool(self._edits) and self.text().encode() != self._before

    def text(self) -> str:
        """The whole file as `save` writes it."""
        import tomlkit

        return tomlkit.dumps(self._document)

    def get(self, key: Key, default: Any = None) -> Any:
        """The plain value of a key, or `default`."""
        value: Any = self.tree
        for part in _parts(key):
            if not isinstance(value, dict) or part not in value:
                return default
            value = value[part]
        return value

    def set(self, key: Key, value: Any, *, literal: bool = False) -> None:
        """Give a key a value; tables on the way are made.

        Raises LiteralSecret, and BadSettings for a value that TOML cannot hold or a key below
        something that is no table.
        """
        parts = _parts(key)
        if parts == ("sources",):
            self.set_sources(value, literal=literal)
            return
        if not literal:
            self._refuse_literals(parts, value)
        wanted = _with(self.tree, parts, value, self.path)
        table: Any = self._document
        for part in parts[:-1]:
            table = table.setdefault(part, {})
        try:
            table[parts[-1]] = value
        except (TypeError, ValueError) as error:
            raise BadSettings(f"{self.path}: {'.'.join(parts)}: {error}") from None
        self._accept(wanted, (parts, value, literal))

    def remove(self, key: Key) -> bool:
        """Take a key out, so that its default or a weaker file holds. False: it is not there."""
        parts = _parts(key)
        table: Any = self._document
        for part in parts[:-1]:
            table = table.get(part) if isinstance(table, Mapping) else None
        if not isinstance(table, Mapping) or parts[-1] not in table:
            return False
        wanted = self.tree
        inner: Any = wanted
        for part in parts[:-1]:
            inner = inner[part]
        del inner[parts[-1]]
        table.pop(parts[-1])  # type: ignore[attr-defined]  # tomlkit's are mutable
        self._accept(wanted, (parts, _REMOVED, False))
        return True

    def sources(self) -> list[dict[str, Any]]:
        """The `sources` as the file spells them: presets and references as they are."""
        listed = self.tree.get("sources")
        return listed if isinstance(listed, list) else []

    def set_sources(self, sources: Sequence[Mapping[str, Any]], *, literal: bool = False) -> None:
        """Replace `sources`. One that keeps its id (or preset) keeps comments and spelling.

        literal  True: secrets may be written out. Those that the file holds already always may.

        Raises LiteralSecret, BadSettings.
        """
        plain = [dict(source) for source in sources]
        if not literal:
            self._refuse_literals(("sources",), plain)
        import tomlkit

        text = with_sources(self.text(), plain)
        wanted = self.tree
        wanted.pop("sources", None)
        if plain:
            wanted["sources"] = plain
        self._document = tomlkit.parse(text)
        self._accept(wanted, (("sources",), plain, literal))

    def renewed(self) -> "SettingsFile":
        """The file as it is on disk now, with the changes made here. Raises BadSettings."""
        fresh = SettingsFile.open(self.path)
        for parts, value, literal in self._edits:
            if value is _REMOVED:
                fresh.remove(parts)
            else:
                fresh.set(parts, value, literal=literal)
        return fresh

    def save(self) -> None:
        """Write the file, whole or not at all; its mode stays. Raises CannotSave."""
        if not self.changed:
            return
        data = self.text().encode()
        path = os.path.realpath(self.path)  # a link stays a link
        try:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            with alone(os.path.dirname(path)):
                if _read(path) != self._before:
                    raise ChangedMeanwhile(
                        f"{self.path}: was changed by somebody else since it was read; "
                        "nothing was written, reload it and save again"
                    )
                new = self._before is None
                write_whole(path, data, private=new and bool(written_out((), self.tree)))
        except OSError as error:
            raise CannotSave(f"{self.path}: cannot be written: {error.strerror}") from None
        self._before = data
        self._edits.clear()

    def _accept(self, wanted: dict[str, Any], edit: tuple[tuple[str, ...], Any, bool]) -> None:
        """Keep a change, if the text says afterwards what it should say and nothing else."""
        try:
            came_out: Any = _parse(self.text())
        except ValueError as error:
            came_out = error
        if came_out != wanted:
            raise CannotSave(
                f"{self.path}: is spelt in a way that cannot be changed here; edit it by hand"
            )
        self._edits.append(edit)

    def _refuse_literals(self, parts: tuple[str, ...], value: Any) -> None:
        known = {secret for _, secret in written_out((), self.tree)}
        for place, secret in written_out(parts, value):
            if secret not in known:
                raise LiteralSecret(
                    f"{self.path}: {place}: a secret belongs elsewhere, "
                    'as in { env = "NAME" }, { file = "PATH" } or { keyring = "NAME" }'
                )


def _parts(key: Key) -> tuple[str, ...]:
    parts = tuple(key.split(".")) if isinstance(key, str) else key
    if not parts or not all(parts):
        raise ValueError("a key must not be empty")
    return parts


def _with(tree: dict[str, Any], parts: tuple[str, ...], value: Any, path: str) -> dict[str, Any]:
    """`tree`, changed in place."""
    inner: Any = tree
    for number, part in enumerate(parts[:-1]):
        inner = inner.setdefault(part, {})
        if not isinstance(inner, dict):
            raise BadSettings(f"{path}: {'.'.join(parts[: number + 1])}: is not a table")
    inner[parts[-1]] = value
    return tree


def _parse(text: str) -> dict[str, Any]:
    import tomli

    return tomli.loads(text)


def _read(path: str) -> bytes | None:
    try:
        with open(path, "rb") as file:
            return file.read()
    except FileNotFoundError:
        return None
    except OSError as error:
        raise BadSettings(f"{path}: cannot be read: {error.strerror}") from None
