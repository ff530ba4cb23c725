"""Portable PDBs: from their file to the table that `portable_pdb` answers from.

embedded   PE file -> the Portable PDB inside it
tables     bytes -> streams, heaps and rows
read       rows -> documents, sequence points, sources, source links
convert    all of it -> a table on disk, in the child process
"""
