"""What a run asked, what came back, and why the answer is as it is.

trace         the evidence of a native run: what was asked, where, with which outcome
script_trace  the same of a JavaScript run
plan          what a run will ask, told before it does
explanation   why a frame or module is as it is, and the next steps
judged        what one step of an explanation comes to
answers       one location and its answer, in sentences
"""
