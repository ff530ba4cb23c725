"""Symbol -> the name a person wrote.

demangle  START HERE: picks the reader of a scheme
crates    the Rust crates that Symbolicator uses too: Itanium C++, MSVC C++, Rust
cpp       which C++ names those crates may be handed, for from some they never come back
plain     the first answer to that for Itanium names, and nearly always the last
swift     Swift, in pure Python: the native reader ends its process on some names
"""
