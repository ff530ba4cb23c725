"""Variables at an address, from DWARF; entries and sections are read by objects/dwarf.

variables    START HERE: debug file + address -> variables with places and values
types        a type as its language writes it, a value of it
loclists     which expression holds at an address
expressions  an expression -> a place; `places`: what goes in and out, `arithmetic`: its sums
numbers      the numbers of the standard, names of registers
"""
