"""The one door to explanations."""

from pathlib import Path

import pytest

from inspector.engine import Engine, Result, load
from inspector.model.report import Frame
from inspector.questions.why import explain_frame, explain_module, plan
from inspector.settings import Settings
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


STOPS = {
    "unknown_image": {"module"},
    "missing": {"identity", "sources", "files", "object", "table"},
    "malformed": {"files", "table"},
    "missing_symbol": {"object", "address", "symbol"},
    "symbolicated": {"", "object", "line", "source text"},
}
"""Where an explanation may stop, by the status of the frame; "" is nowhere."""
SAMPLES = sorted(
    (Path(__file__).parent.parent.parent / "sample_requests" / "native").glob("*.json")
)


@pytest.mark.parametrize("path", SAMPLES, ids=lambda path: path.stem)
async def test_every_frame_stops_where_its_status_says(path: Path, tmp_path: Path) -> None:
    opened = load(str(path))
    async with Engine(Settings(cache_dir=str(tmp_path / "cache"), offline=True)) as engine:
        result = await engine.symbolicate(opened)
    for thread in result.report.threads:
        for row in thread.frames:
            found = explain_frame(opened, result, thread.index, row.index, row.depth)
            stopped = found.stopped
            assert (stopped.name if stopped else "") in STOPS[row.status], found
            assert found.verdict.endswith((".", ":"))
            assert found.next is not None
    for module in result.report.modules:
        found = explain_module(opened, result, module.index)
        good = found.stopped is None or found.stopped.name == "object"
        assert good or module.status != "found", found
        assert found.stopped is not None or module.status == "found"


@pytest.mark.parametrize(
    ("name", "reader", "said"),
    [
        pytest.param("elf-split-dwarf", "", "The second reader added the line.", id="line",
                     marks=pytest.mark.symbolic("the second reader adds to it")),
        pytest.param("elf-mini-debug-info", "", "The second reader says so: the first has nothing "
                     "there.", id="all", marks=pytest.mark.symbolic("it has nothing there")),
        pytest.param("elf-clang-dwarf5", "portable", "The second reader says so: it answers alone "
                     "here.", id="alone"),
        pytest.param("elf-clang-dwarf5", "", "", id="not-needed",
                     marks=pytest.mark.symbolic("it is what answers")),
    ],
)  # fmt: skip
async def test_frames_of_the_second_reader_say_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, reader: str, said: str
) -> None:
    monkeypatch.setenv("INSPECTOR_READER", reader)
    opened = load(next(build for build in BUILDS if build.name == name).save(tmp_path))
    async with Engine(Settings(cache_dir=str(tmp_path / "cache"))) as engine:
        cold = await engine.symbolicate(opened)
        warm = engine.cached(opened)
    assert warm is not None
    for result in (cold, warm):
        found = [explain_frame(opened, result, 0, row.index) for row in shown(result)]
        told = [step.text for one in found for step in one.steps if "second reader" in step.text]
        assert all(text.endswith(f" {said}") for text in told)
        assert bool(told) == bool(said)


def shown(result: Result) -> tuple[Frame, ...]:
    return result.report.threads[0].frames


async def test_every_format_is_explained(tmp_path: Path) -> None:
    async with Engine(Settings(cache_dir=str(tmp_path / "cache"))) as engine:
        for build in BUILDS:
            opened = load(build.save(tmp_path))
            result = await engine.symbolicate(opened)
            for row in result.report.threads[0].frames:
                found = explain_frame(opened, result, 0, row.index, row.depth)
                stopped = found.stopped.name if found.stopped else ""
                assert stopped in STOPS[row.status], (build.name, found)
                assert stopped != "object", (build.name, found)


STOPS_OF_SCRIPTS = {
    "symbolicated": {"", "source text"},
    "raw": {"reference"},
    "invalid_location": {"position", "token"},
    "missing_source": {"script"},
    "missing_sourcemap": {"reference", "map"},
    "malformed_sourcemap": {"map"},
    "scraping_disabled": {"script", "map"},
}
SCRIPTS = sorted((Path(__file__).parent.parent.parent / "sample_requests" / "js").glob("*.json"))


@pytest.mark.parametrize("path", SCRIPTS, ids=lambda path: path.stem)
async def test_every_frame_of_a_script_stops_where_its_status_says(
    path: Path, tmp_path: Path
) -> None:
    opened = load(str(path))
    async with Engine(Settings(cache_dir=str(tmp_path / "cache"), offline=True)) as engine:
        result = await engine.symbolicate(opened)
        near = [await engine.nearby(result, one.index) for one in result.report.modules]
    for thread in result.report.threads:
        for row in thread.frames:
            owner = result.trace.owner(thread.index, row.index)
            assert owner is not None
            for given in ((), near[owner]):
                found = explain_frame(opened, result, thread.index, row.index, near=given)
                stopped = found.stopped.name if found.stopped else ""
                assert stopped in STOPS_OF_SCRIPTS[row.status], found
                assert found.verdict.endswith(".")
                assert found.next is not None
    for module in result.report.modules:
        found = explain_module(opened, result, module.index, near[module.index])
        good = found.stopped is None or found.stopped.name == "positions"
        assert not good or module.status in ("found", "invalid_location"), found
        assert good or module.status != "found", found
    assert [one.name for one in plan(opened, Settings())] == [
        one.code_file for one in result.report.modules
    ]
