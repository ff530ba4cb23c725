"""Formats that need no library: the second reader of Breakpad, Mach-O, WASM and bundles.

ranges     functions and symbols -> what runs at an address, by the rules of a symcache
part       a part of a file as bytes, mapped
breakpad   Breakpad text symbols
slices     where the slices of a fat Mach-O file lie
macho      Mach-O: identity and symbol table
wasm       WebAssembly: identity and the names section
archives   source bundles and Portable PDBs: identity only
"""
