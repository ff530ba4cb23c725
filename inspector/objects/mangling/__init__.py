"""Readers of mangled names, one a scheme; `inspector.objects.demangle` picks the reader.

crates   the Rust crates that Symbolicator uses too: Itanium C++, MSVC C++, Rust
cpp      which C++ names those crates may be handed, for some would never come back
swift    Swift, in pure Python: the native reader ends its process on some names
"""
