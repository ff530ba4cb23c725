"""A few requests in one go: what a process of a batch does."""

import pickle
from pathlib import Path

import pytest

from inspector.batch.work import How, Job, answer_all, save
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
