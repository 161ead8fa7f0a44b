"""People who do the same, or the opposite, at the same moment."""
