"""`inspector symbolicate` as the conformance runner calls it, answered by the HTTP service.

    python -m tests.server.over_http symbolicate REQUEST... [--out-dir DIR | -o FILE] ...

Starts the service with the cache folder and the trust that were asked for, posts the bodies one
after the other, writes what comes back. A body that is refused ends it with 2, as the command.
"""

import argparse
import asyncio
import http.client
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

ROUTES = {"native": "/symbolicate", "js": "/symbolicate-js"}


@contextmanager
def service(*options: str) -> Iterator[tuple[str, int]]:
    """Address and process id of `inspector serve` with these options."""
    command = [sys.executable, "-m", "inspector", "serve", "--port", "0", *options]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield process.stdout.readline().split()[-1], process.pid
        finally:
            process.terminate()
            process.wait(30)


def main(arguments: list[str]) -> int:
    """Answer the requests; the exit code is that of the command."""
    parser = argparse.ArgumentParser()
    parser.add_argument("command", choices=["symbolicate"])
    parser.add_argument("requests", nargs="+", type=Path)
    parser.add_argument("-o", type=Path)
    for name in ("--out-dir", "--cache-dir", "--config"):
        parser.add_argument(name)
    parser.add_argument("--kind", choices=tuple(ROUTES))
    parser.add_argument("--scope", default="global")
    parser.add_argument("--strict", action="store_true")
    parser.add_argument("--trust", action="store_true")
    return asyncio.run(_serve(parser.parse_args(arguments)))


async def _serve(given: argparse.Namespace) -> int:
    """The service on a socket of its own; in this process, for a hundred cases start one."""
    import uvicorn

    from inspector.server.serving import service_of
    from inspector.settings import load_settings

    trust = {"connect_to_reserved_ips": True, "serve_roots": ["/"]} if given.trust else {}
    flags = {"cache_dir": given.cache_dir, "strict": given.strict, **trust}
    settings = load_settings(given.config, flags)
    with socket.create_server(("127.0.0.1", 0)) as listening:
        config = uvicorn.Config(service_of(settings).application(), log_level="warning")
        server = uvicorn.Server(config)
        serving = asyncio.create_task(server.serve([listening]))
        code = await asyncio.to_thread(_answer, given, listening.getsockname()[1])
        server.should_exit = True
        await serving
    return code


def _answer(given: argparse.Namespace, port: int) -> int:
    code = 0
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    for request in given.requests:
        body = request.read_bytes()
        route = ROUTES[given.kind or ("js" if b'"source"' in body else "native")]
        path = f"{route}?scope={quote(given.scope)}"
        connection.request("POST", path, body, {"Content-Type": "application/json"})
        answer = connection.getresponse()
        content = answer.read()
        if answer.status != 200:
            sys.stderr.write(f"{answer.status}: {content.decode()}\n")
            code = 2
            continue
        out = given.o or Path(given.out_dir, request.stem + ".response.json")
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(content)
    connection.close()
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
