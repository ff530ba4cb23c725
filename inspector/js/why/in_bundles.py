"""What an artifact bundle has instead of a file: under another URL, id, release or dist."""

from itertools import islice
from typing import TYPE_CHECKING

from inspector.js.urls import candidates, strip_host
from inspector.js.why.in_folders import unreferenced
from inspector.js.why.wanted import Wanted, common_tail
from inspector.model.outcome import Miss
from inspector.model.places.sources import hide_secrets
from inspector.model.why.explanation import Action
from inspector.model.why.judged import NearMiss, mend_request

if TYPE_CHECKING:
    from inspector.js.access import Access
    from inspector.js.evidence import KnownBundle
    from inspector.js.wire import JsRequest
    from inspector.objects.bundle import Bundle, Entry

_MOST_MEMBERS = 20_000


async def bundled_otherwise(
    known: "KnownBundle", wanted: Wanted, request: "JsRequest", access: "Access"
) -> list[NearMiss]:
    """What a bundle has that is nearly a file, the likeliest one only."""
    bundle = await _opened(known, access)
    if bundle is None:
        return []
    try:
        if not known.by_url:
            near = _of_other_release(known, bundle, wanted, request)
            if near is not None:
                return [near]
        same = [one for one in islice(bundle.entries(), _MOST_MEMBERS) if _is_like(one, wanted)]
        if not same:
            return []
        best = max(same, key=lambda one: len(common_tail(wanted.bare, strip_host(one.url))))
        return [_other_id(known, wanted, best) or _other_url(known, wanted, best)]
    finally:
        bundle.close()


async def bundled_reference(known: "KnownBundle", path: str, access: "Access") -> list[NearMiss]:
    """A map in a bundle, for a script that does not refer to it."""
    bundle = await _opened(known, access)
    if bundle is None:
        return []
    try:
        for url in candidates(path):
            member = bundle.by_url(f"{url}.map")
            if member is not None:
                name = member.url.rpartition("/")[2]
                return [unreferenced(name, f"{_name(known)} has {member.url} beside it.")]
    finally:
        bundle.close()
    return []


async def _opened(known: "KnownBundle", access: "Access") -> "Bundle | None":
    if known.found is None:
        return None
    bundle = await access.tables.bundle(known.found)
    return None if isinstance(bundle, Miss) else bundle


def _is_like(member: "Entry", wanted: Wanted) -> bool:
    if member.url in candidates(wanted.path):
        return False  # it is where it should be, and cannot be read
    name = (member.url or member.member).rpartition("/")[2]
    return member.type in (wanted.role, None) and name.lower() == wanted.name.lower()


def _of_other_release(
    known: "KnownBundle", bundle: "Bundle", wanted: Wanted, request: "JsRequest"
) -> NearMiss | None:
    """A bundle that has the file at that URL, and is of another release or dist."""
    member = next(filter(None, map(bundle.by_url, candidates(wanted.path))), None)
    if member is None:
        return None
    what = "release" if known.release != request.release else "dist"
    theirs, ours = getattr(known, what), getattr(request, what)
    text = f"{_name(known)} has {member.url}, but it is of {what} {theirs}, not {ours or 'unset'}."
    if what == "dist":
        action = mend_request("dist", f"Have the reporter send the dist {theirs}.", value=theirs)
    else:
        action = Action(
            kind="find_file",
            text=f"Get the bundle of release {ours}.",
            arguments={"name": wanted.name, "debug_id": "", "code_id": ""},
        )
    facts = ((f"{what} of the bundle", theirs), (f"{what} of the request", ours or ""))
    return NearMiss(kind=what, about=wanted.about, text=text, facts=facts, action=action)


def _other_id(known: "KnownBundle", wanted: Wanted, member: "Entry") -> NearMiss | None:
    own = member.debug_id
    if wanted.debug_id is None or own is None or own == wanted.debug_id:
        return None
    called = member.url or member.member
    return NearMiss(
        kind="other id",
        about=wanted.about,
        text=f"{_name(known)} has {called}, which is of another build: {own}.",
        facts=(("found debug id", str(own)), ("wanted debug id", str(wanted.debug_id))),
        action=Action(
            kind="find_file",
            text=f"Upload {wanted.name} of the build with the debug id {wanted.debug_id}.",
            arguments={
                "name": wanted.name,
                "debug_id": str(wanted.debug_id),
                "code_id": "",
            },
        ),
    )


def _other_url(known: "KnownBundle", wanted: Wanted, member: "Entry") -> NearMiss:
    path, there = strip_host(wanted.bare), member.url or member.member
    tail = common_tail(path, strip_host(there))
    if tail:
        kind, prefix = "prefix", "~" + path[: -len(tail)].rstrip("/")
        todo = f"Upload again with `--url-prefix '{prefix}'`."
    else:
        kind, todo = "casing", f"Upload it again as ~{path}: case counts in URLs."
    return NearMiss(
        kind=kind,
        about=wanted.about,
        text=f"{_name(known)} has it as {there}, and ~{path} is wanted.",
        facts=(("wanted", hide_secrets(wanted.path)), ("there", there)),
        action=Action(kind="rebuild", text=todo, arguments={"url": f"~{path}"}),
    )


def _name(known: "KnownBundle") -> str:
    return hide_secrets(known.uri)
