"""The modules and their files.

modules   START HERE: the modules, and every place that was asked for one
load_map  modules in the order of their addresses
missing   which file to get first
activity  what the run fetched and read
"""
