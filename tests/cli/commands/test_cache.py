"""`inspector cache`: what it says and what it removes."""

import os
import time
from pathlib import Path

import msgspec
import pytest
from click.testing import CliRunner, Result

from inspector.cli import main
from inspector.cli.commands.cache import size_text
from inspector.fetch.caching.cache import OBJECTS, SYMCACHES, Cache, Kind

DAY = 86400


@pytest.fixture
def config(tmp_path: Path) -> Path:
    """A settings file of our own: the machine's must not matter."""
    path = tmp_path / "inspector.toml"
    path.write_text(f'cache_dir = "{(tmp_path / "cache").as_posix()}"\n', encoding="utf-8")
    return path


def fill(folder: Path, kind: Kind, name: str, size: int, days: float = 0) -> Path:
    cache = Cache(str(folder))
    with cache.temporary() as temp:
        Path(temp).write_bytes(b"x" * size)
        path = cache.store(kind, f"scope: global\n\n{name}\n", temp)
    then = time.time() - days * DAY
    os.utime(path, (then, then))
    return Path(path)


def run(config: Path, *arguments: str) -> Result:
    return CliRunner().invoke(main, ["cache", *arguments, "--config", str(config)])


def test_path(config: Path, tmp_path: Path) -> None:
    assert run(config, "path").output == f"{tmp_path / 'cache'}\n"
    assert run(config, "path", "--cache-dir", "/else").output == "/else\n"


def test_info_of_an_empty_cache(config: Path, tmp_path: Path) -> None:
    lines = run(config, "info").output.splitlines()
    assert lines[0] == str(tmp_path / "cache")
    assert lines[1].split() == ["total", "0", "files", "0", "B"]


def test_info(config: Path, tmp_path: Path) -> None:
    config.write_text(config.read_text() + 'max_cache_size = "10GB"\n')
    fill(tmp_path / "cache", OBJECTS, "a", 1_500_000)
    fill(tmp_path / "cache", SYMCACHES, "a", 10)
    lines = run(config, "info").output.splitlines()
    assert lines[1].split() == ["objects", "1", "file", "1.5", "MB"]
    assert lines[2].split()[:3] == ["symcaches", "1", "file"]
    assert lines[3].split() == ["total", "2", "files", "1.5", "MB"]
    assert lines[4] == "limit 10.0 GB"


def test_info_for_programs(config: Path, tmp_path: Path) -> None:
    fill(tmp_path / "cache", OBJECTS, "a", 1000)
    told = msgspec.json.decode(run(config, "info", "--format", "json").output)
    assert told["path"] == str(tmp_path / "cache")
    assert told["max_size"] is None
    assert told["kinds"]["objects"]["files"] == 1
    assert told["kinds"]["objects"]["size"] > 1000


CLEANED = [
    pytest.param(["--older-than", "7d"], [0], id="age"),
    pytest.param(["--older-than", "864000"], [0, 9], id="age-in-seconds"),
    pytest.param(["--max-size", "25kB"], [0, 9], id="size"),
    pytest.param(["--older-than", "20d", "--max-size", "15kB"], [0], id="both"),
    pytest.param([], [0, 9], id="the-settings-age"),
    pytest.param(["--all"], [], id="all"),
]


@pytest.mark.parametrize(("options", "left"), CLEANED)
def test_clean(config: Path, tmp_path: Path, options: list[str], left: list[int]) -> None:
    files = {
        days: fill(tmp_path / "cache", OBJECTS, str(days), 10_000, days) for days in (0, 9, 40)
    }
    done = run(config, "clean", *options)
    assert done.exit_code == 0, done.output
    assert [days for days, path in files.items() if path.exists()] == left
    assert done.output.splitlines()[-1].split()[:2] == ["removed", str(3 - len(left))]


def test_clean_to_the_limit_of_the_settings(config: Path, tmp_path: Path) -> None:
    config.write_text(config.read_text() + 'max_cache_size = "15kB"\n')
    old = fill(tmp_path / "cache", OBJECTS, "a", 10_000, 2)
    young = fill(tmp_path / "cache", OBJECTS, "b", 10_000, 1)
    run(config, "clean")
    assert (old.exists(), young.exists()) == (False, True)


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        pytest.param(["--older-than", "soon"], 'expected a duration such as "90s"', id="age"),
        pytest.param(["--max-size", "big"], "expected a size such as 15GiB", id="size"),
        pytest.param(["--max-size", "-1"], "expected a size such as 15GiB", id="negative"),
    ],
)
def test_what_cannot_be_read_removes_nothing(
    config: Path, tmp_path: Path, options: list[str], reason: str
) -> None:
    kept = fill(tmp_path / "cache", OBJECTS, "a", 10, 400)
    done = run(config, "clean", *options)
    assert done.exit_code == 2
    assert reason in done.output
    assert kept.exists()


def test_bad_settings_are_told(config: Path) -> None:
    config.write_text("max_cache_sise = 1\n")
    done = run(config, "info")
    assert done.exit_code == 2
    assert "did you mean `max_cache_size`" in done.output


@pytest.mark.parametrize(
    ("size", "text"),
    [(0, "0 B"), (999, "999 B"), (1000, "1.0 kB"), (999_950, "1.0 MB"), (10**13, "10.0 TB")],
)
def test_size_text(size: int, text: str) -> None:
    assert size_text(size) == text
