"""How many downloads run, which are one and the same, who is left alone, what is told.

flights   work that is done once, however many ask
audience  who hears of it: all who wait for it
slots     how many at once, in total and of one host
denylist  hosts that keep failing
progress  the events of one download
"""
