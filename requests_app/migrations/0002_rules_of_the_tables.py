"""What the database holds to by itself, whatever the program thinks."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from exemptions.append_only import forbid_changes

APPEND_ONLY = [
    "requests_app_acknowledgement",
    "requests_app_answerversion",
    "requests_app_auditevent",
    "requests_app_authorityparticulars",
    "requests_app_bankholiday",
    "requests_app_challengestep",
    "requests_app_clockevent",
    "requests_app_clockeventstrike",
    "requests_app_disclosableperson",
    "requests_app_disclosableretirement",
    "requests_app_dispatch",
    "requests_app_drafter",
    "requests_app_earlierrecord",
    "requests_app_notice",
    "requests_app_noticedecision",
    "requests_app_noticedispatch",
    "requests_app_particularsconfirmation",
    "requests_app_publication",
    "requests_app_rendereddocument",
    "requests_app_renderedtext",
    "requests_app_replacement",
    "requests_app_requestererasure",
    "requests_app_responseversion",
    "requests_app_review",
    "requests_app_reviewcomment",
    "requests_app_reviewstep",
    "requests_app_sensitivitymark",
    "requests_app_stepdecision",
    "requests_app_versiondossier",
    "requests_app_versionseen",
    "requests_app_withdrawal",
    "requests_app_wordinguse",
]

# --- a finished letter goes once its requester is erased, and not before ------------------

ERASABLE = ["requests_app_rendereddocument", "requests_app_renderedtext"]
# Of a letter, whose case has its erasure on record and no requester any more.
ERASED = """
SELECT 1 FROM requests_app_rendering made
LEFT JOIN requests_app_responseversion version ON version.id = made.version_id
LEFT JOIN requests_app_notice notice ON notice.id = made.notice_id
JOIN requests_app_requestererasure erasure
  ON erasure.foi_request_id = COALESCE(version.foi_request_id, notice.foi_request_id)
WHERE made.id = OLD.rendering_id AND made.kind <> 'record' AND NOT EXISTS (
  SELECT 1 FROM requests_app_requester requester
  WHERE requester.foi_request_id = erasure.foi_request_id)
"""
ERASE_SQLITE = """
CREATE TRIGGER {table}_no_DELETE BEFORE DELETE ON {table} WHEN NOT EXISTS ({erased})
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
ERASE_FUNCTION = f"""
CREATE OR REPLACE FUNCTION refuse_unless_erased() RETURNS trigger AS $$
BEGIN
  IF EXISTS ({ERASED}) THEN RETURN OLD; END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END
$$ LANGUAGE plpgsql
"""
ERASE_TRIGGER = """
CREATE TRIGGER {table}_no_DELETE BEFORE DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_unless_erased()
"""


def allow_erasure(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    postgresql = editor.connection.vendor == "postgresql"
    if postgresql:
        editor.execute(ERASE_FUNCTION, params=None)
    for table in ERASABLE:
        on_table = f" ON {table}" if postgresql else ""
        editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_DELETE{on_table}", params=None)
        trigger = ERASE_TRIGGER if postgresql else ERASE_SQLITE
        editor.execute(trigger.format(table=table, erased=ERASED), params=None)


# --- who had a hand in a version decides nothing about it -----------------------------------

DRAFTED = """EXISTS (
    SELECT 1 FROM requests_app_drafter AS drafter
    WHERE drafter.version_id = NEW.version_id AND drafter.user_id = NEW.{who}
)"""
OTHERS_SQLITE = """
CREATE TRIGGER {table}_other_people BEFORE INSERT ON {table} WHEN {when} {drafted}
BEGIN SELECT RAISE(ABORT, 'nobody decides on what they drafted'); END
"""
OTHERS_FUNCTION = """
CREATE OR REPLACE FUNCTION {table}_other_people() RETURNS trigger AS $$
BEGIN
    IF {when} {drafted} THEN
        RAISE EXCEPTION 'nobody decides on what they drafted' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$ LANGUAGE plpgsql
"""
OTHERS_TRIGGER = """
CREATE TRIGGER {table}_other_people BEFORE INSERT ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_other_people()
"""
DECISIONS = (
    ("requests_app_review", "reviewer_id", "NEW.decision <> 'recalled' AND"),
    ("requests_app_stepdecision", "decided_by_id", ""),
)


def demand_other_people(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    postgresql = editor.connection.vendor == "postgresql"
    for table, who, when in DECISIONS:
        parts = {"table": table, "when": when, "drafted": DRAFTED.format(who=who)}
        for statement in (OTHERS_FUNCTION, OTHERS_TRIGGER) if postgresql else (OTHERS_SQLITE,):
            editor.execute(statement.format(**parts), params=None)


class Migration(migrations.Migration):
    # What 0001_tables replaces was made with these rules; this one stands for the last of it.
    replaces = [("requests_app", "0033_strange_topics")]
    dependencies = [("requests_app", "0001_tables")]

    operations = [
        forbid_changes(*APPEND_ONLY),
        migrations.RunPython(allow_erasure, migrations.RunPython.noop),
        migrations.RunPython(demand_other_people, migrations.RunPython.noop),
    ]
