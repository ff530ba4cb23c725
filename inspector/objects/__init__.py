"""A file on disk -> what it knows. Knows nothing of requests; opens what it is told to.

identify      bytes -> format, ids, architecture, features
symcache      address -> inline chain, through `symbolic`
portable_pdb  .NET: method + IL offset -> document and line
bundle        source and artifact bundles
remaps        BCSymbolMap and IL2CPP line maps
demangle      symbol -> name, per language
macho         slices of a fat file
sourcemap     minified file + map -> token and function name
script        a text file -> its comments, lines around positions
build_folder  a folder of built JavaScript -> files by debug id, bundles
worker        all heavy parsing, in a child process with limits
"""
