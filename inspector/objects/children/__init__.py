"""All heavy parsing, in child processes under limits: a bad file cannot take the app down.

worker    START HERE: the tasks there are, and the processes that run them
child     what runs in it: one task after the other, fenced in
process   the parent's end: started, asked, ended
"""
