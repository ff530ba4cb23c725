"""States, names, reasons -> what a person reads.

wording     statuses, signals, sizes, reasons -> words and glyphs
names       long names into few columns
badges      why a frame or a module is not as it should be, in a word or two
describing  everything about one row
explaining  an explanation as text and Markdown
"""
