"""Two reports -> what is the same in them, what is better, and what is worse.

align       two sequences -> their longest common subsequence, and what lies between
spelling    names and paths that mean the same
frames      two frames of one place -> equal, better, worse, ...
threads     which thread of the one belongs to which of the other, and their frames
modules     the same for modules
comparison  two reports -> Comparison
writing     Comparison -> text, Markdown, JSON
"""
