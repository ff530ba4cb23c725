"""A location -> a file on disk. Knows nothing of crashes.

remote      a file of a source, its location, its key; what came of asking
cached      answers from disk alone: the whole of a warm run
downloads   START HERE for all else: one download per file, however many ask
transfer    request, attempts, time limit
http, s3, gcs, sentry   what to send for a file of such a source; google_requests helps gcs
filesystem  files of this machine, used in place
symstore    the index of a symbol store
guard       what may be reached
unpack      gzip, zlib, zstd, zip, cab -> plain file, with limits
cache       key -> file, misses too; markers: a miss as a file; cleanup: making it smaller
policy      limits and ages

web/        HTTP: connections, redirects, ranges
traffic/    flights, slots, deny list, events
"""
