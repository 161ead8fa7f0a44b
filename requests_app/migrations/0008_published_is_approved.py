from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

TABLE = "requests_app_publication"
SAID = "only what was approved is published"
# Of this very case and text: by a review of the portal, or by an earlier log, that it was in.
APPROVED = """
SELECT 1 FROM requests_app_responseversion version
LEFT JOIN requests_app_review review
  ON review.version_id = version.id AND review.decision = 'approved'
LEFT JOIN requests_app_earlierrecord earlier ON earlier.version_id = version.id
WHERE version.id = NEW.version_id AND version.foi_request_id = NEW.foi_request_id
  AND version.digest IN (review.digest, earlier.digest)
"""
SQLITE = f"""
CREATE TRIGGER {TABLE}_approved BEFORE INSERT ON {TABLE} WHEN NOT EXISTS ({APPROVED})
BEGIN SELECT RAISE(ABORT, '{SAID}'); END
"""
FUNCTION = f"""
CREATE OR REPLACE FUNCTION {TABLE}_approved() RETURNS trigger AS $$
BEGIN
    IF NOT EXISTS ({APPROVED}) THEN
        RAISE EXCEPTION '{SAID}' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$ LANGUAGE plpgsql
"""
TRIGGER = f"""
CREATE TRIGGER {TABLE}_approved BEFORE INSERT ON {TABLE}
FOR EACH ROW EXECUTE FUNCTION {TABLE}_approved()
"""


def demand_approval(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    postgresql = editor.connection.vendor == "postgresql"
    for statement in (FUNCTION, TRIGGER) if postgresql else (SQLITE,):
        editor.execute(statement, params=None)


def demand_nothing(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    postgresql = editor.connection.vendor == "postgresql"
    editor.execute(f"DROP TRIGGER {TABLE}_approved" + f" ON {TABLE}" * postgresql, params=None)
    if postgresql:
        editor.execute(f"DROP FUNCTION {TABLE}_approved", params=None)


class Migration(migrations.Migration):
    """The database itself publishes nothing but what was approved, word for word."""

    dependencies = [("requests_app", "0007_links_to_set_passwords")]

    operations = [migrations.RunPython(demand_approval, demand_nothing)]
