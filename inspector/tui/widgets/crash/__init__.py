"""The panes of the stack screen.

panes         START HERE: the four of them, and which are seen when room is short
thread_list   the threads; `thread_strip`: the shown one in one line
frame_list    the frames of one thread; `frame_title`: what its title says
source_pane   the source of a frame; `source_text`: its lines, coloured
details       all facts about a frame; `facts`: which; `registers`
"""
