"""The period and the erasure of a requester's data; finished letters may go once they are erased."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from exemptions.append_only import forbid_changes, forbid_changes_again

PARTICULARS = "requests_app_authorityparticulars"
ERASABLE = ("requests_app_rendereddocument", "requests_app_renderedtext")
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
SQLITE = """
CREATE TRIGGER {table}_no_DELETE BEFORE DELETE ON {table} WHEN NOT EXISTS ({erased})
BEGIN SELECT RAISE(ABORT, '{table} is append-only'); END
"""
FUNCTION = f"""
CREATE OR REPLACE FUNCTION refuse_unless_erased() RETURNS trigger AS $$
BEGIN
  IF EXISTS ({ERASED}) THEN RETURN OLD; END IF;
  RAISE EXCEPTION '% is append-only', TG_TABLE_NAME;
END
$$ LANGUAGE plpgsql
"""
TRIGGER = """
CREATE TRIGGER {table}_no_DELETE BEFORE DELETE ON {table}
FOR EACH ROW EXECUTE FUNCTION refuse_unless_erased()
"""


def allow_erasure(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    postgresql = editor.connection.vendor == "postgresql"
    if postgresql:
        editor.execute(FUNCTION, params=None)
    for table in ERASABLE:
        on_table = f" ON {table}" if postgresql else ""
        editor.execute(f"DROP TRIGGER IF EXISTS {table}_no_DELETE{on_table}", params=None)
        trigger = TRIGGER if postgresql else SQLITE
        editor.execute(trigger.format(table=table, erased=ERASED), params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("requests_app", "0026_sensitive_cases"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        forbid_changes_again(PARTICULARS),
        migrations.AddField(
            model_name="authorityparticulars",
            name="retention_months",
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AlterField(
            model_name="rendering",
            name="state",
            field=models.CharField(
                choices=[
                    ("deferred", "Waiting for a quiet moment"),
                    ("queued", "Waiting for the worker"),
                    ("rendering", "Being made"),
                    ("done", "Ready"),
                    ("failed", "Failed"),
                    ("erased", "Erased with the requester’s data"),
                ],
                default="queued",
                max_length=10,
            ),
        ),
        migrations.CreateModel(
            name="RequesterErasure",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "because",
                    models.CharField(
                        choices=[
                            ("asked", "It was decided"),
                            ("retention", "The period for which they are kept ended"),
                        ],
                        max_length=10,
                    ),
                ),
                ("erased_at", models.DateTimeField()),
                (
                    "erased_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "foi_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="erasures",
                        to="requests_app.foirequest",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        forbid_changes_again(PARTICULARS),
        forbid_changes("requests_app_requestererasure"),
        # On the way back the strict triggers come again.
        migrations.RunPython(migrations.RunPython.noop, forbid_changes(*ERASABLE).code),
        migrations.RunPython(allow_erasure, migrations.RunPython.noop),
    ]
