"""The terminal UI: one frozen View, widgets that draw it, one table of actions.

program       settings and state files -> the app; `leaving`: how it ends
app           START HERE: keys in, engine events in; owns the View and the run
view          the screen as one value; `after(events)` is pure
happened      what the engine tells, on its way to the screen
action_table  id, keys, label, help line: feeds bindings, palette and `?`
actions       the table as bindings; `keymap`: a person's keys, checked against it
palette       what the command palette offers
next_steps    the next step of an explanation, taken
glyphs        filters over finished lines: ASCII only, nothing that a terminal would obey
failures      the log of failures inside the app: places, no values
crashed       what is left on the terminal when the app itself breaks

opened/    an open request: its run, its edits, and what is kept of it
listing/   reports -> the rows of lists, pure
words/     states, names, reasons -> what a person reads
triage/    a folder of requests
outside/   what leaves the app: files, the clipboard, the editor
screens/   one screen or dialog a file
widgets/   one panel a file
"""
