"""A few requests in one go: what a process of a batch does."""

import pickle
from pathlib import Path

import pytest
from msgspec import structs

from inspector.batch.work import How, Job, answer_all, save
from inspector.engine import Opened, Result
from inspector.settings import Settings
from tests.batch.test_runner import crash, encode
from tests.harbor_builds import BUILDS


def how(folder: Path) -> How:
    return How(settings=Settings(cache_dir=str(folder / "cache")), encode=encode, trusted=True)


def test_outcomes_are_in_the_order_of_the_jobs(tmp_path: Path) -> None:
    (tmp_path / "raw.json").write_bytes(crash(1))
    (tmp_path / "bad.json").write_bytes(b"[]")
    paths = [BUILDS[0].save(tmp_path), str(tmp_path / "bad.json"), str(tmp_path / "raw.json")]
    outcomes = answer_all(how(tmp_path), tuple(Job(path, "") for path in paths))
    assert [one.path for one in outcomes] == paths
    assert [one.state for one in outcomes] == ["answered", "broken", "answered"]
    assert outcomes[0].resolved == outcomes[0].frames > 0
    assert outcomes[0].signature == "read_scale"
    assert outcomes[0].modified == Path(paths[0]).stat().st_mtime_ns


def test_an_answer_whose_name_is_too_long_stops_nobody(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(crash(1))
    outs = ["n" * 250 + ".response.json", "b.response.json"]
    jobs = tuple(Job(str(tmp_path / "a.json"), str(tmp_path / out)) for out in outs)
    long, well = answer_all(how(tmp_path), jobs)
    assert (long.state, well.state) == ("broken", "answered")
    assert "a.json: the answer cannot be written: " in long.reason


def encode_but_two(opened: Opened, result: Result) -> bytes:
    """A bug that one request brings out."""
    if b"0x2" in result.response_json():
        raise RuntimeError("oh")
    return encode(opened, result)


@pytest.mark.parametrize("cold", [False, True], ids=["cached", "with-the-engine-open"])
def test_a_mistake_of_ours_stops_nobody(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, *, cold: bool
) -> None:
    chosen = structs.replace(how(tmp_path), encode=encode_but_two)
    paths = [BUILDS[0].save(tmp_path)] if cold else []
    for number in (1, 2, 3):
        (tmp_path / f"{number}.json").write_bytes(crash(number))
        paths.append(str(tmp_path / f"{number}.json"))
    jobs = tuple(Job(path, f"{path[:-5]}.response.json") for path in paths)
    outcomes = answer_all(chosen, jobs)[-3:]
    assert [one.state for one in outcomes] == ["answered", "broken", "answered"]
    assert "2.json: internal failure: RuntimeError('oh')" in outcomes[1].reason
    monkeypatch.setenv("INSPECTOR_DEBUG", "1")
    with pytest.raises(RuntimeError):
        answer_all(chosen, jobs)


def test_what_all_answers_would_have_is_raised(tmp_path: Path) -> None:
    (tmp_path / "a.json").write_bytes(crash(1))
    (tmp_path / "out").write_bytes(b"a file")
    jobs = (Job(str(tmp_path / "a.json"), str(tmp_path / "out" / "a.response.json")),)
    with pytest.raises(OSError, match="out"):
        answer_all(how(tmp_path), jobs)


def test_what_goes_to_another_process_can_be_pickled(tmp_path: Path) -> None:
    chosen = how(tmp_path)
    assert pickle.loads(pickle.dumps(chosen)) == chosen


def test_an_answer_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    save(b"1", str(tmp_path / "new" / "a.json"))
    assert (tmp_path / "new" / "a.json").read_bytes() == b"1"
    (tmp_path / "folder").mkdir()
    with pytest.raises(OSError, match="folder"):
        save(b"1", str(tmp_path / "folder"))
    assert sorted(path.name for path in tmp_path.iterdir()) == ["folder", "new"]
