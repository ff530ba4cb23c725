"""All a person may configure: TOML file, then environment, then flags -> one frozen Settings.

Keys and duration texts are Symbolicator's own where it has the setting, so that a piece of
its configuration can be pasted in.
"""

import os
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any

import msgspec
from msgspec import Struct

from inspector.model.in_app import NO_RULES, InAppRules
from inspector.model.places.scraping import Scraping
from inspector.model.places.sources import Source
from inspector.model.signature import NO_SIGNATURE_RULES, SignatureRules

if TYPE_CHECKING:
    from collections.abc import Sequence

    from inspector.settings.check import Problem

FILE_NAME = "inspector.toml"
ENVIRONMENT = "INSPECTOR_"
VERSION = 1  # what the key `version` of a file may be at most; files without it are of version 1

_PERSONAL = ("connect_to_reserved_ips", "serve_roots", "paths", "checkout")
"""What a project file may only say once a person trusts it; see `is_trusted`."""

_WHOLE = ("scraping",)
"""Tables that replace a weaker one: a project's origins do not get the headers of the user."""


class BadSettings(ValueError):
    """Settings a person must mend; the text names file, line, key and reason, a line each.

    problems  the same one by one, when they were found by reading
    """

    def __init__(self, text: str, problems: "Sequence[Problem]" = ()) -> None:
        super().__init__(text)
        self.problems = tuple(problems)


class Layer(Struct, frozen=True, kw_only=True):
    """Values from one place."""

    kind: str  # "file", "environment" or "flag"
    place: str  # path, name of the variable, name of the option
    tree: dict[str, Any]


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
    scraping: Scraping | None = None  # where a request says nothing; None: nothing is said here
    strict: bool = False  # Symbolicator to the letter: none of our additions
    offline: bool = False  # only what is cached or on this machine
    connect_to_reserved_ips: bool = False  # requests nobody vouched for may reach private hosts
    trusted_projects: tuple[str, ...] = ()  # project files that may do what `is_trusted` says

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
    signature: SignatureRules = NO_SIGNATURE_RULES  # what a crash is known by
    paths: dict[str, str] = {}  # folder as debug files spell it -> folder on this machine
    keys: dict[str, str] = {}  # action of the app -> its keys, commas between
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

    Tables are merged key by key, lists are replaced. Raises BadSettings with all problems.
    """
    return merged(layers(path, flags, environ))


def layers(
    path: str | None = None,
    flags: Mapping[str, Any] | None = None,
    environ: Mapping[str, str] | None = None,
) -> list[Layer]:
    """What `load_settings` merges, weakest first. Raises BadSettings with all problems."""
    environ = os.environ if environ is None else environ
    try:
        found = [*_files(path, environ), *outer_layers(flags, environ)]
        for layer in found:
            convert(layer.tree)
        merged(found)
    except (OSError, ValueError) as error:
        from inspector.settings.check import refusal

        raise refusal(error, path, outer_layers(flags, environ), environ) from None
    return found


def merged(found: Iterable[Layer]) -> Settings:
    """The settings that layers make, weakest first."""
    tree: dict[str, Any] = {}
    for layer in found:
        _merge(tree, layer.tree)
    return convert(tree)


def _merge(tree: dict[str, Any], stronger: Mapping[str, Any]) -> None:
    for key, value in stronger.items():
        if isinstance(value, dict) and key not in _WHOLE:
            inner = tree.get(key)
            tree[key] = dict(inner) if isinstance(inner, dict) else {}
            _merge(tree[key], value)
        else:
            tree[key] = value


def outer_layers(flags: Mapping[str, Any] | None, environ: Mapping[str, str]) -> list[Layer]:
    """Environment, then flags."""
    found = []
    for field in msgspec.structs.fields(Settings):
        variable = ENVIRONMENT + field.name.upper()
        if (text := environ.get(variable)) is not None:
            from inspector.settings.units import from_text

            tree = {field.name: from_text(field.type, text)}
            found.append(Layer(kind="environment", place=variable, tree=tree))
    for key, value in (flags or {}).items():
        if value is not None:
            option = "--" + key.replace("_", "-")
            found.append(Layer(kind="flag", place=option, tree={key: value}))
    return found


def settings_files(start: str | None = None) -> list[str]:
    """The settings files that exist, weakest first: the user's, then the nearest upward."""
    user, project = user_file(), project_file(start)
    found = [user] if os.path.isfile(user) else []
    return found if project is None or project in found else [*found, project]


