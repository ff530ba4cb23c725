"""An open request: its run, its edits, and what is kept of it.

session       START HERE: one open request, with its View, its run, its answer
reading       a request file -> a session, looked at as it was left
run           how far a run is, told from its events
workbench     edited sources and scraping, and the request that follows them
kept          marks, looks and position, from one sitting to the next
recent        requests opened before
paths         what a path that is being typed may become
request_file  whether the file is still what was read
unknown_keys  keys of a body that mean nothing to us, counted
"""
