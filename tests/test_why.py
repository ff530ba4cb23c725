"""The one door to explanations."""

from pathlib import Path

from inspector.engine import Engine, load
from inspector.settings import Settings
from inspector.why import explain_frame, explain_module, plan
from tests.harbor_builds import BUILDS

BUILD = next(build for build in BUILDS if build.name == "elf-clang-dwarf5")


async def test_a_saved_request(tmp_path: Path) -> None:
    opened = load(BUILD.save(tmp_path))
    settings = Settings(cache_dir=str(tmp_path / "cache"))
    async with Engine(settings) as engine:
        result = await engine.symbolicate(opened)
        assert await engine.nearby(result, 0) == ()
    for row in result.report.threads[0].frames:
        found = explain_frame(opened, result, 0, row.index, row.depth)
        assert row.function in found.verdict
        assert found.subject == f"frame {row.index} of thread 0"
    module = explain_module(opened, result, 0)
    assert module.subject == "module 0: harbor"
    assert [one.name for one in plan(opened, settings)] == ["harbor"]


async def test_a_warm_answer_explains_itself_as_well(tmp_path: Path) -> None:
    opened = load(BUILD.save(tmp_path))
    async with Engine(Settings(cache_dir=str(tmp_path / "cache"))) as engine:
        cold = explain_frame(opened, await engine.symbolicate(opened), 0, 2)
        result = engine.cached(opened)
    assert result is not None
    warm = explain_frame(opened, result, 0, 2)
    assert warm.verdict == cold.verdict
    assert [step.state for step in warm.steps] == [step.state for step in cold.steps]
