"""Where work runs: here, in processes, on a cluster that is there already."""

import json
import os
from pathlib import Path

import pytest

from inspector.batch.executors import Inline, NoExecutor, executor
from inspector.batch.work import How, Job, answer_all
from inspector.settings import Settings
from tests.batch.test_runner import encode


def test_inline_gives_results_and_raises_where_they_are_asked_for() -> None:
    assert Inline().submit(divmod, 7, 2).result() == (3, 1)
    future = Inline().submit(divmod, 7, 0)
    with pytest.raises(ZeroDivisionError):
        future.result()


def test_processes_are_others() -> None:
    with executor("", 2) as (runs, workers):
        assert workers == 2
        assert runs.submit(os.getpid).result() != os.getpid()


@pytest.mark.parametrize(
    ("where", "reason"),
    [("ray:x", "unknown executor"), ("dask:", "unknown executor"), ("nonsense", "unknown")],
)
def test_an_executor_that_nobody_knows(where: str, reason: str) -> None:
    with pytest.raises(NoExecutor, match=reason), executor(where, 1):
        pass


@pytest.mark.filterwarnings("ignore")
def test_a_dask_cluster(tmp_path: Path) -> None:
    distributed = pytest.importorskip("distributed", reason="the `dask` extra is not installed")
    request = tmp_path / "a.json"
    request.write_text(json.dumps({"stacktraces": []}), encoding="utf-8")
    how = How(settings=Settings(cache_dir=str(tmp_path / "cache")), encode=encode)
    jobs = (Job(str(request), str(tmp_path / "a.response.json")),)
    with (
        distributed.LocalCluster(
            n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None
        ) as cluster,
        executor(f"dask:{cluster.scheduler_address}", 1) as (runs, workers),
    ):
        assert workers == 1
        outcomes = runs.submit(answer_all, how, jobs).result(30)
    assert [one.state for one in outcomes] == ["answered"]
    assert json.loads((tmp_path / "a.response.json").read_bytes())["status"] == "completed"
