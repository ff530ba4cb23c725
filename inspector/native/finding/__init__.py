"""Where the file of a module may be, and what each location has.

lookup      START HERE: every source asked for one module -> the best object, and all the others
filetypes   which kinds of files are asked for, and which of them a source allows
layouts     ids of a module + how a source arranges its files -> paths worth asking for
scan        folders searched by what their files hold
candidates  all that was asked -> the candidates of the response
symstore    the way back: a path of a symbol store -> the file it stands for
"""
