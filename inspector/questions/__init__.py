"""What people ask about a request beyond its answer.

why       why a frame, a module or a script is as it is
verdicts  why modules have no usable file, in a sentence each
details   one frame: code, registers, variables, facts, cause
changes   what if: the same request with other sources or origins
buys      which file to get first
checkup   whether the sources answer, and which modules they have
"""
