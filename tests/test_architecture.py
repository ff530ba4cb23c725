"""The house rules that a machine can check: layers, style, types, sizes, start-up."""

import ast
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
CODE = sorted((ROOT / "inspector").rglob("*.py"))
TESTS = sorted((ROOT / "tests").rglob("*.py"))

MAX_FILE = 350  # lines
MAX_FUNCTION = 40  # lines, docstring left out
MAX_FOLDER = 14  # modules, the package itself left out

LONGER_FUNCTIONS: dict[str, str] = {}  # "path:name" -> why it may be longer

WITHOUT_TEST_FILE = {
    "inspector/__init__.py": "three names, tested with the engine",
    "inspector/__main__.py": "one call, tested with the command line",
    "inspector/cli/__init__.py": "the commands, each with a test file in tests/cli",
    "inspector/cli/answers.py": "tested by the command, in tests/cli/test_symbolicate.py",
    "inspector/native/access.py": "fields only; what it can do is in fetch/waiting",
    "inspector/settings/__init__.py": "tested in tests/settings/test_settings.py",
    "inspector/objects/errors.py": "an exception without code",
}
"""Path -> why there is no test file of the same name. Package docstrings need none."""

WARM = ["cli", "engine", "export.*", "settings", "model.*", "model.places.*"]
WARM += ["model.why.*", "model.mistakes.*", "native.*", "native.finding.*"]
WARM += ["objects.symcache", "objects.mangling.demangle"]
WARM += ["fetch.caching.cache", "fetch.caching.cached"]
"""What `inspector symbolicate` imports for a request that it has seen before."""

DOORS: dict[str, tuple[str, ...]] = {
    "botocore": ("fetch/servers/s3",),
    "brotli": ("fetch/unpack",),
    "capstone": ("detail/disassembly",),
    "certifi": ("fetch/web",),
    "click": ("cli/",),
    "demangle": ("objects/",),
    "distributed": ("batch/executors",),
    "elftools": ("objects/dwarf/",),
    "filelock": ("fetch/caching/alone",),
    "google": ("fetch/servers/gcs", "fetch/servers/google_requests"),
    "httpcore": ("fetch/web/",),
    "httpx": ("fetch/web/",),
    "idna": ("model/places/hosts",),
    "keyring": ("settings/secrets",),
    "msgspec": ("",),
    "multi_demangle": ("objects/mangling/",),
    "pefile": ("objects/windows/pe",),
    "platformdirs": ("settings/",),
    "pygments": ("tui/",),
    "pylibmspack": ("fetch/unpack",),
    "rich": ("tui/",),
    "sniffio": ("fetch/",),
    "sourcemap": ("objects/scripts/",),
    "starlette": ("server/",),
    "symbolic": ("objects/symcache", "objects/identify", "objects/scripts/sourcemap"),
    "textual": ("tui/",),
    "tomli": ("settings/",),
    "tomlkit": ("settings/",),
    "uvicorn": ("server/",),
    "zstandard": ("fetch/unpack", "objects/dwarf/containers/image"),  # packed files, sections
}
"""Foreign package -> how the paths begin of those who may import it. All others may not."""

SLOW = {"asyncio", "concurrent", "dataclasses", "logging", "multiprocessing", "pathlib"}
SLOW |= {"shutil", "socket", "ssl", "subprocess", "tempfile", "zipfile"}
SLOW |= {"botocore", "httpcore", "httpx", "idna", "rich", "textual", "tomlkit"}
SLOW |= {"demangle", "elftools", "pefile", "multi_demangle", "symbolic"}
"""What none of them may import before it is needed."""


