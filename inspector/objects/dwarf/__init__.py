"""DWARF without `symbolic`: names, lines and inlined calls at an address, read lazily.

    dwarf = open_dwarf(path, offset, size, Companions())   # answers.py
    dwarf.lookup(0x1290)                                   # -> chain of Location
    dwarf.function_at(0x1290)                              # -> Function: its Die, its ranges
    function.die.children(), die.attributes[At.NAME]       # -> the entries below, their values

reader     START HERE: an open file; which units and functions are at an address
answers    file -> reader, with its companions; what `second` calls
sections   the debug sections of one file, and the headers of its units
unit       one unit: its entries (`Die`) and what their values mean; `forms` reads the bytes
functions  the functions of a unit, their names, and what is inlined into them
ranges     where the code of an entry is
lines      line tables
chain      function + address -> chain of inlined calls with their lines
split      units in `.dwo` and `.dwp` files
links      the files that a file refers to
damage     what nonsense raises, as BadObject
codes      the numbers of the standard

containers/  ELF, Mach-O, PE, WASM: sections by name, symbols
"""
