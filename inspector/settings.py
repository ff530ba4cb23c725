"""All a person may configure: TOML file, then environment, then flags -> one frozen Settings.

Keys and duration texts are Symbolicator's own where it has the setting, so that a piece of
its configuration can be pasted in. Sources and origins of a request are not settings.
"""

import os
import re
from collections.abc import Mapping
from typing import Any

import msgspec
from msgspec import Struct

from inspector.model.in_app import NO_RULES, InAppRules
from inspector.model.sources import Source

FILE_NAME = "inspector.toml"
ENVIRONMENT = "INSPECTOR_"
VERSION = 1  # what the key `version` of a file may be at most; files without it are of version 1

_UNITS = {
    "ns": 1e-9, "us": 1e-6, "ms": 1e-3, "s": 1.0, "sec": 1.0, "m": 60.0, "min": 60.0,
    "h": 3600.0, "hr": 3600.0, "hour": 3600.0, "d": 86400.0, "day": 86400.0,
    "w": 604800.0, "week": 604800.0,
}  # fmt: skip
_SIZES = {"": 1, "b": 1, "k": 1000, "kb": 1000, "kib": 1 << 10, "m": 10**6, "mb": 10**6,
          "mib": 1 << 20, "g": 10**9, "gb": 10**9, "gib": 1 << 30}  # fmt: skip
_ENDLESS = float("inf")
# Plain texts: a pattern is compiled when it is first needed, and a warm run needs none.
_PART = r"\s*(\d+(?:\.\d+)?)\s*([a-zA-Zµ]*)\s*"
_PLACE = r"(?s)^(?P<reason>.*?)(?: - at `\$\.?(?P<key>[^`]*)`)?$"
_UNKNOWN = r"unknown field `(?P<name>[^`]*)`"


class BadSettings(ValueError):
    """A setting a person must mend; the text names file, key and reason."""


class Seconds(float):
    """A duration: a number of seconds, or a text such as "200ms", "1h 30m"."""


class Bytes(int):
    """A size: a number of bytes, or a text such as "15GiB"."""


