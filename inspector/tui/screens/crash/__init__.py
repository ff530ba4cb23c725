"""The stack, and what opens from it.

stack      START HERE: threads, frames, and the source and facts of one
choosing   which frames are listed and how they are spelt; `looks_menu`: the same as a menu
both       raw and processed side by side
detail     code, variables, registers of a frame
why        why a frame or a module is as it is
marks      the list of marked frames
copy_menu  what can be copied, a letter each
"""
