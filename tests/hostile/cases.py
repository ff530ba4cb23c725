"""A hostile case: made of the seed and its number alone, so that it can be had again."""

import json
from random import Random
from typing import Any

from msgspec import Struct

from tests.hostile import material
from tests.hostile.mutations import (
    damage,
    damage_file,
    damage_lines,
    damage_tree,
    json_of,
    packed,
    zipped,
)

SEED = 2

KINDS = {
    "native-files": 36,
    "native-body": 12,
    "js-files": 16,
    "js-body": 8,
    "native-web": 7,
    "js-web": 7,
    "settings": 5,
    "response": 4,
    "reader": 8,
}
"""What is damaged, and how many of a hundred cases are of that kind."""


class Case(Struct, frozen=True, kw_only=True):
    """Something to be read: a request, settings, a response, or a file alone."""

    number: int
    kind: str  # of KINDS
    endpoint: str = ""  # "native" or "js", for requests
    body: bytes
    files: dict[str, bytes] = {}  # below the folder, or below the URL, of the case
    strict: bool = False


def place_of(number: int) -> str:
    """The folder of a case."""
    return f"case-{number}"


def make(number: int, url: str, seed: int = SEED) -> Case:
    """The case of that number. `url`: of the faulty server; nothing else depends on it."""
    rng = Random(f"{seed}:{number}")
    kind = rng.choices(tuple(KINDS), tuple(KINDS.values()))[0]
    match kind:
        case "native-files":
            return _native_files(rng, number)
        case "js-files":
            return _files(rng, number, kind, material.scripts(rng, place_of(number)))
        case "native-body" | "js-body":
            return _body(rng, number, kind)
        case "native-web":
            found = material.native_on_web(rng, f"{url}/{number}")
            return _request(rng, number, kind, found, found.files)
        case "js-web":
            found = material.scripts_on_web(rng, f"{url}/{number}")
            return _request(rng, number, kind, found, found.files)
        case "settings":
            text = material.SETTINGS.encode()
            damaged = damage_lines(rng, text) if rng.random() < 0.8 else damage(rng, text)
            return Case(number=number, kind=kind, body=damaged)
        case "response":
            tree = damage_tree(rng, material.saved_response(rng))
            return Case(number=number, kind=kind, body=json_of(rng, tree))
    return Case(number=number, kind=kind, body=damage(rng, material.any_fixture(rng)))


def _native_files(rng: Random, number: int) -> Case:
    """A sound request; its files are damaged, and at times in a folder without order."""
    found = material.native(rng, place_of(number))
    if rng.random() < 0.12:
        found.body["sources"][0]["layout"] = {"type": "scan"}
        if rng.random() < 0.5:
            data = b"".join(found.files.values())
            return _request(
                rng, number, "native-files", found, {"all.zip": damage(rng, zipped(data))}
            )
    return _files(rng, number, "native-files", found)


def _files(rng: Random, number: int, kind: str, found: material.Material) -> Case:
    files = dict(found.files)
    for name in rng.sample(sorted(files), min(len(files), rng.choice((1, 1, 2, 9)))):
        files[name] = damage_file(rng, name, files[name])
    if rng.random() < 0.1:
        name = rng.choice(sorted(files))
        files[name] = packed(rng, files[name])
    return _request(rng, number, kind, found, files)


def _body(rng: Random, number: int, kind: str) -> Case:
    """A damaged request for files that are well."""
    endpoint = kind.partition("-")[0]
    tree: Any = damage_tree(rng, material.sample(rng, endpoint))
    body, strict = json_of(rng, tree), rng.random() < 0.2
    return Case(number=number, kind=kind, endpoint=endpoint, body=body, strict=strict)


def _request(
    rng: Random, number: int, kind: str, found: material.Material, files: dict[str, bytes]
) -> Case:
    scanned = any("layout" in source for source in found.body.get("sources", ()))
    may_be_strict = not scanned and (found.kind == "native" or "source" in found.body)
    return Case(
        number=number,
        kind=kind,
        endpoint=found.kind,
        body=json.dumps(found.body).encode(),
        files=files,
        strict=may_be_strict and rng.random() < 0.1,
    )
