"""Everything that one database holds, put into another of either kind and compared row by row: all of it or nothing.

`copying.copy` does it between two sides, each in one transaction; `sqlite.py` and `postgres.py` open them.
"""
