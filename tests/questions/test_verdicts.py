"""Verdicts for exports: the modules without a file, each with a sentence and a step."""

from pathlib import Path

from inspector.engine import Engine, load
from inspector.questions.verdicts import verdicts
from inspector.settings import Settings

SAMPLES = Path(__file__).resolve().parents[2] / "sample_requests"


async def test_native_and_javascript(tmp_path: Path) -> None:
    async with Engine(Settings(cache_dir=str(tmp_path / "cache"))) as engine:
        native = load(str(SAMPLES / "native" / "problems.json"))
        told = verdicts(native, await engine.symbolicate(native))
        script = load(str(SAMPLES / "js" / "problems.json"))
        result = await engine.symbolicate(script)
        assert [name for name, *_ in told] == ["libdredge.so", "libgantry.so", "libtide.so"]
        assert "cannot be read" in told[0][1]
        assert "windows-only" in told[1][2]
        scripts = {name: why for name, why, _ in verdicts(script, result)}
        assert "scraping is off" in scripts["t.js"]
        assert len(verdicts(script, result, most=1)) == 1
