"""POST /symbolicate-js, file by file in the order the data moves.

wire         JSON body -> JsRequest
symbolicate  the story: frames from the outermost caller inwards, scripts on the way
modules      a script: its file, its map, their answers to all its positions
artifacts    a wanted file -> bundles, release files, lookup API, local builds, the web
  bundles    the artifact bundles that were opened
  local      folders with builds on this machine: ours
  scrape     what may be fetched from the web, and how that went
  entries    a file that was found, and what it refers to
  origins    where a map came from, as the response says it
tables       a file -> text, tokens, lines; asked of a child process, kept on disk
chain        maps of generated sources, followed to the end: ours
frames       raw frame + token -> finished frame
  names      functions, files, modules
  urls       joins, spellings, stems
report       response -> model/report
access       from disk alone, or by waiting

`symbolicate` runs them. Follows crates/symbolicator-js of getsentry/symbolicator.
"""
