"""A folder of requests.

board        the folder as it is open: its entries, what is being answered
board_rows   entries and what a person chose -> rows, in order
board_words  what is said around the table
"""
