"""Where the file of a module may be had: what to do when nobody had it."""

from collections.abc import Sequence

from inspector.model.labels import last_component
from inspector.model.places.presets import SERVERS, WITHOUT_SERVER
from inspector.model.places.sources import HttpSource, Source
from inspector.model.why.explanation import Action
from inspector.model.why.trace import ModuleTrace

_WINDOWS_FOLDERS = ("\\windows\\", "/windows/", "\\winsxs\\")
_SYSTEM_FOLDERS = ("/usr/", "/lib/", "/lib64/", "/bin/", "/sbin/")
_ANDROID_FOLDERS = ("/system/", "/apex/", "/vendor/")
_APPLE_FOLDERS = ("/usr/lib/", "/system/library/", "/private/preboot/")

_BY_NAME: tuple[tuple[str, tuple[str, ...]], ...] = (
    ("mozilla", ("xul", "firefox", "mozglue", "nss3", "libxul", "thunderbird")),
    ("electron", ("electron",)),
    ("chromium", ("chrome", "chrome_elf", "msedge")),
    ("unity", ("unityplayer", "unityeditor", "mono-2.0-bdwgc")),
    ("nvidia", ("nvoglv", "nvwgf2", "nvcuda", "nvapi", "nvlddmkm", "nvd3d")),
    ("amd", ("atio6", "atidx", "amdxx", "amdxc", "amdvlk")),
    ("intel", ("igd10", "igd12", "igxel", "ig9icd", "igc64")),
)
_MICROSOFT = ("ntdll", "kernel32", "kernelbase", "user32", "ucrtbase", "vcruntime", "msvcp", "d3d")
_OF_FEDORA = ("/usr/lib64/", "/lib64/")
_OF_DEBIAN = ("/usr/lib/x86_64-linux-gnu/", "/lib/x86_64-linux-gnu/", "/usr/lib/aarch64-linux-gnu/")


def get_file(module: ModuleTrace, sources: Sequence[Source], *, what: str = "") -> Action:
    """A source to add: a public server that is likely to have it, else the person's own folder.

    what  the sort of file, to a person: "line tables of"; "": the debug file
    """
    for preset in likely_presets(module):
        if is_configured(preset, sources):
            continue
        text = f"Add the public symbol server {preset!r}: {module.name} is likely to be there."
        return Action(kind="add_preset", text=text, arguments={"preset": preset})
    ids = module.debug_id or module.code_id or "no id"
    name = module.name if what else file_to_look_for(module)
    text = f"Add a folder that holds {what or 'the debug file'} {name or 'of the module'} ({ids})."
    if (vendor := _without_server(module)) and not what:
        text = f"{WITHOUT_SERVER[vendor]} ({ids})."
    arguments = {"type": "filesystem", "path": "", "layout": "scan", "name": name}
    arguments |= {"debug_id": module.debug_id, "code_id": module.code_id}
    return Action(kind="add_source", text=text, arguments=arguments)


def file_to_look_for(module: ModuleTrace) -> str:
    """The name that the debug file of a module usually has."""
    return last_component(module.debug_file) or module.name


def likely_presets(module: ModuleTrace) -> tuple[str, ...]:
    """The public servers that may have the files of a module, the likeliest first."""
    stem, path = module.name.lower(), (module.code_file or module.debug_file).lower()
    if module.type == "pe_dotnet":
        return ("nuget",) if module.checksum else ()
    if not module.debug_id and not module.code_id:
        return ()
    for preset, names in _BY_NAME:
        if stem.startswith(names):
            return (preset,)
    if module.type == "pe":
        of_windows = any(folder in path for folder in _WINDOWS_FOLDERS)
        return ("microsoft",) if of_windows or stem.startswith(_MICROSOFT) else ()
    if module.type == "elf" and module.code_id and path.startswith(_SYSTEM_FOLDERS):
        if path.startswith(_OF_FEDORA):
            return ("fedora",)
        return ("ubuntu", "debian") if path.startswith(_OF_DEBIAN) else ("arch",)
    return ()


def is_configured(preset: str, sources: Sequence[Source]) -> bool:
    """Whether the server of a preset is among the sources."""
    tree = SERVERS.get(preset)
    url = str(tree["url"]) if tree else ""
    return any(
        isinstance(source, HttpSource) and source.url.rstrip("/") == url.rstrip("/")
        for source in sources
    )


def without_server(module: ModuleTrace) -> str:
    """How to come by the files of a system whose symbols nobody serves; "" for all others."""
    vendor = _without_server(module)
    return WITHOUT_SERVER[vendor] if vendor else ""


def _without_server(module: ModuleTrace) -> str:
    """Whose system a module is a part of, when nobody serves the symbols of that; else ""."""
    path = module.code_file.lower()
    if module.type == "macho" and path.startswith(_APPLE_FOLDERS):
        return "apple"
    return "android" if module.type == "elf" and path.startswith(_ANDROID_FOLDERS) else ""
