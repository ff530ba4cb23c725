"""A password in the URL of a source: sent, in the response as Symbolicator has it, nowhere else."""

from pathlib import Path

import pytest

from tests.cli.running import Inspector
from tests.cli.test_symbolicate import changed
from tests.fetch.server import Reply, Server
from tests.harbor import HARBOR
from tests.harbor_builds import BUILDS

CANARY = b"canary"


def served(status: int) -> dict[str, Reply]:
    """The files of the crash, all answered with one status."""
    (build,) = (one for one in BUILDS if one.name == "elf-clang-dwarf5")
    return {
        f"/{target}": Reply(status=status, body=(HARBOR / fixture).read_bytes())
        for target, fixture in build.files.items()
    }


@pytest.mark.parametrize("status", [200, 404, 403, 500])
def test_a_password_is_in_the_response_only(crash: Path, tmp_path: Path, status: int) -> None:
    home = tmp_path / "home"
    home.mkdir()
    person = Inspector(home)
    with Server(served(status)) as server:
        url = server.url.replace("://", f"://user:{CANARY.decode()}@")
        request = changed(crash, sources=[{"type": "http", "id": "web", "url": url}])
        said = person.process("symbolicate", "--trust", request)
        assert server.asked
        assert all(asked.header("Authorization") for asked in server.asked)
        listed = person.process("sources", "list", request)
        probed = person.process("sources", "test", "--trust", request)
    assert CANARY in said.stdout
    assert CANARY not in said.stderr
    assert CANARY not in listed.stdout + listed.stderr + probed.stdout + probed.stderr
    for form in ("text", "markdown"):
        shown = person.process("symbolicate", "--format", form, "--offline", request)
        masked = b"[redacted]@127.0.0.1" in shown.stdout.replace(b"\\", b"")
        assert masked == (status != 200)  # places are listed where nothing was found
        assert CANARY not in shown.stdout + shown.stderr
    kept = [path for path in home.rglob("*") if path.is_file()]
    assert kept
    assert not [path.name for path in kept if CANARY in path.read_bytes()]