class CacheAges(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How long one class of cached files is good. None: for ever."""

    max_unused_for: Seconds | None = Seconds(30 * 86400)
    retry_misses_after: Seconds | None = Seconds(3600)
    retry_misses_after_public: Seconds | None = Seconds(86400)
    retry_failures_after: Seconds | None = Seconds(600)  # could not ask; ours
    retry_malformed_after: Seconds | None = Seconds(86400)


class Caches(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Ages per class of file."""

    downloaded: CacheAges = CacheAges()
    derived: CacheAges = CacheAges()


class Settings(Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Read once by a face, handed down, never global."""

    cache_dir: str | None = None  # None: the platform's cache folder
    max_cache_size: Bytes | None = None  # None: no limit; the least recently used go first
    sources: tuple[Source, ...] = ()  # asked when a request names none
    strict: bool = False  # Symbolicator to the letter: none of our additions
    offline: bool = False  # only what is cached or on this machine
    connect_to_reserved_ips: bool = False  # requests nobody vouched for may reach private hosts

    connect_timeout: Seconds = Seconds(5)
    head_timeout: Seconds = Seconds(10)
    max_download_timeout: Seconds = Seconds(300)  # one file, retries included
    max_download_size: Bytes = Bytes(15 << 30)  # after unpacking
    max_concurrent_downloads: int = 128

    deny_list_enabled: bool = True
    deny_list_time_window: Seconds = Seconds(60)
    deny_list_bucket_size: Seconds = Seconds(5)
    deny_list_threshold: int = 60
    deny_list_block_time: Seconds = Seconds(3600)
    deny_list_never_block_hosts: tuple[str, ...] = ()

    caches: Caches = Caches()

    parser_processes: int | None = None  # None: one per core, at most 4
    parser_memory: Bytes = Bytes(8 << 30)  # address space of one parser process
    parser_timeout: Seconds = Seconds(300)  # one object

    max_concurrent_requests: int = 200  # of `inspector serve`; 0: no limit
    serve_roots: tuple[str, ...] = ()  # folders that requests over HTTP may name as sources

    in_app: InAppRules = NO_RULES  # which frames are ours where a request does not say
    paths: dict[str, str] = {}  # folder as debug files spell it -> folder on this machine
    checkout: str | None = None  # folder to look in for source files that `paths` does not name

    def __post_init__(self) -> None:
        for name in ("max_concurrent_downloads", "deny_list_threshold", "parser_processes"):
            value = getattr(self, name)
            if value is not None and value < 1:
                raise ValueError(f"`{name}` must be at least 1")
        if self.max_concurrent_requests < 0:
            raise ValueError("`max_concurrent_requests` must be at least 0")
        if not self.deny_list_bucket_size:
            raise ValueError("`deny_list_bucket_size` must be longer than 0")


def load_settings(
    path: str | None = None,
    flags: Mapping[str, Any] | None = None,
    environ: Mapping[str, str] | None = None,
) -> Settings:
    """The settings in force; later wins: user file, project file (or `path`), environment, flags.

    path     read instead of the project and user files; it must exist
    flags    values of Settings; None means not given
    environ  INSPECTOR_CACHE_DIR and the like; None: this process's own

    Raises BadSettings.
    """
    tree: dict[str, Any] = {}
    environ = os.environ if environ is None else environ
    for file in [path] if path is not None else settings_files():
        tree |= _read_file(file, environ)
    for field in msgspec.structs.fields(Settings):
        variable = ENVIRONMENT + field.name.upper()
        if (text := environ.get(variable)) is not None:
            tree[field.name] = _from_text(field.type, text)
            _convert({field.name: tree[field.name]}, variable)
    tree |= {key: value for key, value in (flags or {}).items() if value is not None}
    return _convert(tree, "settings")


def settings_files(start: str | None = None) -> list[str]:
    """The settings files that exist, weakest first: the user's, then the nearest upward."""
    found = [user_file()]
    folder = os.path.abspath(start or os.getcwd())
    while True:
        candidate = os.path.join(folder, FILE_NAME)
        if os.path.isfile(candidate):
            found.append(candidate)
            break
        parent = os.path.dirname(folder)
        if parent == folder:
            break
        folder = parent
    return [path for path in found if os.path.isfile(path)]


def user_file() -> str:
    """The user's settings file, whether it exists or not."""
    return os.path.join(_folder("XDG_CONFIG_HOME", ".config", "user_config_dir"), FILE_NAME)


def cache_folder(settings: Settings) -> str:
    """Where cached files are kept."""
    if settings.cache_dir is not None:
        return os.path.abspath(os.path.expanduser(settings.cache_dir))
    return _folder("XDG_CACHE_HOME", ".cache", "user_cache_dir")


def _folder(variable: str, below_home: str, elsewhere: str) -> str:
    """Our folder of one kind. Linux is spelt out: importing platformdirs costs start-up time."""
    if os.name == "posix" and os.uname().sysname == "Linux":
        root = os.environ.get(variable) or os.path.join(os.path.expanduser("~"), below_home)
        return os.path.join(root, "inspector")
    import platformdirs

    return str(getattr(platformdirs, elsewhere)("inspector", appauthor=False))


def _read_file(path: str, environ: Mapping[str, str]) -> dict[str, Any]:
    import tomli

    try:
        with open(path, "rb") as file:
            tree = tomli.load(file)
    except OSError as error:
        raise BadSettings(f"{path}: cannot be read: {error.strerror}") from None
    except (tomli.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings(f"{path}: not TOML: {error}") from None
    check_version(path, tree.pop("version", VERSION))
    if "sources" in tree:
        from inspector.settings_sources import BadSource, read_sources

        try:
            tree["sources"] = read_sources(tree["sources"], os.path.dirname(path), environ)
        except BadSource as error:
            raise BadSettings(f"{path}: {error}") from None
    _convert(tree, path)
    return tree


def check_version(path: str, version: object) -> None:
    """Raises BadSettings for a file that a later inspector wrote."""
    if isinstance(version, int) and version > VERSION:
        newer = f"{path}: version: {int(version)} is newer than this inspector understands"
        raise BadSettings(f"{newer} ({VERSION}); it is neither read nor written")
    if version != VERSION or isinstance(version, bool):
        raise BadSettings(f"{path}: version: expected {VERSION}")


def _convert(tree: dict[str, Any], place: str) -> Settings:
    try:
        return msgspec.convert(tree, Settings, dec_hook=_read)
    except msgspec.ValidationError as error:
        match = re.match(_PLACE, str(error))
        reason, key = (match["reason"], match["key"] or "") if match else (str(error), "")
        if unknown := re.search(_UNKNOWN, reason):
            reason = _did_you_mean(unknown["name"], key)
        raise BadSettings(f"{place}: {key}: {reason}" if key else f"{place}: {reason}") from None


_TABLES: Mapping[str, type[Struct]] = {"caches": Caches, "in_app": InAppRules}


def _did_you_mean(name: str, parent: str) -> str:
    import difflib

    struct = CacheAges if "." in parent else _TABLES.get(parent, Settings)
    known = struct.__struct_fields__
    close = difflib.get_close_matches(name, known, n=1)
    return f"unknown setting `{name}`" + (f", did you mean `{close[0]}`?" if close else "")


def _from_text(kind: Any, text: str) -> Any:
    """An environment variable as the type of its setting; what does not fit is refused later."""
    if kind is bool and text.lower() in ("1", "0", "true", "false", "yes", "no"):
        return text.lower() in ("1", "true", "yes")
    if text.isdecimal() and kind is not str:
        return int(text)
    return text


def _read(kind: type, value: Any) -> Any:
    if kind is Seconds:
        return Seconds(parse_seconds(value))
    if kind is Bytes:
        return Bytes(parse_size(value))
    raise NotImplementedError(kind)


def parse_seconds(value: object) -> float:
    """Seconds from a number or a text such as "200ms" or "1h 30m". Raises ValueError."""
    return _parse(value, _UNITS, 'duration such as "90s" or "1h 30m"')


def parse_size(value: object) -> int:
    """Bytes from a number or a text such as "15GiB". Raises ValueError."""
    return int(_parse(value, _SIZES, "size such as 15GiB"))


def _parse(value: object, units: Mapping[str, float], expected: str) -> float:
    if isinstance(value, (int, float)) and not isinstance(value, bool) and 0 <= value < _ENDLESS:
        return value
    total = 0.0
    text = rest = value if isinstance(value, str) else ""
    while rest and (part := re.match(_PART, rest)):
        unit = part[2].lower() if part[2].lower() in units else part[2].lower().removesuffix("s")
        if unit not in units:
            break
        total += float(part[1]) * units[unit]
        rest = rest[part.end() :]
    if not text or rest:
        raise ValueError(f"expected a {expected}, got {value!r}")
    return total
