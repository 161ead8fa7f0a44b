"""The facts that a careful answer records, read from a data file and validated at start."""

from exemptions.facts.fact import Condition, Fact, Facts, Option
from exemptions.facts.loader import facts, load_facts

__all__ = ["Condition", "Fact", "Facts", "Option", "facts", "load_facts"]
