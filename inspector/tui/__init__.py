"""The terminal UI: one frozen View, widgets that draw it, one table of actions.

program    settings and state files -> the app
leaving    signals that end the app, threads that do not end
app        keys in, engine events in; owns the View and the run
actions    id, keys, label, help line: feeds bindings, palette and `?`
keymap     a person's keys, checked against the actions
view       the screen as one value; `after(events)` is pure
run        how far a run is, told from its events
rows       a thread's frames -> the rows of the list: inline chains, folded runs
wording    statuses, signals, sizes, reasons -> words and glyphs
names      long names into few columns
clean      hostile text -> text a terminal may see
recent     requests opened before
kept       marks, looks and position of a request, from one sitting to the next
reading    a request file -> a session, looked at as it was left
files      write a file whole or not at all
local_files  source files of this machine, by mapped folders only; own_sources keeps the mappings
editor     the command line of the person's editor; source_errands runs it
load_map   modules by address, gaps, lost addresses
workbench  edited sources and scraping, and the request that follows them
paths      what a path that is being typed may become
unknown_keys  keys of a body that mean nothing to us, counted
failures   the log of failures inside the app: places, no values
crashed    what is left on the terminal when the app itself breaks
screens/   one screen or dialog a file
widgets/   one panel a file
"""
