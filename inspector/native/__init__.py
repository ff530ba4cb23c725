"""POST /symbolicate: native crashes, file by file in the order the data moves.

wire            JSON body -> NativeRequest; NativeResponse -> JSON body
symbolicate     START HERE: the story of one request
modules         which module owns an address
prepare         one module: its best object, its table, how that went; `remapping`: what a build
                moved out of the debug file, put back
tables          a found file -> what it holds and answers, kept on disk
address         raw frame -> the address to look up
frames          raw frame + table -> finished frames, callee first
source_context  source text for frames; `source_lines`: what one object says of one source file
report          request and response -> model/report; `answered`: a response alone
access          from disk alone, or by waiting
memory          what a service has in its head

finding/        where the file of a module may be, and what each location has
second/         what the second readers add
why/            why a frame or a module is as it is

Follows crates/symbolicator-native of getsentry/symbolicator.
"""
