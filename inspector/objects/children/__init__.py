"""The two ends of a child process that parses.

child     what runs in it: one task after the other, fenced in
process   the parent's end: started, asked, ended
"""
