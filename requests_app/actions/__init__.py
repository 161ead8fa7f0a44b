"""The verbs: every write of the product is one of these functions.

Each does the same things in the same order, in one transaction: lock the case, may this
person do it, is it allowed in this state, write, audit row, tell the worker on commit. ``by``
is the person, ``at`` the moment; neither is ever read from the surroundings.
"""
