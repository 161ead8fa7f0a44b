import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from exemptions.append_only import forbid_changes


class Migration(migrations.Migration):
    dependencies = [
        ("exemptions", "0002_append_only"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="StandardTextDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("reviewed", "Reviewed, no change"),
                            ("handed_over", "Given to another owner"),
                            ("checked", "Read by a lawyer"),
                            ("retired", "Retired"),
                        ],
                        max_length=12,
                    ),
                ),
                ("version", models.PositiveIntegerField()),
                ("day", models.DateField(null=True)),
                ("note", models.CharField(blank=True, max_length=300)),
                ("decided_at", models.DateTimeField()),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.AddField(
            model_name="factor",
            name="bank",
            field=models.CharField(blank=True, max_length=60),
        ),
        migrations.AddField(
            model_name="standardtext",
            name="retired_on",
            field=models.DateField(help_text="From this day on it is not to be used.", null=True),
        ),
        migrations.AddField(
            model_name="standardtext",
            name="retired_reason",
            field=models.CharField(blank=True, max_length=300),
        ),
        migrations.AddConstraint(
            model_name="standardtext",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("retired_on", None), ("retired_reason", "")),
                    models.Q(
                        ("retired_on__isnull", False),
                        models.Q(("retired_reason", ""), _negated=True),
                    ),
                    _connector="OR",
                ),
                name="a_text_is_retired_for_a_reason",
            ),
        ),
        migrations.AddField(
            model_name="standardtextdecision",
            name="decided_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="standardtextdecision",
            name="standard_text",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decisions",
                to="exemptions.standardtext",
            ),
        ),
        migrations.CreateModel(
            name="DatedSetting",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "name",
                    models.CharField(
                        choices=[
                            ("sovereign", "The sovereign"),
                            ("cost_limit", "The cost limit, in pounds"),
                            ("hourly_rate", "What an hour of work counts, in pounds"),
                            (
                                "aggregation_working_days",
                                "Working days within which requests may be added up",
                            ),
                        ],
                        max_length=40,
                    ),
                ),
                ("effective_from", models.DateField()),
                ("value", models.JSONField()),
                (
                    "source",
                    models.CharField(help_text="The instrument that says so.", max_length=300),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "created_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        forbid_changes("exemptions_standardtextdecision", "exemptions_datedsetting"),
    ]
