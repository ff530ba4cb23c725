"""A location -> a file on disk. Knows nothing of crashes.

downloads   one download per location: slots, time limits, retries, single flight
cache       key -> file, misses too
guard       what may be reached
unpack      gzip, zlib, zstd, zip, cab -> plain file, with limits
http, filesystem, s3, gcs, sentry   the kinds of sources
"""
