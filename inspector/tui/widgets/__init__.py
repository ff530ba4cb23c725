"""One panel a file. A widget draws what it is given and posts what the person did.

row_list       START HERE: a virtual list, which most of the others are
module_list    modules and candidates; `plan_list`: what a run asks for one
pair_list      two reports side by side
board_list     the table of the triage board
verdict        the first line: what crashed, and how much of it is known
view_tabs      the views of a request
progress_line  one line while a run is under way
prompt         one line to type into
key_line       the keys that work right now

crash/    threads, frames, source, facts
editors/  forms, sources, origins
"""
