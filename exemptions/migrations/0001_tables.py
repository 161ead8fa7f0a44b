import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from exemptions.append_only import forbid_changes


class Migration(migrations.Migration):
    initial = True
    replaces = [
        ("exemptions", "0001_initial"),
        ("exemptions", "0002_append_only"),
        ("exemptions", "0003_governance"),
        ("exemptions", "0004_test_facts"),
        ("exemptions", "0005_test_revisions"),
    ]

    dependencies = [
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
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
            options={
                "abstract": False,
            },
        ),
        migrations.CreateModel(
            name="PublicInterestTest",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "conclusion",
                    models.CharField(
                        blank=True,
                        choices=[
                            ("maintain", "Maintaining the exemption outweighs disclosure"),
                            ("disclose", "Maintaining the exemption does not outweigh disclosure"),
                        ],
                        max_length=10,
                    ),
                ),
                ("reasons", models.TextField(blank=True)),
                ("facts", models.JSONField(blank=True, default=dict)),
                ("decided_on", models.DateField(null=True)),
                ("revision", models.PositiveIntegerField(default=0)),
                ("saved_at", models.DateTimeField(null=True)),
                (
                    "decided_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="Factor",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "side",
                    models.CharField(
                        choices=[
                            ("disclosure", "For disclosure"),
                            ("maintaining", "For maintaining the exemption"),
                        ],
                        max_length=12,
                    ),
                ),
                ("position", models.PositiveIntegerField()),
                ("text", models.TextField()),
                ("bank", models.CharField(blank=True, max_length=60)),
                (
                    "test",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="factors",
                        to="exemptions.publicinteresttest",
                    ),
                ),
            ],
            options={
                "ordering": ["side", "position"],
            },
        ),
        migrations.CreateModel(
            name="StandardText",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("provision", models.CharField(max_length=60, unique=True)),
                (
                    "owner",
                    models.CharField(help_text="Who keeps this wording right.", max_length=150),
                ),
                ("review_by", models.DateField()),
                (
                    "retired_on",
                    models.DateField(help_text="From this day on it is not to be used.", null=True),
                ),
                ("retired_reason", models.CharField(blank=True, max_length=300)),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("retired_on", None), ("retired_reason", "")),
                            models.Q(
                                ("retired_on__isnull", False),
                                models.Q(("retired_reason", ""), _negated=True),
                            ),
                            _connector="OR",
                        ),
                        name="a_text_is_retired_for_a_reason",
                    )
                ],
            },
        ),
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
                (
                    "decided_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "standard_text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decisions",
                        to="exemptions.standardtext",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="StandardTextVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                ("body", models.TextField()),
                (
                    "note",
                    models.CharField(blank=True, help_text="Why it was changed.", max_length=300),
                ),
                ("created_at", models.DateTimeField()),
                (
                    "created_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "standard_text",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="versions",
                        to="exemptions.standardtext",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("standard_text", "number"), name="one_wording_per_number"
                    )
                ],
            },
        ),
        forbid_changes(
            "exemptions_standardtextversion",
            "exemptions_standardtextdecision",
            "exemptions_datedsetting",
        ),
    ]
