"""Why a frame or a script is as it is: read from what the run kept, never decided anew.

trace    what a finished run keeps -> the evidence for one frame or one script
nearby   what folders and bundles have instead of what was looked for
missing  a file that was not found -> why, and what to do
script   the evidence for a script -> its explanation
frame    the evidence for a frame -> its explanation
plan     a request -> every location that will be asked, without asking

Nothing here runs unless somebody asks.
"""
