"""What the settings say of sources and scraping, as their files spell it: ready to be edited."""

import os
from collections.abc import Mapping, Sequence
from typing import Any

import msgspec
from msgspec.structs import replace

from inspector.editing.checks import Checking, read_source
from inspector.editing.desk import tree_of
from inspector.model.places.presets import Tree
from inspector.model.places.scraping import Scraping
from inspector.settings import BadSettings, Settings
from inspector.settings.scraping import read_scraping
from inspector.settings.sources import BadSource
from inspector.settings.write import SettingsFile


class Configured(msgspec.Struct, frozen=True, kw_only=True):
    """What holds for a request that says nothing of it. `place`: for people."""

    place: str
    folder: str  # absolute; relative paths count from here
    trees: tuple[Tree, ...]  # of the sources
    scraping: Scraping | None = None  # with its headers looked up
    headers: Tree = {}  # of scraping: name -> secret, or a reference as the file spells it

    def __repr__(self) -> str:
        return f"Configured({self.place!r}, {len(self.trees)} sources)"


def configured(settings: Settings, files: Sequence[str], environ: Mapping[str, str]) -> Configured:
    """What is configured, as its file spells it, or as it is in force.

    files  the settings files that exist, weakest first
    """
    known = _configured_sources(settings, files, environ)
    if settings.scraping is None:
        return known
    headers = _headers_of(settings.scraping, files, environ)
    return replace(known, scraping=settings.scraping, headers=headers)


def _configured_sources(
    settings: Settings, files: Sequence[str], environ: Mapping[str, str]
) -> Configured:
    for path in reversed(files):
        try:
            trees = SettingsFile.open(path).sources()
        except BadSettings:
            break
        if trees and _in_force(trees, path, settings, environ):
            return Configured(place=path, folder=os.path.dirname(path), trees=tuple(trees))
    trees = [tree_of(source) for source in settings.sources]
    return Configured(place="settings", folder=os.getcwd(), trees=tuple(trees))


def _headers_of(scraping: Scraping, files: Sequence[str], environ: Mapping[str, str]) -> Tree:
    """Its headers as the strongest file spells them, if that is where they are from."""
    for path in reversed(files):
        try:
            table = SettingsFile.open(path).get("scraping")
        except BadSettings:
            break
        if table is not None:
            folder = os.path.dirname(path)
            plain, wrong = read_scraping(table, folder, environ)
            if wrong or plain["headers"] != scraping.headers:
                break
            return {
                name: reference_spelt_out(v, folder) for name, v in table.get("headers", {}).items()
            }
    return dict(scraping.headers)


def _in_force(trees: list[Tree], path: str, settings: Settings, environ: Mapping[str, str]) -> bool:
    try:
        around = Checking(os.path.dirname(path), environ)
        sources = [source for tree in trees for source in read_source(tree, around)]
    except BadSource:
        return False
    return tuple(sources) == settings.sources


def reference_spelt_out(value: Any, folder: str) -> Any:
    """A secret, or a reference to one, whose file counts from nowhere."""
    if isinstance(value, dict) and set(value) == {"file"} and isinstance(value["file"], str):
        return {"file": absolute(value["file"], folder)}
    return value


def absolute(path: str, folder: str) -> str:
    """A path that counts from nowhere; `~` stays."""
    return path if path.startswith("~") else os.path.join(folder, path)
