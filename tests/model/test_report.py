import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.model.report import Frame, Report, Thread, crashed_thread, resolved

FRAME = Frame()


def thread(crashed: bool = False, frames: int = 1) -> Thread:
    return Thread(index=0, crashed=crashed, frames=(FRAME,) * frames)


@pytest.mark.parametrize(
    ("threads", "expected"),
    [
        pytest.param([], None, id="no-threads"),
        pytest.param([thread(), thread(crashed=True)], 1, id="crashed"),
        pytest.param([thread(frames=0), thread()], 1, id="first-with-frames"),
        pytest.param([thread(crashed=True, frames=0), thread()], 1, id="crashed-without-frames"),
        pytest.param([thread(frames=0), thread(frames=0)], 0, id="no-frames"),
    ],
)
def test_crashed_thread(threads: list[Thread], expected: int | None) -> None:
    assert crashed_thread(Report(kind="native", threads=tuple(threads))) == expected


def test_resolved_counts_raw_frames() -> None:
    """Two functions inlined into one raw frame are one frame that was found."""
    inlined = Frame(status="symbolicated", index=0, depth=1)
    outer = Frame(status="symbolicated", index=0)
    missing = Frame(status="missing", index=1)
    threads = (
        Thread(index=0, frames=(inlined, outer, missing)),
        Thread(index=1, frames=(outer,)),
    )
    assert resolved(Report(kind="native", threads=threads)) == (2, 3)


def test_nothing_to_resolve() -> None:
    assert resolved(Report(kind="js")) == (0, 0)


_FRAMES = st.builds(
    Frame, status=st.sampled_from(["symbolicated", "missing"]), index=st.integers(0, 3)
)
_THREADS = st.lists(st.lists(_FRAMES, max_size=5), max_size=3)


@given(_THREADS)
def test_never_more_resolved_than_there_are(frames: list[list[Frame]]) -> None:
    threads = tuple(Thread(index=i, frames=tuple(f)) for i, f in enumerate(frames))
    good, all_ = resolved(Report(kind="native", threads=threads))
    assert 0 <= good <= all_ <= sum(map(len, frames))
