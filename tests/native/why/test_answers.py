"""What servers and folders answer, and what to do about it."""

from pathlib import Path
from typing import Any

import pytest

from tests.fetch.server import Reply, Server
from tests.native.why.situations import (
    ADDED,
    BY_NAME,
    CLANG,
    CODE,
    FILE,
    Body,
    Situation,
    checked,
    crash,
    local,
    made,
    put,
    routes,
    serve,
    web,
    with_spare,
)


def answers(status: int) -> Any:
    def make(_folder: Path, server: Server) -> Body:
        for path in (CODE, f"{CODE}.debug"):
            server.routes[f"/{path}"] = Reply(status=status)
        return crash(web(server))

    return make


def served(server: Server) -> None:
    serve(server, (CODE, FILE))


def waiting(_folder: Path, server: Server) -> Body:
    server.routes[f"/{CODE}"] = Reply(wait=60)
    return crash(web(server))


FILES = {
    "not-found": Situation(
        make=lambda f, s: with_spare(crash(web(s)), f),
        stops="files",
        says=("None of 2 locations had harbor", CLANG.module["debug_id"]),
        next="add_source",
        arguments={"type": "filesystem", "name": "harbor"},
        given=ADDED,
        resolves=True,
    ),
    "debug-files-are-filtered": Situation(
        make=lambda f, _: made(
            put(f, (f"{CODE}.debug", FILE)),
            crash(local(filters={"filetypes": ["elf_code"]})),
        ),
        stops="files",
        says=("None of 1 location had harbor",),
        next="widen_filters",
        arguments={"filter": "filetypes", "value": "elf_debug"},
        resolves=True,
    ),
    "of-windows": Situation(
        make=lambda _, s: crash(
            web(s), build=BY_NAME["pe-x86_64"], code_file="C:\\Windows\\System32\\harbor.exe"
        ),
        stops="files",
        next="add_preset",
        arguments={"preset": "microsoft"},
    ),
    "of-ubuntu": Situation(
        make=lambda _, s: crash(web(s), code_file="/usr/lib/x86_64-linux-gnu/libc.so.6"),
        stops="files",
        says=("libc.so.6",),
        next="add_preset",
        arguments={"preset": "ubuntu"},
    ),
    "of-apple": Situation(
        make=lambda _, s: crash(
            web(s), build=BY_NAME["macho-arm64"], code_file="/usr/lib/system/libdyld.dylib"
        ),
        stops="files",
        next="add_source",
        arguments={"name": "libdyld.dylib"},
    ),
    "forbidden": Situation(
        make=answers(403),
        stops="files",
        says=("'web'", "no permission: 403 Forbidden", CODE),
        next="fix_credentials",
        arguments={"source": "web"},
    ),
    "server-error": Situation(
        make=answers(500),
        stops="files",
        says=("could not be asked: 500 Internal Server Error", "3 attempts"),
        next="retry",
        arguments={"source": "web"},
        meanwhile=served,
        resolves=True,
    ),
    "too-slow": Situation(
        make=waiting,
        settings={"head_timeout": 0.25},
        stops="files",
        says=("timed out after 250ms",),
        next="raise_timeout",
        arguments={"setting": "head_timeout", "seconds": "0.5"},
        meanwhile=served,
        resolves=True,
    ),
    "private-host": Situation(
        make=lambda _, s: made(serve(s, (CODE, FILE)), crash(web(s))),
        trusted=False,
        stops="files",
        says=("could not be asked: destination is restricted",),
        next="trust_request",
        resolves=True,
    ),
    "outside-its-folder": Situation(
        make=lambda f, _: made(put(f, (CODE, FILE)), crash(local("/../symbols"))),
        trusted=False,
        stops="files",
        says=("destination is restricted",),
        next="trust_request",
    ),
    "offline": Situation(
        make=lambda _, s: made(serve(s, (CODE, FILE)), crash(web(s))),
        settings={"offline": True},
        stops="files",
        says=("could not be asked: offline", "nobody was asked"),
        next="go_online",
        resolves=True,
    ),
    "not-an-object": Situation(
        make=lambda _, s: made(
            routes(s, {f"/{CODE}": Reply(body=b"<html>please log in</html>")}), crash(web(s))
        ),
        stops="files",
        says=("cannot be read", CODE),
        next="exclude_candidate",
        arguments={"source": "web"},
    ),
}


@pytest.mark.parametrize("situation", [pytest.param(s, id=name) for name, s in FILES.items()])
async def test_files(situation: Situation, tmp_path: Path, server: Server) -> None:
    await checked(situation, tmp_path, server)
