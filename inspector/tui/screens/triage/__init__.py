"""A folder of requests.

board        the board: by signature, what is known of each, what to run
board_table  its table as a person chooses it
"""
