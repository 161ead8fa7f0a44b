"""All rules as a table for people, and what of the list of checks is not among them. Pure."""

from __future__ import annotations

from collections.abc import Iterator

from requests_app.gate.finding import Severity, Stage
from requests_app.gate.rule import Rule
from requests_app.gate.rules import ALL_RULES

HEAD = """# The rules of the gate

Made by `python3 manage.py gate_rules`; a test fails when it is stale. A rule that **blocks** stops
the case; one that *warns* lets it pass when somebody gives a reason, which stays in the record. The
stages: approve (asked while drafting, at submission and at approval), send, publish.

| id | what must be so | source | severity | stages | how it is applied |
|---|---|---|---|---|---|
"""

LEFT_OUT = (
    ("FIL-01", "Each attachment passed the file checks", "the portal has no attachments"),
    ("FIL-02", "Every sheet of the release file was opened", "the portal has no attachments"),
    ("FIL-04", "Redactions of files are labelled", "the portal has no attachments"),
    (
        "FIL-06",
        "A recipient that publishes passes the gate of publication before sending",
        "not a rule but a stage: rules of publication are asked at sending for such an address",
    ),
    (
        "PUB-06",
        "The PDF is tagged, titled, in a language, without an author",
        "every document is made so; the tests of rendering hold it",
    ),
    (
        "PUB-08",
        "The way to take a record down was tried",
        "the log has no copies to take down: a withdrawal hides page and document at once",
    ),
)


def table() -> str:
    """The whole document in Markdown."""
    return HEAD + "\n".join([*map(_row, ALL_RULES), "", *_left_out(), ""])


def _row(rule: Rule) -> str:
    severity = "**blocks**" if rule.severity is Severity.BLOCKS else "*warns*"
    stages = ", ".join(stage.value for stage in Stage if stage in rule.stages)
    cells = (rule.id, rule.title, rule.source, severity, stages, rule.note)
    return f"| {' | '.join(cells)} |"


def _left_out() -> Iterator[str]:
    yield "## Checks before approval that are not rules here"
    yield ""
    yield "| id | what must be so | why it is not here |"
    yield "|---|---|---|"
    for rule_id, title, why in LEFT_OUT:
        yield f"| {rule_id} | {title} | {why} |"
