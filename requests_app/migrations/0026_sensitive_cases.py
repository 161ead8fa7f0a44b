import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from exemptions.append_only import forbid_changes


class Migration(migrations.Migration):
    dependencies = [
        ("requests_app", "0025_fees_notices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="foirequest",
            name="named",
            field=models.ManyToManyField(blank=True, related_name="+", to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name="foirequest",
            name="sensitive",
            field=models.BooleanField(default=False),
        ),
        migrations.CreateModel(
            name="SensitivityMark",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sensitive", models.BooleanField()),
                ("reason", models.TextField()),
                ("marked_at", models.DateTimeField()),
                (
                    "foi_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="sensitivity_marks",
                        to="requests_app.foirequest",
                    ),
                ),
                (
                    "marked_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("reason", ""), _negated=True),
                        name="sensitivity_has_a_reason",
                    )
                ],
            },
        ),
        forbid_changes("requests_app_sensitivitymark"),
    ]
