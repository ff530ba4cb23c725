"""One screen or dialog a file. A screen lays out widgets and turns their messages into a View.

start           open a request or a folder
request         what all screens of an open request share
views           the views of a request by name
compare         what is open beside something else; `compare_with` asks what
export          what to take out, and where to put it
help, jump      the keys as they are; a letter on everything that can have the focus
dialogs         a message, a question, a path to write to
asking          what dialogs that ask share: `ask_dialog`, `path_dialog`, `mapping_dialog`

crash/    the stack and what opens from it
files/    the modules, their files, what was fetched
editors/  sources, scraping, rules, and where edits go
triage/   a folder of requests
"""
