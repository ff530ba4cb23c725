"""Portable PDBs: from their file to the answers of a table.

embedded      PE file -> the Portable PDB inside it
tables        bytes -> streams, heaps and rows
read          rows -> documents, sequence points, sources, source links
convert       all of it -> a table on disk, in the child process
portable_pdb  that table: method + IL offset -> document and line; document -> its text
"""
