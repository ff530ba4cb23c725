"""A location -> a file on disk. Knows nothing of crashes.

remote      a file of a source, its location, its key; what came of asking
downloads   START HERE for what is not on disk: one download per file, however many ask
transfer    request, attempts, time limit
reach       one probe of a source: does it answer, how fast
filesystem  files of this machine, used in place; `scan`: a folder by what its files hold;
            `nearby`: what a folder has instead of what was asked for
guard       what may be reached
unpack      gzip, zlib, zstd, zip, cab -> plain file, with limits
waiting     one story, run from disk alone or by waiting
policy      limits and ages

caching/    what is kept on disk, and answers from there alone: the whole of a warm run
servers/    what to send to each kind of source
web/        HTTP: connections, redirects, ranges
traffic/    flights, slots, deny list, events
"""
