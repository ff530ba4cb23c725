"""Many requests: found, answered by several processes or a cluster, summed up.

Nothing here holds more than a window of requests: a folder of 100,000 is as easy as one of ten.
"""
