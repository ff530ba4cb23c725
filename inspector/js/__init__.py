"""POST /symbolicate-js, file by file in the order the data moves.

wire         JSON body -> JsRequest
symbolicate  START HERE, the story: frames from the outermost caller inwards, scripts on the way
modules      a script: its file, its map, their answers to all its positions
tables       a file -> text, tokens, lines; asked of a child process, kept on disk
chain        maps of generated sources, followed to the end: ours
frames       raw frame + token -> finished frame
  names      functions, files, modules
  urls       joins, spellings, stems
report       request and response -> model/report; `answered`: a response alone
access       from disk alone, or by waiting
evidence     what a run keeps for whoever asks why

finding/     where a file may be: bundles, release files, builds on this machine, the web
why/         why a frame or a script is as it is

Follows crates/symbolicator-js of getsentry/symbolicator.
"""
