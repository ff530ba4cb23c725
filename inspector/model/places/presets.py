"""Public symbol servers by name, and the sources that the environment names.

    { preset = "microsoft" }                      the source itself
    { preset = "mozilla", id = "ff" }             with fields of its own
    { preset = "DEBUGINFOD_URLS" }                as many sources as the variable has URLs

Sources are trees of plain values here, as decoded from TOML or JSON. A request may name the
servers; what depends on the machine is for settings only.
"""

from collections.abc import Callable, Mapping
from typing import Any

from inspector.model.body import BadBody

Tree = dict[str, Any]

_WINDOWS = ["pe", "pdb"]
_ELF = ["elf_code", "elf_debug"]


def _store(url: str) -> Tree:
    return _server(url, "symstore", _WINDOWS)


def _debuginfod(url: str) -> Tree:
    return _server(url.rstrip("/") + "/buildid/", "debuginfod", _ELF)


def _server(url: str, layout: str, file_types: list[str]) -> Tree:
    return {
        "type": "http",
        "url": url,
        "layout": {"type": layout},
        "filters": {"filetypes": file_types},
        "is_public": True,
    }


def _nuget() -> Tree:
    source = _server("https://symbols.nuget.org/download/symbols/", "ssqp", ["portablepdb"])
    source["filters"]["requires_checksum"] = True
    return source


SERVERS: Mapping[str, Tree] = {
    "microsoft": _store("https://msdl.microsoft.com/download/symbols/"),
    "mozilla": _server("https://symbols.mozilla.org/", "native", [*_WINDOWS, "breakpad"]),
    "electron": _server(
        "https://symbols.electronjs.org/", "native", ["pdb", "breakpad", "sourcebundle"]
    ),
    "chromium": _store("https://chromium-browser-symsrv.commondatastorage.googleapis.com/"),
    "nvidia": _store("https://driver-symbols.nvidia.com/"),
    "amd": _store("https://download.amd.com/dir/bin/"),
    "intel": _store("https://software.intel.com/sites/downloads/symbols/"),
    "unity": _store("http://symbolserver.unity3d.com/"),
    "nuget": _nuget(),
    "ubuntu": _debuginfod("https://debuginfod.ubuntu.com/"),
    "fedora": _debuginfod("https://debuginfod.fedoraproject.org/"),
    "debian": _debuginfod("https://debuginfod.debian.net/"),
    "arch": _debuginfod("https://debuginfod.archlinux.org/"),
}
"""Name -> the source; its id is the name."""

_APPLE = (
    "Apple has no public symbol server. Symbols of the system come with the devices: point a "
    "`filesystem` source with the layout `scan` at ~/Library/Developer/Xcode/iOS DeviceSupport"
)
_ANDROID = (
    "Google has no public symbol server for Android. Pull the libraries of the device with "
    "`adb pull /system/lib64`, and point a `filesystem` source with the layout `scan` at them"
)
WITHOUT_SERVER: Mapping[str, str] = {
    "apple": _APPLE,
    "apple-none": _APPLE,
    "ios": _APPLE,
    "macos": _APPLE,
    "android": _ANDROID,
}
"""Name -> why there is nothing to ask."""

FROM_MACHINE = ("DEBUGINFOD_URLS", "_NT_SYMBOL_PATH", "system-debug")
"""Presets that depend on the machine: two variables of the environment, /usr/lib/debug."""


class BadPreset(ValueError):
    """A preset that names no source; the text says why. `key` is where, inside the source."""

    def __init__(self, reason: str, key: str = "preset") -> None:
        super().__init__(reason)
        self.key = key