def run(*command: str) -> None:
    """Run a tool of the same Python; what it complains about is the message of the test."""
    done = subprocess.run(
        [sys.executable, "-m", *command],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    assert done.returncode == 0, done.stdout[-5000:]


def name_of(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def test_import_contracts() -> None:
    code = "from importlinter.cli import lint_imports_command; lint_imports_command()"
    done = subprocess.run(
        [sys.executable, "-c", code, "--no-logo"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_foreign_packages_come_in_by_their_door(path: Path) -> None:
    inside = path.relative_to(ROOT / "inspector").as_posix()
    packages = _imported(path) - sys.stdlib_module_names - {"inspector"}
    assert sorted(name for name in packages if not inside.startswith(DOORS.get(name, ()))) == []


def _imported(path: Path) -> set[str]:
    """The packages that a module imports anywhere, by their first name."""
    found = set()
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            found |= {alias.name.partition(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module is not None and not node.level:
            found.add(node.module.partition(".")[0])
    return found


def test_ruff() -> None:
    run("ruff", "check", "inspector", "tests")


def test_ruff_format() -> None:
    run("ruff", "format", "--check", "inspector", "tests")


def test_types() -> None:
    run("mypy", "--strict", "inspector", "tests")


@pytest.mark.parametrize("path", [*CODE, *TESTS], ids=name_of)
def test_sizes(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert len(text.splitlines()) <= MAX_FILE
    functions = [
        node
        for node in ast.walk(ast.parse(text))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and f"{name_of(path)}:{node.name}" not in LONGER_FUNCTIONS
    ]
    assert [f"{f.name}: {_lines(f)}" for f in functions if _lines(f) > MAX_FUNCTION] == []


def _lines(function: ast.FunctionDef | ast.AsyncFunctionDef) -> int:
    doc = function.body[0]
    documented = ast.get_docstring(function) is not None
    docstring = (doc.end_lineno or 0) - doc.lineno + 1 if documented else 0
    return (function.end_lineno or 0) - function.lineno + 1 - docstring


@pytest.mark.parametrize("folder", sorted({path.parent for path in CODE}), ids=name_of)
def test_folders_can_be_taken_in_at_a_glance(folder: Path) -> None:
    """A dozen is the aim; each has a docstring that says which module is for what."""
    assert len([path for path in folder.glob("*.py") if path.stem != "__init__"]) <= MAX_FOLDER
    assert ast.get_docstring(ast.parse((folder / "__init__.py").read_text(encoding="utf-8")))


@pytest.mark.parametrize("path", CODE, ids=name_of)
def test_each_module_has_its_test_file(path: Path) -> None:
    name = name_of(path)
    if path.name == "__init__.py" and len(ast.parse(path.read_text(encoding="utf-8")).body) <= 1:
        pytest.skip("a docstring")
    if name in WITHOUT_TEST_FILE:
        return
    inside = path.relative_to(ROOT / "inspector")
    assert (ROOT / "tests" / inside.parent / f"test_{inside.name}").is_file()


def test_exceptions_are_still_needed() -> None:
    functions = {
        f"{name_of(path)}:{node.name}"
        for path in [*CODE, *TESTS]
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and _lines(node) > MAX_FUNCTION
    }
    assert set(LONGER_FUNCTIONS) <= functions
    assert set(WITHOUT_TEST_FILE) <= {name_of(path) for path in CODE}


def warm_modules() -> list[str]:
    found = ["inspector"]
    for entry in WARM:
        if entry.endswith(".*"):
            folder = ROOT / "inspector" / entry.removesuffix(".*")
            names = sorted(p.stem for p in folder.glob("*.py") if p.stem != "__init__")
            found += [f"inspector.{entry.removesuffix('*')}{name}" for name in names]
        else:
            found.append(f"inspector.{entry}")
    return found


def test_the_warm_path_imports_nothing_slow() -> None:
    code = f"""
import importlib, sys
known = set(sys.modules)
for module in {warm_modules()!r}:
    importlib.import_module(module)
    for slow in sorted({SLOW!r} & set(sys.modules) - known):
        known.add(slow)
        print(module, "imports", slow)
"""
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    assert done.stdout == ""


def test_no_machine_paths_in_tracked_files() -> None:
    """Folders of the machines that the code was written and built on."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True)
    if listed.returncode:
        pytest.skip("not a git checkout")
    machine = re.compile(rb"(?<![\w.-])/(?:wo" + rb"rk|ro" + rb"ot|fa" + rb"rm)/")
    names = [name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file()]
    assert names
    assert [name for name in names if machine.search((ROOT / name).read_bytes())] == []
