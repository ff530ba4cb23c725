"""A file on disk -> what it knows. Knows nothing of requests; opens what it is told to.

identify      bytes -> format, ids, architecture, features
macho         slices of a fat file
pdb_streams   which version control system a PDB names
symcache      address -> inline chain, through `symbolic`
second        the same and `identify` without `symbolic`: `dwarf`, `windows`, `plain`
remaps        BCSymbolMap and IL2CPP line maps, applied to an answer
paths         joined and cleaned as debug files mean them
demangle      symbol -> name; `mangling` has the schemes
portable_pdb  .NET: method + IL offset -> document and line; `dotnet` makes the tables
bundle        source and artifact bundles, out of the members of a ZIP (`zip_members`)
scan          what the files of a folder are
script        what a JavaScript file says: references, debug id, lines
sourcemap     minified file + map -> token and function name
build_folder  ids of the scripts and maps below a folder
worker        all heavy parsing, in child processes with limits (`children`)
errors        BadObject, the one error of the readers
"""
