"""The files that DWARF comes in.

image    START HERE: a container as the DWARF reader sees it, with its sections and symbols
elf      ELF: identity, sections, symbols
macho    Mach-O: the sections of a dSYM
pe       PE, as MinGW and others write it
wasm     WebAssembly
symbols  the symbol table of an image: names where there is no DWARF, exact ones where there is
"""
