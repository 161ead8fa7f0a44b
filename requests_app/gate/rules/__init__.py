"""All rules, by family. Importing this package declares them.

Every rule is a function from a dossier to what it finds; the sentence says what to do. The ids,
the sources and the severities are those of the list of checks before approval.
"""

from requests_app.gate.rules import (
    citations,
    claims,
    confirming,
    exemptions,
    letters,
    people,
    personal_data,
    procedure,
    public_interest,
    publication,
    refusals,
    structure,
    style,
)

__all__ = [
    "citations",
    "claims",
    "confirming",
    "exemptions",
    "letters",
    "people",
    "personal_data",
    "procedure",
    "public_interest",
    "publication",
    "refusals",
    "structure",
    "style",
]
