"""Where a file that a request wants may be, and what each place has.

artifacts  START HERE: a wanted file -> bundles, release files, lookup API, local builds, the web
bundles    the artifact bundles that were opened
local      folders with builds on this machine: ours
scrape     what may be fetched from the web, and how that went
entries    a file that was found, and what it refers to
origins    where a map came from, as the response says it
"""
