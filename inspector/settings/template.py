"""A settings file to begin with: every setting with its default, commented out.

Lines that start with `#` and no blank are settings: without the `#` they are TOML, and what they
say is true. They are made from Settings, so that they stay true.
"""

from collections.abc import Iterator, Sequence
from typing import Any

from msgspec import Struct

from inspector.settings import VERSION, Settings, not_for_projects
from inspector.settings.origin import plain

_ABOUT = {
    "cache_dir": "Where fetched files and tables are kept; not set: the system's cache folder.",
    "max_cache_size": "What they may take up; not set: no limit. Least recently used go first.",
    "strict": "Symbolicator to the letter: none of our additions.",
    "offline": "Only what is cached or on this machine.",
    "connect_to_reserved_ips": "Whether requests that nobody trusted may reach private hosts.",
    "trusted_projects": "Project files that may use secrets of yours: inspector config trust.",
    "connect_timeout": "Time limits: for a connection, for the first answer, for one file.",
    "max_download_size": "Of one file, after unpacking.",
    "max_concurrent_downloads": "All sources together.",
    "deny_list_enabled": "A host that keeps failing is left alone for a while.",
    "deny_list_threshold": "So many failures within the window are too many.",
    "deny_list_never_block_hosts": "Hosts that are asked whatever happens.",
    "parser_processes": "Child processes that parse; not set: one per core, at most 4.",
    "parser_memory": "Address space of one of them.",
    "parser_timeout": "For one file.",
    "max_concurrent_requests": "Of `inspector serve`; 0: no limit.",
    "serve_roots": "Folders that requests over HTTP may name as sources.",
    "checkout": "Where source files are looked for that `paths` does not name.",
    "in_app": "Which frames are ours where a request does not say: globs, or beginnings of paths.",
    "signature": "What a crash is known by: names of functions, `*` for anything; README.",
    "paths": "Where this machine has the folders that debug files name.",
    "keys": "Keys of the app: action = key.",
    "caches.downloaded": "How long files that were fetched are good, and misses are believed.",
    "caches.derived": "The same for tables made from them.",
}
_SAMPLES: dict[str, Any] = {
    "cache_dir": "~/.cache/inspector",
    "max_cache_size": "20GiB",
    "parser_processes": 2,
    "checkout": "~/src/app",
}
"""For settings that have no default: TOML has no word for nothing."""

_HEAD = f"""\
# Settings of inspector. A line that starts with `#` and no blank is a setting with its default,
# or with an example where the default is to have none: take the `#` away to use it. Later wins:
# your own file, the nearest inspector.toml upward from where you are, environment variables
# such as INSPECTOR_OFFLINE=1, options. `inspector config show` tells what holds, and why.

version = {VERSION}
"""
_SOURCES = """
# Where to look when a request names no sources of its own, in this order.
#[[sources]]
#preset = "microsoft"  # more: inspector sources list --presets

#[[sources]]
#type = "filesystem"
#id = "builds"
#path = "symbols"  # counts from this file
#layout = { type = "scan" }  # any folder: files are found by what they hold

#[[sources]]
#type = "http"
#id = "vendor"
#url = "https://symbols.example.com/"
#layout = { type = "symstore" }
#headers = { Authorization = { env = "VENDOR_TOKEN" } }  # or { file = ... }, { keyring = ... }

# What may be fetched from the web when a request does not say. These lines hold together: a
# table in a later file replaces all of them.
#[scraping]
#enabled = true
#verify_ssl = true
#allowed_origins = ["*.example.com"]
#headers = { Authorization = { env = "VENDOR_TOKEN" } }  # for the allowed origins alone
"""


def template(*, personal: bool) -> str:
    """The text of the file. `personal`: the user's own, which may say what projects may not."""
    left_out = () if personal else not_for_projects(trusted=False)
    return _HEAD + "".join(_section(Settings(), left_out)) + _SOURCES


def _section(struct: Struct, left_out: Sequence[str] = (), table: str = "") -> Iterator[str]:
    """The values of a table, then the tables in it."""
    fields = {f"{table}.{n}".strip("."): getattr(struct, n) for n in struct.__struct_fields__}
    fields = {key: value for key, value in fields.items() if key not in left_out}
    tables = {key: value for key, value in fields.items() if isinstance(value, Struct | dict)}
    values = {key: fields[key] for key in fields.keys() - tables.keys() - {"sources"}}
    if table and values:
        yield from (*_about(table), f"#[{table}]\n")
    for key in filter(values.__contains__, fields):
        if (shown := _SAMPLES.get(key, plain(values[key]))) is not None:
            yield from (*_about(key), f"#{key.rpartition('.')[2]} = {_toml(shown)}\n")
    for key, value in tables.items():
        if isinstance(value, Struct):
            yield from _section(value, table=key)
        else:
            yield from (*_about(key), f"#[{key}]\n")


def _about(key: str) -> Iterator[str]:
    if key in _ABOUT:
        yield f"\n# {_ABOUT[key]}\n"


def _toml(value: Any) -> str:
    import tomlkit

    text: str = tomlkit.item(value).as_string()
    return text
