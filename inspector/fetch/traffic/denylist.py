"""Hosts that keep failing are left alone for a while (spec/sources.md 4.9)."""

import time
from collections.abc import Callable

from msgspec import Struct

from inspector.fetch.caching.markers import humantime
from inspector.fetch.policy import DenyListPolicy
from inspector.model.outcome import Miss, Why

_TEXTS = {
    Why.DOWNLOAD_FAILED: "download failed: {}",
    Why.TIMEOUT: "download timed out after {}",
}
"""The failures that count, in the words that a blocked host is reported with."""


class _Block(Struct, frozen=True):
    until: float
    answer: Miss


class DenyList:
    """Failures of the last minute by host, and the hosts blocked for them."""

    def __init__(self, policy: DenyListPolicy, clock: Callable[[], float] = time.monotonic) -> None:
        self._policy, self._clock = policy, clock
        self._failures: dict[str, dict[int, int]] = {}  # host -> bucket -> count
        self._blocked: dict[str, _Block] = {}

    def blocked(self, host: str) -> Miss | None:
        """The answer for a blocked host; None if it may be asked."""
        block = self._blocked.get(host)
        if block is not None and self._clock() >= block.until:
            del self._blocked[host]
            block = None
        return block.answer if block else None

    def count(self, host: str, miss: Miss) -> None:
        """Note how a download from `host` ended. Only errors and timeouts count."""
        policy = self._policy
        text = _TEXTS.get(miss.why)
        if not policy.enabled or text is None or self.blocked(host):
            return
        now = self._clock()
        bucket = int(now // policy.bucket_size)
        oldest = int((now - policy.time_window) // policy.bucket_size)
        counts = self._failures.setdefault(host, {})
        for old in [number for number in counts if number <= oldest]:
            del counts[old]
        counts[bucket] = counts.get(bucket, 0) + 1
        if sum(counts.values()) < policy.threshold or host in policy.never_block_hosts:
            return
        del self._failures[host]
        reason = text.format(miss.details)
        self._blocked[host] = _Block(
            now + policy.block_time,
            Miss(
                Why.DOWNLOAD_FAILED,
                f"Host {host} is temporarily blocked because there were too many download "
                f"failures. It will remain blocked for a maximum of "
                f"{humantime(policy.block_time)}. "
                f"The error that triggered the block was: `{reason}`.",
            ),
        )
