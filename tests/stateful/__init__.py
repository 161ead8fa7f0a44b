"""Everybody does anything in any order: a machine that looks for what the workflow overlooks."""
