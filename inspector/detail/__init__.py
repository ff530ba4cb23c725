"""What a person asks about a crash and its frames beyond the response.

signature     report -> what the crash is known by, with the rule for each frame
naming        function name -> the part of it that survives builds
patterns      rules of a signature as they are asked; rule_lists: the built-in ones
"""
