"""Chains the audit trail: every row gets a number without gap, and a hash over it and the last."""

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

from exemptions.append_only import allow_changes, forbid_changes
from requests_app.chain import BEGINNING, Deed, digest_of

TABLE = "requests_app_auditevent"
BATCH = 1000


def chain(apps: Apps, editor: BaseDatabaseSchemaEditor) -> None:
    """In the order in which the rows were written."""
    rows = apps.get_model("requests_app", "AuditEvent").objects
    keys = list(rows.order_by("pk").values_list("pk", flat=True))
    digest = BEGINNING
    for start in range(0, len(keys), BATCH):
        batch = list(rows.filter(pk__in=keys[start : start + BATCH]).order_by("pk"))
        for sequence, row in enumerate(batch, start=start + 1):
            deed = Deed(row.foi_request_id, row.actor_id, row.verb, row.at, row.detail)
            digest = digest_of(deed, sequence=sequence, previous=digest)
            row.sequence, row.digest = sequence, digest
        rows.bulk_update(batch, ["sequence", "digest"], batch_size=BATCH)


class Migration(migrations.Migration):
    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
        ("requests_app", "0014_the_public_record"),
    ]

    operations = [
        allow_changes(TABLE),
        migrations.AddField("auditevent", "sequence", models.PositiveBigIntegerField(null=True)),
        migrations.AddField(
            "auditevent",
            "digest",
            models.CharField(max_length=64, default=""),
            preserve_default=False,
        ),
        migrations.AlterField(
            "auditevent",
            "actor",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.RunPython(chain, migrations.RunPython.noop),
        migrations.AlterField(
            "auditevent", "sequence", models.PositiveBigIntegerField(unique=True)
        ),
        forbid_changes(TABLE),
    ]
