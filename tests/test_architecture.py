"""Holds the arrows and the habits of the house: what may import what, and what is never written."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PACKAGES = ("foi_portal", "requests_app", "exemptions")

# "Today" is a parameter in these; they are right on every day.
PURE = (
    "requests_app/after_answer.py",
    "requests_app/chain.py",
    "requests_app/characters.py",
    "requests_app/challenges.py",
    "requests_app/charts.py",
    "requests_app/clock.py",
    "requests_app/clock_events.py",
    "requests_app/calendars.py",
    "requests_app/counting.py",
    "requests_app/due.py",
    "requests_app/holiday_library.py",
    "requests_app/earlier_log/",
    *(f"requests_app/gate/{name}" for name in ("asking", "dossier", "finding", "judging", "names")),
    *(f"requests_app/gate/{name}" for name in ("reading", "rule")),
    "requests_app/identity.py",
    "requests_app/linked_data.py",
    "requests_app/language_marks.py",
    "requests_app/lone_marks.py",
    "requests_app/notice.py",
    "requests_app/outcome.py",
    "requests_app/outcome_words/",
    "requests_app/particulars.py",
    "requests_app/received_files/",
    "requests_app/reminding.py",
    "requests_app/response.py",
    "requests_app/reporting.py",
    "requests_app/search/",
    "requests_app/seen.py",
    "requests_app/splitting/",
    "requests_app/statistics/",
    "requests_app/traces.py",
    "requests_app/workflow.py",
    "requests_app/working_days.py",
    "requests_app/models/",
    "requests_app/querysets.py",
    "requests_app/rendering/documents.py",
    "exemptions/annex.py",
    "exemptions/authority.py",
    "exemptions/catalogue/",
    "exemptions/certainty.py",
    "exemptions/data_files.py",
    "exemptions/dated.py",
    "exemptions/facts/",
    "exemptions/bank_ids.py",
    "exemptions/gaps.py",
    "exemptions/obsolete_citations.py",
    "exemptions/placeholders.py",
    "exemptions/factors.py",
    "exemptions/shipped_wording.py",
    "exemptions/trees/",
    "exemptions/models.py",
)
CLOCK_CALLS = {"now", "today", "utcnow", "localdate", "localtime"}

# The one room that turns an officer's words into HTML, after it has cleaned them.
MAY_MARK_SAFE = "requests_app/rendering/markup.py"
TRUSTING_CALLS = {"mark_safe", "SafeString", "SafeText"}

TOP_LEVEL = {
    *("manage.py", "foi_portal", "requests_app", "exemptions", "templates", "static", "tests"),
    *("pyproject.toml", "requirements.lock", "README.md", "CHANGELOG.md", "LICENSE"),
}


def sources() -> list[Path]:
    return [
        *(ROOT / "manage.py", *sorted((ROOT / "tests").glob("*.py"))),
        *(path for package in PACKAGES for path in sorted((ROOT / package).rglob("*.py"))),
    ]


def faults(source: str, where: str) -> Iterator[str]:
    """What in a module breaks a habit, one line for each; ``where`` is its path from the root."""
    for node in ast.walk(ast.parse(source)):
        for said in (*import_faults(node), *call_faults(node, where), *except_faults(node)):
            yield f"{where}:{getattr(node, 'lineno', 0)}: {said}"


def import_faults(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
        inner = [
            child for child in ast.walk(node) if isinstance(child, ast.Import | ast.ImportFrom)
        ]
        if inner:
            yield f"import inside a function, line {inner[0].lineno}"
    # Celery's are another matter: it offers no other way to prepare a worker's processes.
    module = (node.module or "") if isinstance(node, ast.ImportFrom) else ""
    if module.startswith("django.") and module.endswith((".signals", ".dispatch")):
        yield "a signal: a hidden hook"


def call_faults(node: ast.AST, where: str) -> Iterator[str]:
    if not isinstance(node, ast.Call):
        return
    called = node.func
    name = called.attr if isinstance(called, ast.Attribute) else getattr(called, "id", "")
    if name in CLOCK_CALLS and where.startswith(PURE):
        yield f"{name}() in a module that must not read the clock"
    if name in TRUSTING_CALLS and where != MAY_MARK_SAFE:
        yield f"{name}() outside {MAY_MARK_SAFE}"


def except_faults(node: ast.AST) -> Iterator[str]:
    if isinstance(node, ast.ExceptHandler) and node.type is None:
        yield "bare except"


TEMPLATE_FAULTS = {
    "trusts unclean text": re.compile(r"\|\s*safe(seq)?\b|\{%\s*autoescape\s+off"),
    "inline style, which the policy blocks": re.compile(
        r"<[a-z][^>]*\sstyle\s*=|<style\b", re.IGNORECASE
    ),
    "inline script, which the policy blocks": re.compile(
        r"<[a-z][^>]*\son[a-z]+\s*=|<script(?![^>]*\ssrc=)", re.IGNORECASE
    ),
}


def template_faults(source: str, where: str) -> Iterator[str]:
    for said, pattern in TEMPLATE_FAULTS.items():
        for found in pattern.finditer(source):
            yield f"{where}:{source.count(chr(10), 0, found.start()) + 1}: {said}"


def test_imports_go_down_only() -> None:
    linter = Path(sys.executable).with_name("lint-imports")
    done = subprocess.run(
        [str(linter), "--no-cache"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize("path", sources(), ids=lambda path: str(path.relative_to(ROOT)))
def test_module_keeps_the_habits(path: Path) -> None:
    assert list(faults(path.read_text(), str(path.relative_to(ROOT)))) == []


# Large, and of use to a worker or to a limited child only.
NOT_FOR_THE_WEB = {"weasyprint", "pydyf", "fontTools", "pypdf", "pypdfium2", "pikepdf", "mammoth"}

LOAD_THE_WEB = """
import sys
import foi_portal.wsgi
from django.urls import get_resolver
get_resolver().url_patterns
print(*sys.modules)
"""


def printed_by(program: str) -> set[str]:
    """The words that a Python program prints in a process of its own."""
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True
    )
    return set(done.stdout.split())


def test_the_web_loads_no_print_engine_and_no_parser_of_files() -> None:
    loaded = printed_by(LOAD_THE_WEB)
    assert "requests_app.views.documents" in loaded
    assert NOT_FOR_THE_WEB & loaded == set()


LOAD_A_COMMAND = """
import sys
import django
from django.core.management import load_command_class
django.setup()
command = load_command_class("requests_app", "verify_audit")
command.check(**command.get_check_kwargs({}))
print(*sys.modules)
"""


def test_a_command_on_rows_loads_no_pages() -> None:
    """It would take as long as all else that it reads at its start."""
    loaded = printed_by(LOAD_A_COMMAND)
    # Read when the table of bank holidays is checked.
    assert "holidays.countries.united_kingdom" in loaded
    assert "foi_portal.urls" not in loaded


def test_templates_keep_the_policy() -> None:
    found = [
        fault
        for path in sorted((ROOT / "templates").rglob("*.html"))
        for fault in template_faults(path.read_text(), str(path.relative_to(ROOT)))
    ]
    assert found == []


def test_no_module_is_a_drawer_for_anything() -> None:
    drawers = {"utils.py", "helpers.py", "misc.py", "common.py", "signals.py"}
    assert [path for path in sources() if path.name in drawers] == []


def test_top_level_is_fixed() -> None:
    known = subprocess.run(
        ["git", "ls-files"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if known.returncode != 0:
        pytest.skip("not a git checkout")
    names = {line.partition("/")[0] for line in known.stdout.splitlines()}
    assert {name for name in names if not name.startswith(".")} <= TOP_LEVEL


@pytest.mark.parametrize(
    ("source", "where", "said"),
    [
        ("def f():\n    import os\n", "requests_app/views/a.py", "import inside a function"),
        ("try:\n    f()\nexcept:\n    g()\n", "requests_app/views/a.py", "bare except"),
        ("day = date.today()", "requests_app/clock.py", "today()"),
        ("day = timezone.localdate()", "requests_app/models/case.py", "localdate()"),
        ("html = mark_safe(text)", "requests_app/views/a.py", "mark_safe()"),
        ("html = SafeString(text)", "requests_app/gds/__init__.py", "SafeString()"),
        ("from django.db.models.signals import post_save", "requests_app/apps.py", "a signal"),
    ],
)
def test_the_check_bites(source: str, where: str, said: str) -> None:
    assert any(said in fault for fault in faults(source, where))


@pytest.mark.parametrize(
    "source",
    [
        "{{ answer.text|safe }}",
        "{% autoescape off %}",
        '<p class="a" style="color: red">',
        "<script>alert(1)</script>",
        '<button type="button" onclick="go()">',
    ],
)
def test_the_template_check_bites(source: str) -> None:
    assert list(template_faults(source, "templates/a.html"))


@pytest.mark.parametrize(
    ("source", "where"),
    [
        ("import os\n\ndef f():\n    return os.sep\n", "requests_app/views/a.py"),
        ("day = date.today()", "requests_app/views/a.py"),
        ("html = SafeString(text)", MAY_MARK_SAFE),
    ],
)
def test_the_check_lets_good_code_pass(source: str, where: str) -> None:
    assert list(faults(source, where)) == []


def test_the_template_check_lets_good_code_pass() -> None:
    good = '<script type="module" src="{% static "js/site.js" %}"></script><p class="one">Safe</p>'
    assert list(template_faults(good, "templates/a.html")) == []
