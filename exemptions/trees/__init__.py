"""The questions that a careful officer answers before claiming a provision."""

from exemptions.trees.loader import load_trees, tree_for, trees
from exemptions.trees.tree import Sentence, Step, Stop, Tree, Walk

__all__ = ["Sentence", "Step", "Stop", "Tree", "Walk", "load_trees", "tree_for", "trees"]
