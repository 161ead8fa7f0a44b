"""Files of finished documents may lie in a bucket; once they lie elsewhere, the copy may go."""

from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from exemptions.append_only import forbid_changes_again

TABLE = "requests_app_rendereddocument"
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
# A later row holds the bytes, or names the object that is called after their digest.
MOVED = """
SELECT 1 FROM requests_app_rendereddocument later JOIN requests_app_rendering made ON made.id = later.rendering_id
WHERE later.rendering_id = OLD.rendering_id AND later.id > OLD.id AND (
  later.object_name = 'documents/' || made.sha256 || '.pdf'
  OR length(later.content) = made.size)
"""
DROP = f"DROP TRIGGER IF EXISTS {TABLE}_no_DELETE"
SQLITE = f"""
CREATE TRIGGER {TABLE}_no_DELETE BEFORE DELETE ON {TABLE}
WHEN NOT EXISTS ({{erased}}) {{moved}}
BEGIN SELECT RAISE(ABORT, '{TABLE} is append-only'); END
"""
FUNCTION = f"""
CREATE OR REPLACE FUNCTION refuse_unless_erased_or_moved() RETURNS trigger AS $$
BEGIN
  IF EXISTS ({ERASED}) OR EXISTS ({MOVED}) THEN RETURN OLD; END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END
$$ LANGUAGE plpgsql
"""
TRIGGER = f"""
CREATE TRIGGER {TABLE}_no_DELETE BEFORE DELETE ON {TABLE}
FOR EACH ROW EXECUTE FUNCTION {{function}}()
"""


def let_go_of_what_was_moved(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(FUNCTION, params=None)
        _refuse(editor, TRIGGER.format(function="refuse_unless_erased_or_moved"))
    else:
        _refuse(editor, SQLITE.format(erased=ERASED, moved=f"AND NOT EXISTS ({MOVED})"))


def let_go_of_what_is_erased(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        _refuse(editor, TRIGGER.format(function="refuse_unless_erased"))
    else:
        _refuse(editor, SQLITE.format(erased=ERASED, moved=""))


def _refuse(editor: BaseDatabaseSchemaEditor, trigger: str) -> None:
    postgresql = editor.connection.vendor == "postgresql"
    editor.execute(f"{DROP} ON {TABLE}" if postgresql else DROP, params=None)
    editor.execute(trigger, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("requests_app", "0004_reminders_of_officers"),
    ]

    operations = [
        migrations.CreateModel(
            name="FileRemoval",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("object_name", models.CharField(max_length=100)),
                ("asked_at", models.DateTimeField()),
                ("told_at", models.DateTimeField()),
            ],
            options={"ordering": ["pk"]},
        ),
        # Backwards: the last step, once the table was made anew.
        migrations.RunPython(migrations.RunPython.noop, let_go_of_what_is_erased),
        forbid_changes_again(TABLE),
        migrations.AlterField(
            model_name="rendereddocument",
            name="content",
            field=models.BinaryField(null=True),
        ),
        migrations.AddField(
            model_name="rendereddocument",
            name="object_name",
            # The database fills it in for the release before, which may still run.
            field=models.CharField(
                blank=True, db_default="", db_index=True, default="", max_length=100
            ),
        ),
        migrations.AddConstraint(
            model_name="rendereddocument",
            constraint=models.CheckConstraint(
                condition=models.Q(("content__isnull", False), ("object_name", ""))
                | models.Q(("content", None), ("object_name__gt", "")),
                name="a_file_lies_in_one_place",
            ),
        ),
        forbid_changes_again(TABLE),
        migrations.RunPython(let_go_of_what_was_moved, migrations.RunPython.noop),
    ]
