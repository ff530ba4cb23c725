"""What a crash is known by: the names of a few frames.

signature   report -> the signature, with the rule for each frame
naming      function name -> the part of it that survives builds
rule_lists  the built-in rules, by language and system
patterns    the patterns that rules are written in
"""