def expand(source: Tree, environ: Mapping[str, str] | None = None) -> list[Tree]:
    """The sources that one with a `preset` stands for; fields given beside it win.

    environ  None: a request asks, which only gets servers

    Raises BadPreset.
    """
    name = source["preset"]
    given = {key: value for key, value in source.items() if key != "preset"}
    if "type" in given:
        raise BadPreset("comes from the preset", "type")
    if isinstance(name, str) and name in SERVERS:
        return [{"id": name, **SERVERS[name], **given}]
    if environ is None or name not in FROM_MACHINE:
        raise BadPreset(_no_such(name, environ))
    found = _MACHINE[name](environ)
    prefix = given.pop("id", name.strip("_").lower().replace("_", "-"))
    numbered = [{**one, **given, "id": f"{prefix}-{n}"} for n, one in enumerate(found, 1)]
    return [{**found[0], **given, "id": prefix}] if len(found) == 1 else numbered


def expand_in_request(sources: list[Any]) -> list[Any]:
    """The sources of a request body, those with a preset spelt out. Raises BadBody."""
    plain = []
    for number, source in enumerate(sources):
        if not (isinstance(source, dict) and "preset" in source):
            plain.append(source)
            continue
        try:
            plain += expand(source)
        except BadPreset as error:
            raise BadBody(str(error), f"sources[{number}].{error.key}") from None
    return plain


def _no_such(name: Any, environ: Mapping[str, str] | None) -> str:
    """Why a name is none, and which is meant."""
    if not isinstance(name, str):
        return "expected a name"
    if name.lower() in WITHOUT_SERVER:
        return WITHOUT_SERVER[name.lower()]
    if name in FROM_MACHINE:
        return f"`{name}` is for settings: a request cannot use what this machine is set to"
    import difflib

    known = [*SERVERS, *(() if environ is None else FROM_MACHINE)]
    lowered = {one.lower(): one for one in known}
    close = difflib.get_close_matches(name.lower(), lowered, n=1)
    meant = f"did you mean `{lowered[close[0]]}`?" if close else "there is " + ", ".join(known)
    return f"unknown preset `{name}`, {meant}"


def debuginfod_urls(text: str) -> list[Tree]:
    """The servers of a DEBUGINFOD_URLS: URLs between blanks; all that is none is left out."""
    return [
        {**_debuginfod(word), "is_public": False}
        for word in text.split()
        if word.lower().startswith(("http://", "https://"))
    ]


def nt_symbol_path(text: str) -> list[Tree]:
    """The places of an _NT_SYMBOL_PATH, in its order: stores, servers, plain folders.

    srv*store*...    symbol stores, local ones and servers; an empty one is the debugger's own
    symsrv*dll*...   the same
    cache*folder     a store too
    folder           searched by what its files hold
    """
    found: list[Tree] = []
    for element in text.split(";"):
        parts = [part.strip() for part in element.split("*")]
        word = parts[0].lower()
        if word == "symsrv":
            found += [_symbol_store(part) for part in parts[2:] if part]
        elif word in ("srv", "cache") and len(parts) > 1:
            found += [_symbol_store(part) for part in parts[1:] if part]
        elif len(parts) == 1 and word:
            found.append(_folder(parts[0], "scan"))
    return found


def _symbol_store(place: str) -> Tree:
    if place.lower().startswith(("http://", "https://")):
        return {**_store(place), "is_public": False}
    return {**_folder(place, "symstore"), "filters": {"filetypes": _WINDOWS}}


def _folder(path: str, layout: str) -> Tree:
    return {"type": "filesystem", "path": path, "layout": {"type": layout}}


def _system_debug() -> Tree:
    """Where Linux distributions install debug files."""
    folder = _folder("/usr/lib/debug/.build-id", "native")
    return {**folder, "filters": {"filetypes": ["elf_debug"]}}


_MACHINE: Mapping[str, Callable[[Mapping[str, str]], list[Tree]]] = {
    "DEBUGINFOD_URLS": lambda environ: debuginfod_urls(environ.get("DEBUGINFOD_URLS", "")),
    "_NT_SYMBOL_PATH": lambda environ: nt_symbol_path(environ.get("_NT_SYMBOL_PATH", "")),
    "system-debug": lambda _environ: [_system_debug()],
}
