"""What the second readers add to a native run, or answer instead of the first.

table       one object's answers: those of `symbolic`, and those of the second reader
merge       two answers for one address -> one; nothing that `symbolic` said is replaced
asking      addresses that nobody was asked about -> asked now, if need be
companions  the files that an object refers to, found through the sources
kept        answers on disk
"""
