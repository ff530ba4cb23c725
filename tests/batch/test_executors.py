"""Where work runs: here, in processes, on a cluster that is there already."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from inspector.batch.executors import Inline, NoExecutor, executor
from inspector.batch.work import How, Job, answer_all
from inspector.settings import Settings
from tests.batch.test_runner import encode
from tests.conftest import ROOT


def test_inline_gives_results_and_raises_where_they_are_asked_for() -> None:
    assert Inline().submit(divmod, 7, 2).result() == (3, 1)
    future = Inline().submit(divmod, 7, 0)
    with pytest.raises(ZeroDivisionError):
        future.result()


def test_processes_are_others() -> None:
    with executor("", 2) as (runs, workers):
        assert workers == 2
        assert runs.submit(os.getpid).result() != os.getpid()


def hold(port: int) -> None:
    """Be at work for as long as nobody says a word."""
    with socket.create_connection(("127.0.0.1", port)) as held:
        held.recv(1)


HOLD = """\
import sys
from inspector.batch.executors import executor
from tests.batch.test_executors import hold

if __name__ == "__main__":
    with executor("", 2) as (runs, _):
        for future in [runs.submit(hold, int(sys.argv[1])) for _ in range(2)]:
            future.result()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="signals are sent in another way there")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGKILL, signal.SIGINT])
def test_processes_do_not_outlive_the_one_that_started_them(
    tmp_path: Path, number: signal.Signals
) -> None:
    script = tmp_path / "hold.py"
    script.write_text(HOLD, encoding="utf-8")
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(20)
        command = [sys.executable, str(script), str(listening.getsockname()[1])]
        found = os.environ | {"PYTHONPATH": str(ROOT)}
        with subprocess.Popen(command, env=found, stderr=subprocess.DEVNULL) as process:
            workers = [listening.accept()[0] for _ in range(2)]
            process.send_signal(number)
            process.wait(20)
        for worker in workers:
            worker.settimeout(20)
            assert worker.recv(1) == b""
            worker.close()


def is_deaf() -> bool:
    """Whether this process is blocked from SIGINT, as it was when it started."""
    return signal.SIGINT in signal.pthread_sigmask(signal.SIG_BLOCK, set())


@pytest.mark.skipif(sys.platform == "win32", reason="no masks there")
def test_processes_do_not_hear_of_ctrl_c_even_while_they_start() -> None:
    with executor("", 2) as (runs, _):
        assert runs.submit(is_deaf).result()
    assert not is_deaf()


@pytest.mark.parametrize(
    ("where", "reason"),
    [("ray:x", "unknown executor"), ("dask:", "unknown executor"), ("nonsense", "unknown")],
)
def test_an_executor_that_nobody_knows(where: str, reason: str) -> None:
    with pytest.raises(NoExecutor, match=reason), executor(where, 1):
        pass


@pytest.fixture
def cluster() -> Iterator[str]:
    """The address of a dask scheduler with one worker."""
    distributed = pytest.importorskip("distributed", reason="the `dask` extra is not installed")
    with distributed.LocalCluster(
        n_workers=1, threads_per_worker=1, processes=False, dashboard_address=None
    ) as local:
        yield local.scheduler_address


@pytest.mark.filterwarnings("ignore")
def test_a_dask_cluster(tmp_path: Path, cluster: str) -> None:
    request = tmp_path / "a.json"
    request.write_text(json.dumps({"stacktraces": []}), encoding="utf-8")
    how = How(settings=Settings(cache_dir=str(tmp_path / "cache")), encode=encode)
    jobs = (Job(str(request), str(tmp_path / "a.response.json")),)
    with executor(f"dask:{cluster}", 1) as (runs, workers):
        assert workers == 1
        outcomes = runs.submit(answer_all, how, jobs).result(30)
    assert [one.state for one in outcomes] == ["answered"]
    assert json.loads((tmp_path / "a.response.json").read_bytes())["status"] == "completed"


@pytest.mark.filterwarnings("ignore")
def test_a_dask_cluster_is_left_without_waiting(cluster: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.settimeout(20)
        with executor(f"dask:{cluster}", 1) as (runs, _):
            future = runs.submit(hold, listening.getsockname()[1])
            worker, _ = listening.accept()
        assert future.cancelled()
        worker.close()
