"""The speed of a whole portal, as ratios: see ``__main__``."""
