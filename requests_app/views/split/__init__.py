"""The split of a request: one page with every block, and one address for each correction.

A correction is answered with the page anew, or for a script with the blocks that changed.
"""
