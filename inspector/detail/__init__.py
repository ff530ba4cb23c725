"""What a person asks about a crash and its frames beyond the response.

headlines    report -> what stands at its head: signature, cause
cause        signal, registers, instruction -> guesses with evidence; `cause_frames`: functions
             that only run when something went wrong; `values`: what numbers look like
registers    what each register points at
frame        START HERE for the child process: one frame's code, and what the debug file says
code         file + address -> bytes, section; `disassembly`: bytes -> instructions; `facts`
written      all of it as lines of text

signatures/  report -> what the crash is known by
dwarf/       debug file + address -> variables, their types and values
"""
