"""What to do when a file of a script was not to be had."""

from inspector.js.urls import strip_host
from inspector.model.outcome import RESTRICTED, Miss, Why
from inspector.model.places.sources import FilesystemSource
from inspector.model.places.urls import parse_url
from inspector.model.why.answers import mend
from inspector.model.why.explanation import Action
from inspector.model.why.judged import Around
from inspector.model.why.script_trace import FileTrace
from inspector.model.why.trace import Asked, Transfer

WORDS = {"minified_source": "script", "source_map": "source map", "source": "original source"}
"""What files are called, by their role."""

_NO_FILE = ("<", "[", "native", "eval ", "node:", "internal/", "wasm:", "webpack-internal:")
_EXTENSION = ("chrome-extension:", "moz-extension:", "safari-extension:", "safari-web-extension:")
_UNTOLD = Transfer(origin="asked")
_CONFIGURED = "the local builds of the settings"


def is_no_file(path: str) -> bool:
    """Whether the path stands for code of the engine itself, or for code made at run time."""
    return not path or path.startswith(_NO_FILE)


def is_extension(path: str) -> bool:
    """Whether the path is one of a browser extension."""
    return path.startswith(_EXTENSION)


def get_file(file: FileTrace, around: Around) -> Action:
    """What to do about a file that nobody had, by what the last place to ask said."""
    failed = (
        _failed_api(file, around) or _failed_read(file, around) or _failed_release(file, around)
    )
    if failed is not None:
        return failed
    if file.refused == "disabled" and file.path.startswith(("http:", "https:")):
        text = f"Allow scraping, so that {file.path} is fetched."
        return Action(kind="enable_scraping", text=text, arguments={"url": file.path})
    if file.refused == "origin":
        origin = origin_of(file.path)
        text = f"Add {origin} to the allowed origins, so that {file.path} is fetched."
        return Action(kind="allow_origin", text=text, arguments={"origin": origin})
    if file.refused == "private_host":
        return _trust(file.path)
    web = next((one for one in file.asked if one.source == "web-scraping"), None)
    if file.attempt == "other" and file.fault == "malformed":
        return rewrite(file)
    if web is not None and web.miss is not None:
        return _after_web(file, web, web.miss, around)
    return add_build(file, around)


def _failed_api(file: FileTrace, around: Around) -> Action | None:
    """A lookup that failed comes first: without it nothing is known of what was uploaded."""
    api = file.api
    if api is None or api.miss is None:
        return None
    asked = Asked(source=api.source, uri=api.uri, file_type="lookup", transfer=api.transfer)
    if any(hop.status in (401, 403) for hop in api.transfer.hops):
        return mend(asked, Miss(Why.NO_PERMISSION), around)
    return mend(asked, api.miss, around)


def _failed_read(file: FileTrace, around: Around) -> Action | None:
    """A bundle, or a member of one, that is there and is of no use."""
    for bundle, member, miss in file.unreadable:
        if not member and miss.why not in (Why.MALFORMED, Why.NOT_FOUND):
            asked = Asked(source="", uri=bundle, file_type="bundle", transfer=_UNTOLD)
            return mend(asked, miss, around)
        part = f"{member} of {bundle}" if member else bundle
        return Action(kind="rebuild", text=f"Upload the bundle again: {part} is of no use.")
    return None


def _failed_release(file: FileTrace, around: Around) -> Action | None:
    """A file that the lookup API lists and that could not be fetched."""
    if file.found_by != "release_file" or not file.asked:
        return None
    listed = file.asked[-1]
    if listed.miss is None or listed.miss.why is Why.NOT_FOUND:
        return Action(
            kind="rebuild", text=f"Upload {file.path} again: it is listed, and not there."
        )
    return mend(listed, listed.miss, around)


def _after_web(file: FileTrace, web: Asked, miss: Miss, around: Around) -> Action:
    match miss.why:
        case Why.NOT_FOUND:
            return add_build(file, around)
        case Why.NO_PERMISSION:
            text = f"Send a header with scraping that lets in who asks for {file.path}."
            return Action(kind="open_scraping", text=text, arguments={"url": file.path})
        case Why.MALFORMED:
            return rewrite(file)
        case Why.DOWNLOAD_FAILED if miss.details == RESTRICTED:
            return _trust(file.path)
    return mend(web, miss, around)


def rewrite(file: FileTrace) -> Action:
    """The file is there, and is no text."""
    return Action(kind="rebuild", text=f"Deploy {file.path} as plain UTF-8 text.")


def _trust(path: str) -> Action:
    text = f"Trust this request, if you know where it is from: {path} is on a private host."
    return Action(kind="trust_request", text=text)


def add_build(file: FileTrace, around: Around) -> Action:
    """A folder to add that has what was deployed; only the person knows which."""
    what = WORDS[file.role]
    if around.strict and any(isinstance(one, FilesystemSource) for one in around.sources):
        text = f"Leave the strict mode: {_CONFIGURED} are not looked into with it."
        return Action(kind="leave_strict", text=text)
    if not file.path:
        text = f"Find the {what} with the debug id {file.debug_id}, and add its folder."
        arguments = {"name": "", "debug_id": file.debug_id, "code_id": ""}
        return Action(kind="find_file", text=text, arguments=arguments)
    prefix = folder_of(file.path)
    name = file.path.removeprefix(prefix).partition("?")[0]
    text = f"Add the folder of your build that has {name} and was served at {prefix}."
    arguments = {"type": "filesystem", "path": "", "url_prefix": prefix, "name": name}
    return Action(kind="add_source", text=text, arguments=arguments)


def folder_of(path: str) -> str:
    """The folder of a URL or path, with its final slash: what a build there has as prefix."""
    bare = path.partition("?")[0].partition("#")[0]
    return bare.rpartition("/")[0] + "/" if "/" in strip_host(bare) else bare


def origin_of(url: str) -> str:
    """Scheme, host and port of a URL, as a pattern that allows all of it."""
    parsed = parse_url(url)
    if parsed is None or parsed.host is None:
        return url
    port = "" if parsed.port is None else f":{parsed.port}"
    return f"{parsed.scheme}://{parsed.host}{port}"
