"""Scripts and source maps: what they say, and what was where before they were minified.

script        a script, a map or a source: is it text, its references, lines of it
build_folder  the ids of all scripts and maps below a folder
sourcemap     minified script + map -> token and function name, through `symbolic`

Without `symbolic`, the second reader of JavaScript:

document  the JSON of a map, checked; `segments`: its numbers
mappings  source map -> tokens by position, sections put together
syntax/   script -> its functions and classes, and what their names are made of
naming    names in the script -> names in the sources
hermes    function names that Metro writes into a map
table     all of it: the answers of `sourcemap.SourceMapTable`
"""
