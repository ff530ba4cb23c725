"""`inspector symbolicate` as the conformance runner calls it, answered by `inspector serve`.

    python -m tests.server.over_http symbolicate REQUEST... [--out-dir DIR | -o FILE] ...

Starts the service with the cache folder and the trust that were asked for, posts the bodies one
after the other, writes what comes back. A body that is refused ends it with 2, as the command.
"""

import argparse
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

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
        parser.add_argument(name, type=Path)
    parser.add_argument("--kind", choices=tuple(ROUTES))
    parser.add_argument("--scope", default="global")
    parser.add_argument("--strict", action="store_true")
    parser.add_argument("--trust", action="store_true")
    given = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        settings = Path(folder, "inspector.toml")
        own = given.config.read_text(encoding="utf-8") if given.config else ""
        trust = 'connect_to_reserved_ips = true\nserve_roots = ["/"]\n' if given.trust else ""
        settings.write_text(trust + own, encoding="utf-8")
        options = ["--cache-dir", str(given.cache_dir), "--config", str(settings)]
        with service(*options, *(["--strict"] if given.strict else [])) as (url, _):
            return _answer(given, url)


def _answer(given: argparse.Namespace, url: str) -> int:
    code = 0
    for request in given.requests:
        body = request.read_bytes()
        route = ROUTES[given.kind or ("js" if b'"source"' in body else "native")]
        answer = httpx.post(
            url + route,
            params={"scope": given.scope},
            headers={"Content-Type": "application/json"},
            content=body,
            timeout=60,
        )
        if answer.status_code != 200:
            sys.stderr.write(f"{answer.status_code}: {answer.text}\n")
            code = 2
            continue
        out = given.o or Path(given.out_dir, request.stem + ".response.json")
        out.parent.mkdir(parents=True, exist_ok=True)
        out.write_bytes(answer.content)
    return code


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
