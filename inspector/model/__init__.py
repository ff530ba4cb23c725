"""The words of the field: values and rules. No I/O, no third-party code but msgspec.

ids       DebugId, code ids, ObjectId and their spellings
address   "0x1f", 31, -1 -> a 64-bit address, and back
sources   where to look: source descriptors, layouts, filters
scraping  which URLs a JavaScript request may fetch
outcome   Why and Miss: a file we do not have, and the reason
events    what the engine tells while it works
report    what a face shows: threads, frames, modules, candidates
context   source text + line -> the lines around it
"""
