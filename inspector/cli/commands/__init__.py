"""The commands with a file of their own, imported when one is given.

explain, plan, missing  why things are as they are, what will be asked, which file to get first
detail, compare         one frame in detail; two requests side by side
sources, config, cache  the places that are asked, the settings, the cache folder
serve                   the service
"""
