"""Windows files without `symbolic`: the second reader of PE and PDB.

pe           PE headers, exports, COFF symbols, code bytes, version facts, through pefile
msf          the small file system a PDB is: stream number -> bytes
sections     section + offset, as a PDB writes it -> relative address
codeview     the symbol records of one module: procedures and what is inlined into them
linetable    the line tables of one module: address -> file, line
typenames    type number -> how C++ writes it: the argument list of a function
pdb_streams  which version control system a PDB names
pdb          all of it: what a PDB is, and what runs at an address
"""
