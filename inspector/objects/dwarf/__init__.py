"""DWARF without `symbolic`: names, lines and inlined calls at an address, read lazily."""
