"""`python -m inspector`, and what `import inspector` opens without importing it."""

import subprocess
import sys

import pytest

import inspector
from inspector import engine, settings


def python(*arguments: str) -> str:
    """Standard output of a fresh Python."""
    done = subprocess.run([sys.executable, *arguments], capture_output=True, text=True, check=True)
    return done.stdout


def test_the_module_is_the_command() -> None:
    assert python("-m", "inspector", "--version") == f"inspector, version {inspector.__version__}\n"
    for name in ("open", "symbolicate"):
        assert name in python("-m", "inspector", "--help")


def test_the_door() -> None:
    """Three names, which are those of the modules behind."""
    assert sorted(inspector.__all__) == ["Engine", "Settings", "load"]
    assert inspector.Engine is engine.Engine
    assert inspector.load is engine.load
    assert inspector.Settings is settings.Settings


def test_there_is_no_other_name() -> None:
    with pytest.raises(AttributeError, match="no attribute 'engines'"):
        _ = inspector.engines


def test_the_door_is_opened_by_the_first_who_wants_something() -> None:
    code = "import sys, inspector; print(*sorted(n for n in sys.modules if 'inspector' in n))"
    assert python("-c", code) == "inspector\n"


def test_what_the_door_says_works() -> None:
    """The example of the engine's first lines, but for its file."""
    code = """
import asyncio, inspector, io, os, sys, tempfile
async def main(folder):
    path = os.path.join(folder, "crash.json")
    open(path, "w").write('{"signal": 11}')
    async with inspector.Engine(inspector.Settings(cache_dir=folder)) as engine:
        opened = inspector.load(path)
        result = engine.cached(opened) or await engine.symbolicate(opened, print)
    print(result.response_json().decode())
with tempfile.TemporaryDirectory() as folder:
    asyncio.run(main(folder))
"""
    expected = '{"status":"completed","signal":11,"stacktraces":[],"modules":[]}\n'
    assert python("-c", code) == expected
