"""A file on disk -> what it knows. Knows nothing of requests; opens what it is told to.

identify     bytes -> format, ids, architecture, features
symcache     address -> inline chain, through `symbolic`
second       the same and `identify` without `symbolic`: `dwarf`, `windows`, `plain`
readers      which of the two answer; references: what there is to ask the second ones
remaps       BCSymbolMap and IL2CPP line maps, applied to an answer
paths        joined and cleaned as debug files mean them
bundle       source and artifact bundles, out of the members of a ZIP (`zip_members`)
scan         what the files of a folder are
errors       BadObject, the one error of the readers

children/    all heavy parsing, in child processes with limits
dwarf/       ELF, and DWARF in every container
windows/     PE and PDB
dotnet/      Portable PDBs
plain/       Breakpad, Mach-O, WASM
scripts/     scripts and source maps
mangling/    symbol -> the name a person wrote
"""
