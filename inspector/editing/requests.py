"""The edited sources and origins as a request body of their own, or in a settings file."""

import os
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

from inspector.editing.checks import literal_secrets
from inspector.editing.configured import absolute, reference_spelt_out
from inspector.editing.desk import scraping_of, sources_of, tree_of
from inspector.editing.drafts import Draft, State
from inspector.fetch.guard import is_spelt_inside
from inspector.model.body import decode_tree
from inspector.model.places.presets import Tree
from inspector.model.places.scraping import DEFAULT_SCRAPING
from inspector.model.places.sources import (
    IDENTITIES,
    REDACTED,
    SECRETS,
    FilesystemSource,
    SentrySource,
    Source,
    hide_credentials,
)

if TYPE_CHECKING:
    from inspector.opening import Opened

_SECRETS = SECRETS - {"headers"}


def request_body(
    opened: "Opened",
    body: bytes,
    state: State,
    environ: Mapping[str, str],
    *,
    folder: str,
    secrets: bool,
) -> bytes:
    """The request with the edited sources and scraping; all other keys as they are.

    body     of the request as it was read; keys we do not know are kept
    folder   of the new file, absolute: in another one than the request's, relative paths of
             sources are spelt out
    secrets  False: every secret is replaced, those that the request came with, too

    Raises BadSource for a secret that is referred to and not there, and only if it is wanted.
    """
    tree: dict[str, Any] = decode_tree(body)
    sources = [
        (draft, source)
        for draft in state.drafts
        if draft.enabled
        for source in _sources(draft, environ, secrets=secrets)
    ]
    root = "" if os.path.samefile(folder, opened.folder) else opened.folder
    plain = [_plain(source, root, secrets=secrets) for _, source in sources]
    if opened.kind == "js":
        service = next((s for _, s in sources if isinstance(s, SentrySource)), None)
        tree.pop("source", None)
        if service is not None:
            tree["source"] = _plain(service, root, secrets=secrets)
            del tree["source"]["type"]
            plain = [one for one in plain if one["type"] != "sentry"]
        tree["allow_scraping"] = state.allow_scraping
    if opened.body.sources is not None or plain:
        tree["sources"] = plain
    if "scraping" in tree or state.scraping != DEFAULT_SCRAPING or state.headers:
        tree["scraping"] = _scraping(state, environ, secrets=secrets)
    return msgspec.json.format(msgspec.json.encode(tree), indent=2) + b"\n"


def _sources(draft: Draft, environ: Mapping[str, str], *, secrets: bool) -> list[Source]:
    """What stands for a draft. Nothing is looked up that would be replaced anyway."""
    if secrets:
        return sources_of(draft, environ)
    tree = dict(draft.tree)
    for key in _SECRETS | IDENTITIES:
        if isinstance(tree.get(key), dict):
            tree[key] = REDACTED
    if isinstance(tree.get("headers"), dict):
        tree["headers"] = dict.fromkeys(tree["headers"], REDACTED)
    return sources_of(msgspec.structs.replace(draft, tree=tree), environ)


def _plain(source: Source, root: str, *, secrets: bool) -> Tree:
    tree = tree_of(source)
    if isinstance(source, FilesystemSource):
        tree["path"] = os.path.join(root, source.path)
    if secrets:
        return tree
    for key in _SECRETS & tree.keys():
        if tree[key]:
            tree[key] = REDACTED
    if "headers" in tree:
        tree["headers"] = dict.fromkeys(tree["headers"], REDACTED)
    if "url" in tree:
        tree["url"] = hide_credentials(tree["url"])
    return tree


def _scraping(state: State, environ: Mapping[str, str], *, secrets: bool) -> Tree:
    if secrets:
        return msgspec.to_builtins(scraping_of(state, environ))  # type: ignore[no-any-return]
    tree: Tree = msgspec.to_builtins(state.scraping)
    return {**tree, "headers": dict.fromkeys(state.headers, REDACTED)}


def settings_sources(state: State, folder: str) -> list[Tree]:
    """The sources as a settings file spells them, references as they are; none that are off.

    folder  of the file, absolute: what counts from another one is spelt out
    """
    return [
        draft.tree if draft.folder == folder else _spelt_out(draft.tree, draft.folder, folder)
        for draft in state.drafts
        if draft.enabled
    ]


def settings_scraping(state: State) -> Tree:
    """The scraping as a settings file spells it, references as they are.

    `allow_scraping` is a request's own and has no place there.
    """
    table: Tree = msgspec.to_builtins(state.scraping)
    here = os.getcwd()  # where `scraping_of` looks, too
    headers = {name: reference_spelt_out(one, here) for name, one in state.headers.items()}
    return table | {"allowed_origins": list(table["allowed_origins"]), "headers": headers}


def _spelt_out(tree: Tree, folder: str, into: str) -> Tree:
    """A source of `folder` whose path counts from `into` if it is below it, else from nowhere."""
    kept = {key: reference_spelt_out(value, folder) for key, value in tree.items()}
    headers = tree.get("headers")
    if isinstance(headers, dict):
        kept["headers"] = {k: reference_spelt_out(v, folder) for k, v in headers.items()}
    if tree.get("type") == "filesystem" and isinstance(tree.get("path"), str):
        path = absolute(tree["path"], folder)
        inside = is_spelt_inside(path, into)
        kept["path"] = os.path.relpath(path, into) if inside else path
    return kept


def written_out(trees: Sequence[Tree]) -> list[str]:
    """The secrets that stand in sources and in a table of scraping as they are: "source: key"."""
    return [f"{_name(tree)}: {key}" for tree in trees for key in literal_secrets(tree)]


def _name(tree: Tree) -> str:
    return str(tree.get("id") or tree.get("preset") or "scraping")


def left_out(state: State) -> list[str]:
    """The ids of the sources that are switched off, which no file keeps."""
    return [draft.id for draft in state.drafts if not draft.enabled]
