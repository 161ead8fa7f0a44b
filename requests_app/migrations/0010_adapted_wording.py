import json

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from exemptions.append_only import forbid_changes


def note_uses(apps, schema_editor):
    """The wording that versions show which were submitted before uses were noted."""
    use = apps.get_model("requests_app", "WordingUse")
    for version in apps.get_model("requests_app", "ResponseVersion").objects.iterator():
        use.objects.bulk_create(
            use(version=version, provision=section["provision"], number=section["wording_version"])
            for section in json.loads(version.content)["annex"]
        )


class Migration(migrations.Migration):
    dependencies = [
        ("requests_app", "0009_gate"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AdaptedWording",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("provision", models.CharField(max_length=60)),
                ("base", models.PositiveIntegerField()),
                ("body", models.TextField()),
                ("reason", models.CharField(max_length=300)),
                ("revision", models.PositiveIntegerField(default=1)),
                ("adapted_at", models.DateTimeField()),
                (
                    "adapted_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "foi_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="adapted_wordings",
                        to="requests_app.foirequest",
                    ),
                ),
            ],
            options={
                "ordering": ["provision"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("foi_request", "provision"),
                        name="one_adapted_wording_per_provision",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="WordingUse",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("provision", models.CharField(db_index=True, max_length=60)),
                ("number", models.PositiveIntegerField()),
                ("adapted_body", models.TextField(blank=True)),
                ("adapted_reason", models.CharField(blank=True, max_length=300)),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="wordings",
                        to="requests_app.responseversion",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("version", "provision"), name="one_wording_use_per_provision"
                    )
                ],
            },
        ),
        migrations.RunPython(note_uses, migrations.RunPython.noop),
        forbid_changes("requests_app_wordinguse"),
    ]
