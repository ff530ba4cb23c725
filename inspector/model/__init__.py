"""The words of the field: values and rules. No I/O, no third-party code but msgspec and idna.

ids        DebugId, code ids, ObjectId and their spellings
address    "0x1f", 31, -1 -> a 64-bit address, and back
body       JSON -> frozen values, with the place of what is wrong
outcome    Why and Miss: a file we do not have, and the reason
events     what the engine tells while it works
report     what a face shows: threads, frames, modules, candidates; `labels`: what people call them
in_app     which frames are ours
signature  what a crash is known by: the rules a person may edit, and the answer
delta      two reports of one request -> what a change bought
history    what was tried, in order, with a way back
context    source text + line -> the lines around it
clean      hostile text -> text a terminal may see

places/    where files are looked for: sources, the web, and what URLs mean
mistakes/  all that is wrong with a body, and in which line
why/       what a run asked, what came back, and why the answer is as it is
"""
