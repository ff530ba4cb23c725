"""Sources and scraping of a request while a person changes them. No terminal, no widgets.

desk        START HERE: an opened request -> what can be edited of it, and back
drafts      the list of sources, with a way back; `fields`: what can be filled in for each type
checks      what is wrong with a source, field by field
origins     allowed origins: warnings, verdicts, what to allow
rules       the rules of which frames are ours
configured  what the settings say, ready to be edited
preview     the places that a source would be asked for one module
trial       sources and URLs put to the test
remedy      a next step of an explanation, taken; `remedy_scripts`: of a script
remedied    next steps as edits
requests    what was edited as a request of its own, or in a settings file
"""
