"""What leaves the app: files, the clipboard, the editor.

errands         what takes a dialog or a program outside
exporting       what can be taken out of an open request
copying         what the copy menu takes; `clipboard`: where there is no other way
source_errands  a frame's source opened in the person's editor; `editor`: its command line
local_files     source files of this machine, by mapped folders only
own_sources     where those folders are, and how that is remembered
"""
