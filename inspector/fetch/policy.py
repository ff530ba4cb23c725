"""Limits and ages. The names are Symbolicator's where it has the setting."""

from msgspec import Struct

HOUR = 3600.0
DAY = 24 * HOUR


class Ages(Struct, frozen=True, kw_only=True):
    """How long cached answers of one class hold, in seconds. None: for ever. 0: not at all.

    Two differ from spec/sources.md 5.5, which is about a service that runs for months:
    `retry_failures_after` tells "could not ask" (timeout, download error) from "is not there",
    so that a run without a network is forgotten soon; unused files are kept for longer.
    """

    max_unused_for: float | None = 30 * DAY
    retry_misses_after: float | None = HOUR
    retry_misses_after_public: float | None = DAY  # global scope
    retry_failures_after: float | None = 600.0
    retry_malformed_after: float | None = DAY


class CachePolicy(Struct, frozen=True, kw_only=True):
    """Ages per class of file."""

    downloaded: Ages = Ages()
    derived: Ages = Ages()
    index: Ages = Ages(
        retry_misses_after=600.0, retry_misses_after_public=600.0, retry_malformed_after=600.0
    )
    # Seconds since the epoch: what was malformed before is tried again. A service that wants
    # Symbolicator's rule gives the time it started.
    malformed_since: float = 0.0


class DenyListPolicy(Struct, frozen=True, kw_only=True):
    """When a host that keeps failing is left alone (spec/sources.md 4.9). Times in seconds."""

    enabled: bool = True
    time_window: float = 60.0
    bucket_size: float = 5.0
    threshold: int = 60
    block_time: float = HOUR
    never_block_hosts: frozenset[str] = frozenset()


class DownloadPolicy(Struct, frozen=True, kw_only=True):
    """Limits of downloads (spec/sources.md 4.2). Times in seconds, sizes in bytes."""

    connect_timeout: float = 5.0
    head_timeout: float = 10.0
    max_download_timeout: float = 300.0  # one file, retries included
    listing_timeout: float = 30.0  # Sentry's answers
    max_download_size: int | None = 15 << 30  # after unpacking; None: no limit
    max_list_size: int = 256 << 20  # what is read into memory as a whole: lists of files
    attempts: int = 3
    retry_pause: float = 0.02
    range_size: int = 128 << 20  # asked for at first; what is left comes in parts
    range_parts: int = 4
    # One dead host waits out its time limits 32 at a time while the others go on; more for one
    # host gains nothing, symbol servers answer a few dozen requests at once. In total there
    # have to be fewer than the 256 open files that macOS allows a program.
    downloads_per_host: int = 32
    downloads: int = 128
    connect_to_reserved_ips: bool = False  # also for files that nobody vouches for
    offline: bool = False
    deny_list: DenyListPolicy = DenyListPolicy()
