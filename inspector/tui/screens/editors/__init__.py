"""What changes a request or a setting.

editor        START HERE: what the editors share
sources       the sources in lookup order, a form for one; `source_dialogs`: which kind to add
scraping      allowed origins, and the request's URLs by origin
rules_dialog  which frames are ours
save_dialog   where edits go
delta_dialog  what a change bought
"""
