"""Why a frame or a module is as it is: read from what the run kept, never decided anew.

trace    what a finished run keeps -> the evidence for one frame or one module
nearby   what a local folder has instead of what was looked for
frame    the evidence for a frame -> its explanation
module   the evidence for a module -> its explanation
searches one question to the sources, as the run asked it
plan     a request -> every location that will be asked, without asking

Nothing here runs unless somebody asks.
"""