def project_file(start: str | None = None) -> str | None:
    """The nearest settings file upward from a folder, None: the current one."""
    folder = os.path.abspath(start or os.getcwd())
    while True:
        candidate = os.path.join(folder, FILE_NAME)
        if os.path.isfile(candidate):
            return candidate
        parent = os.path.dirname(folder)
        if parent == folder:
            return None
        folder = parent


def user_file() -> str:
    """The user's settings file, whether it exists or not."""
    return os.path.join(_folder("XDG_CONFIG_HOME", ".config", "user_config_dir"), FILE_NAME)


def cache_folder(settings: Settings) -> str:
    """Where cached files are kept."""
    if settings.cache_dir is not None:
        return os.path.abspath(os.path.expanduser(settings.cache_dir))
    return _folder("XDG_CACHE_HOME", ".cache", "user_cache_dir")


def state_folder() -> str:
    """Where what is kept between two sittings is."""
    return _folder("XDG_STATE_HOME", ".local/state", "user_state_dir")


def _folder(variable: str, below_home: str, elsewhere: str) -> str:
    """Our folder of one kind. Linux is spelt out: importing platformdirs costs start-up time."""
    if os.name == "posix" and os.uname().sysname == "Linux":
        root = os.environ.get(variable) or os.path.join(os.path.expanduser("~"), below_home)
        return os.path.join(root, "inspector")
    import platformdirs

    return str(getattr(platformdirs, elsewhere)("inspector", appauthor=False))


def _files(path: str | None, environ: Mapping[str, str]) -> Iterable[Layer]:
    """The files read, weakest first. Raises OSError, ValueError."""
    user = user_file()
    trusted: tuple[str, ...] = ()
    for file in [path] if path is not None else settings_files():
        personal = path is not None or file == user
        tree = read_tree(file)
        if tree.pop("version", VERSION) != VERSION:
            raise ValueError
        vouched = personal or is_trusted(file, trusted)
        if not personal and any(key in tree for key in not_for_projects(trusted=vouched)):
            raise ValueError
        if "sources" in tree:
            from inspector.settings.sources import read_sources

            folder = os.path.dirname(file)
            tree["sources"] = read_sources(tree["sources"], folder, environ, vouched=vouched)
        if "scraping" in tree:
            from inspector.settings.scraping import read_scraping

            folder = os.path.dirname(file)
            tree["scraping"], wrong = read_scraping(
                tree["scraping"], folder, environ, vouched=vouched
            )
            if wrong:
                raise ValueError
        trusted = convert(tree).trusted_projects
        yield Layer(kind="file", place=file, tree=tree)


def is_trusted(project: str, trusted: Iterable[str]) -> bool:
    """Whether a project file is in the user's list. Else it names no secrets of the person.

    Whoever runs the app in a checkout did not write its `inspector.toml`; a source in it could
    send any variable, file or keyring entry to a server of its own.
    """
    real = os.path.realpath(project)
    return any(os.path.realpath(os.path.expanduser(one)) == real for one in trusted)


def not_for_projects(*, trusted: bool) -> tuple[str, ...]:
    """The keys that a project file may not have."""
    return ("trusted_projects",) if trusted else ("trusted_projects", *_PERSONAL)


def read_tree(path: str) -> dict[str, Any]:
    """A TOML file as plain values. Raises OSError, ValueError."""
    import tomli

    with open(path, "rb") as file:
        return tomli.load(file)


def convert(tree: Mapping[str, Any]) -> Settings:
    """Plain values as settings. Raises ValueError."""
    return msgspec.convert(tree, Settings, dec_hook=read_value)


def read_value(kind: type, value: Any) -> Any:
    """The `dec_hook` of settings: durations and sizes."""
    from inspector.settings.units import parse_seconds, parse_size

    if kind is Seconds:
        return Seconds(parse_seconds(value))
    if kind is Bytes:
        return Bytes(parse_size(value))
    raise NotImplementedError(kind)
