"""All rules, by family. Importing this package declares them.

Every rule is a function from a dossier to what it finds; the sentence says what to do. The ids,
the sources and the severities are those of the list of checks before approval.
"""

from requests_app.gate.rule import RULES, Rule
from requests_app.gate.rules import (  # noqa: F401 - importing one declares its rules
    alternatives,
    citations,
    claims,
    confirming,
    elsewhere,
    exemptions,
    historical,
    letters,
    library,
    people,
    personal_data,
    procedure,
    public_interest,
    publication,
    refusals,
    structure,
    style,
)

# The order in which an officer works: the split, the answers, the claims, the tests, the rest.
_FAMILIES = (
    *("STR", "REG", "EX", "PIT", "NC", "CST", "VEX", "ASS", "TIM", "FRM"),
    *("PRO", "FIL", "PUB", "GOV", "STY", "LIB"),
)


def _place(rule: Rule) -> tuple[int, str]:
    return _FAMILIES.index(rule.id.partition("-")[0]), rule.id


ALL_RULES = tuple(sorted(RULES.values(), key=_place))
