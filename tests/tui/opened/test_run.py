"""A run as its events tell it."""

from hypothesis import given
from hypothesis import strategies as st

from inspector.model import events as e
from inspector.model.report import Module, Thread
from inspector.tui.opened.run import Run, after, ended

RUNNING = Run(number=1, state="running", started=10.0)


def test_a_run_from_start_to_end() -> None:
    run = after(
        RUNNING,
        [
            e.ModulesFound((0, 2)),
            e.FetchStarted("local", "a/debug"),
            e.FetchProgress("a/debug", 100, 500),
            e.FetchEnded("local", "a/debug", "ok", size=500, seconds=0.5),
            e.ParseStarted("a/debug", "symcache"),
            e.ModuleReady(Module(index=0)),
            e.ThreadReady(Thread(index=0)),
            e.Note("done with a"),
        ],
    )
    assert (run.used, set(run.ready), run.threads) == ((0, 2), {0}, 1)
    assert run.notes == ("done with a",)
    fetch, parse = run.jobs
    assert (fetch.step, fetch.outcome, fetch.received, fetch.seconds) == (
        "download",
        "ok",
        500,
        0.5,
    )
    assert run.under_way == (parse,)


def test_the_same_location_asked_twice_gives_two_jobs() -> None:
    pair: list[e.Event] = [e.FetchStarted("s", "u"), e.FetchEnded("s", "u", "not_found")]
    assert [job.outcome for job in after(RUNNING, pair * 2).jobs] == ["not_found"] * 2


def test_several_under_way_by_one_name_all_end() -> None:
    pair: list[e.Event] = [e.FetchStarted("s", "u"), e.FetchStarted("t", "u")]
    run = after(RUNNING, [*pair, e.FetchEnded("t", "u", "ok"), e.FetchEnded("s", "u", "ok")])
    assert run.under_way == ()


def test_an_end_without_a_start_is_nothing() -> None:
    assert after(RUNNING, [e.FetchEnded("s", "u", "ok"), e.FetchProgress("u", 1)]).jobs == ()


def test_an_end_cuts_off_what_was_under_way() -> None:
    run = ended(after(RUNNING, [e.FetchStarted("s", "u")]), "cancelled", 12.0)
    assert (run.state, run.jobs[0].outcome, run.under_way) == ("cancelled", "cancelled", ())


def test_elapsed() -> None:
    assert Run().elapsed(99.0) == 0.0
    assert RUNNING.elapsed(12.5) == 2.5
    assert ended(RUNNING, "done", 11.0).elapsed(99.0) == 1.0


EVENTS = st.lists(
    st.one_of(
        st.builds(e.FetchStarted, st.just("s"), st.sampled_from("abc")),
        st.builds(e.FetchProgress, st.sampled_from("abc"), st.integers(0, 9)),
        st.sampled_from("abc").map(lambda uri: e.FetchEnded("s", uri, "ok")),
        st.builds(e.ParseStarted, st.sampled_from("abc"), st.just("symcache")),
        st.builds(e.ParseEnded, st.sampled_from("abc"), st.just("symcache"), st.just("ok")),
        st.builds(e.Note, st.sampled_from("abc")),
    ),
    max_size=20,
)


@given(EVENTS, st.integers(0, 20))
def test_batches_make_no_difference(happened: list[e.Event], at: int) -> None:
    assert after(after(RUNNING, happened[:at]), happened[at:]) == after(RUNNING, happened)
