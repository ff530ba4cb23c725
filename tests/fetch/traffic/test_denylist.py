"""Hosts that keep failing (spec/sources.md 4.9)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from inspector.fetch.policy import DenyListPolicy
from inspector.fetch.traffic.denylist import DenyList
from inspector.model.outcome import NOT_FOUND, Miss, Why

FAILED = Miss(Why.DOWNLOAD_FAILED, "500 Internal Server Error")


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


def deny_list(clock: Clock, policy: DenyListPolicy | None = None) -> DenyList:
    return DenyList(policy or DenyListPolicy(threshold=2, block_time=600), clock)


def test_the_text_is_upstreams(clock: Clock) -> None:
    hosts = deny_list(clock)
    hosts.count("h", FAILED)
    assert hosts.blocked("h") is None
    hosts.count("h", FAILED)
    assert hosts.blocked("h") == Miss(
        Why.DOWNLOAD_FAILED,
        "Host h is temporarily blocked because there were too many download failures. It will "
        "remain blocked for a maximum of 10m. The error that triggered the block was: `download "
        "failed: 500 Internal Server Error`.",
    )
    assert hosts.blocked("other") is None


def test_a_timeout_counts(clock: Clock) -> None:
    hosts = deny_list(clock)
    for _ in range(2):
        hosts.count("h", Miss(Why.TIMEOUT, "10s"))
    blocked = hosts.blocked("h")
    assert blocked is not None
    assert blocked.details.endswith("was: `download timed out after 10s`.")


@pytest.mark.parametrize(
    "miss",
    [NOT_FOUND, Miss(Why.NO_PERMISSION, "403"), Miss(Why.MALFORMED), Miss(Why.INTERNAL)],
    ids=lambda miss: miss.why.value,
)
def test_answers_do_not_count(clock: Clock, miss: Miss) -> None:
    hosts = deny_list(clock)
    for _ in range(100):
        hosts.count("h", miss)
    assert hosts.blocked("h") is None


def test_a_block_ends(clock: Clock) -> None:
    hosts = deny_list(clock)
    for _ in range(2):
        hosts.count("h", FAILED)
    clock.now += 599
    assert hosts.blocked("h")
    hosts.count("h", FAILED)  # while blocked nothing is counted
    clock.now += 1
    assert hosts.blocked("h") is None
    hosts.count("h", FAILED)
    assert hosts.blocked("h") is None


def test_old_failures_are_forgotten(clock: Clock) -> None:
    hosts = deny_list(clock)
    hosts.count("h", FAILED)
    clock.now += 61
    hosts.count("h", FAILED)
    assert hosts.blocked("h") is None
    clock.now += 10
    hosts.count("h", FAILED)
    assert hosts.blocked("h")


@pytest.mark.parametrize(
    "policy",
    [
        DenyListPolicy(threshold=1, enabled=False),
        DenyListPolicy(threshold=1, never_block_hosts=frozenset({"h"})),
    ],
    ids=["switched-off", "excepted"],
)
def test_never(clock: Clock, policy: DenyListPolicy) -> None:
    hosts = deny_list(clock, policy)
    for _ in range(5):
        hosts.count("h", FAILED)
    assert hosts.blocked("h") is None


@given(st.lists(st.floats(0, 30), max_size=40), st.integers(1, 6))
def test_blocked_once_enough_fail_within_the_window(pauses: list[float], threshold: int) -> None:
    """Buckets only make the window up to one bucket shorter."""
    clock = Clock()
    hosts = deny_list(clock, DenyListPolicy(threshold=threshold))
    times: list[float] = []
    for pause in pauses:
        clock.now += pause
        times.append(clock.now)
        hosts.count("h", FAILED)
        surely = sum(clock.now - t < 54.9 for t in times) >= threshold
        possibly = sum(clock.now - t <= 65 for t in times) >= threshold
        if surely:
            assert hosts.blocked("h")
        if hosts.blocked("h"):
            assert possibly
            return
