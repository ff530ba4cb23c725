"""Minified scripts and source maps without `symbolic`: the second reader of JavaScript.

mappings  source map -> tokens by position, sections put together
lexer     script -> words and marks, with what is around them
scopes    words and marks -> functions: where they are, and what their names are made of
naming    names in the script -> names in the sources
hermes    function names that Metro writes into a map
table     all of it: the answers of `sourcemap.SourceMapTable`
"""
