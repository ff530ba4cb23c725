"""The text of a script -> its functions: where each is, and what its name is made of.

lexer     text -> tokens
brackets  tokens -> brackets as they open and close; `frames`: what is open
members   object literals and classes, member by member
nesting   what a place is inside of, and the name that gives to a function there
scopes    START HERE: all functions and classes of a script
"""
