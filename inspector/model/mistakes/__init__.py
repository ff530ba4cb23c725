"""A body of the wrong shape: what is wrong with it, and where. Only read when something is.

problems  all that is wrong, beyond the first mistake
position  the path of a value -> its line and column in the text
"""
