"""Labels and texts of a log -> codes of the domain. Pure functions over the data files in `reference/`.

Nothing here guesses: what is not sure enough comes back unmatched, for the review queue.
"""
