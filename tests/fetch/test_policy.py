"""The defaults that people were promised (spec/sources.md 4.2, 4.9, 5.5)."""

from inspector.fetch.policy import CachePolicy, DenyListPolicy, DownloadPolicy


def test_limits_are_upstreams() -> None:
    policy = DownloadPolicy()
    assert (policy.connect_timeout, policy.head_timeout, policy.listing_timeout) == (5, 10, 30)
    assert (policy.max_download_timeout, policy.max_download_size) == (300, 15 * 1024**3)
    assert (policy.attempts, policy.retry_pause) == (3, 0.02)
    assert (policy.range_size, policy.range_parts) == (134_217_728, 4)


def test_reserved_addresses_are_closed() -> None:
    assert not DownloadPolicy().connect_to_reserved_ips


def test_deny_list_is_upstreams() -> None:
    policy = DenyListPolicy()
    assert (policy.time_window, policy.bucket_size) == (60, 5)
    assert (policy.threshold, policy.block_time) == (60, 3600)


def test_misses_are_kept_as_upstream_does() -> None:
    for ages in (CachePolicy().downloaded, CachePolicy().derived):
        assert (ages.retry_misses_after, ages.retry_misses_after_public) == (3600, 86400)
        assert ages.retry_malformed_after == 86400
    assert CachePolicy().index.retry_misses_after == 600


def test_failures_are_forgotten_soonest() -> None:
    ages = CachePolicy().downloaded
    assert ages.retry_failures_after is not None
    assert ages.retry_misses_after is not None
    assert ages.retry_failures_after < ages.retry_misses_after
