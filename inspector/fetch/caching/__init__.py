"""What is kept on disk between runs.

cache       key -> file, misses too
cached      answers from disk alone: the whole of a warm run
markers     a miss as the content of a file
alone       one process at a time for one file
cleanup     what the folder takes up, and making it smaller
forgetting  what keeps a run from asking again, taken out
"""
