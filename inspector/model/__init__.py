"""The words of the field: values and rules. No I/O, no third-party code but msgspec and idna.

ids          DebugId, code ids, ObjectId and their spellings
address      "0x1f", 31, -1 -> a 64-bit address, and back
body         JSON -> frozen values, with the place of what is wrong
urls, hosts  URLs and hosts in their normal form, as browsers read them
sources      where to look: source descriptors, layouts, filters
globs        path patterns of a source's filters
scraping     which URLs may be fetched from the web, and why not
artifacts    what Sentry's artifact lookup answers
outcome      Why and Miss: a file we do not have, and the reason
events       what the engine tells while it works
trace        what a run asked, where, and what came back
plan         what a run will ask, told before it does
explanation  why a frame or module is as it is, and the next step
report       what a face shows: threads, frames, modules, candidates
context      source text + line -> the lines around it
sourcelinks  path of a source file -> URL, by the rules of a debug file
"""
