"""Reports -> the rows of lists. Pure: no terminal.

rows       a thread's frames -> rows: inline chains, folded runs
threads    threads -> rows; identical stacks fold into one
both       a thread as it was sent beside what became of it
comparing  a comparison -> rows
load_map   modules by address, gaps, lost addresses
search     where a text is found; `matching`: what finding means
marks      marked frames, in the order of the report
"""
