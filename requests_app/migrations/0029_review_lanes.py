import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from exemptions.append_only import forbid_changes

# name, sensitive, default, steps
SHIPPED = (
    ("Standard", False, True, ("Review",)),
    ("Sensitive", True, False, ("First review", "Second review by another person")),
    ("With the press office", False, False, ("Review", "Press office")),
    ("With senior sign-off", False, False, ("Review", "Senior sign-off")),
)


def ship_lanes(apps, schema_editor):
    lane, step = (apps.get_model("requests_app", name) for name in ("Lane", "LaneStep"))
    for name, sensitive, default, steps in SHIPPED:
        row = lane.objects.create(name=name, sensitive=sensitive, default=default)
        for position, title in enumerate(steps, start=1):
            # The first look is never left out; what others add may be, by an administrator.
            bypass = "Administrator" if position > 1 and not sensitive else ""
            step.objects.create(lane=row, position=position, name=title, bypass_by=bypass)


# --- who had a hand in a version decides nothing about it, whatever the program thinks --------

_DRAFTED = """EXISTS (
    SELECT 1 FROM requests_app_drafter AS drafter
    WHERE drafter.version_id = NEW.version_id AND drafter.user_id = NEW.{who}
)"""
_SQLITE = """
CREATE TRIGGER {table}_other_people BEFORE INSERT ON {table} WHEN {when} {drafted}
BEGIN SELECT RAISE(ABORT, 'nobody decides on what they drafted'); END
"""
_FUNCTION = """
CREATE OR REPLACE FUNCTION {table}_other_people() RETURNS trigger AS $$
BEGIN
    IF {when} {drafted} THEN
        RAISE EXCEPTION 'nobody decides on what they drafted' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END
$$ LANGUAGE plpgsql
"""
_TRIGGER = """
CREATE TRIGGER {table}_other_people BEFORE INSERT ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_other_people()
"""
TABLES = (
    ("requests_app_review", "reviewer_id", "NEW.decision <> 'recalled' AND"),
    ("requests_app_stepdecision", "decided_by_id", ""),
)


def demand_other_people(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for table, who, when in TABLES:
        parts = {"table": table, "when": when, "drafted": _DRAFTED.format(who=who)}
        for statement in (_FUNCTION, _TRIGGER) if postgresql else (_SQLITE,):
            schema_editor.execute(statement.format(**parts), params=None)


def ask_no_more(apps, schema_editor):
    postgresql = schema_editor.connection.vendor == "postgresql"
    for table, _, _ in TABLES:
        drop = f"DROP TRIGGER {table}_other_people"
        schema_editor.execute(f"{drop} ON {table}" if postgresql else drop, params=None)


class Migration(migrations.Migration):
    dependencies = [
        ("requests_app", "0028_cache_purges"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Lane",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, unique=True)),
                ("sensitive", models.BooleanField(default=False)),
                ("different_people", models.BooleanField(default=True)),
                ("default", models.BooleanField(default=False)),
            ],
            options={
                "ordering": ["-default", "name"],
                "constraints": [
                    models.UniqueConstraint(
                        condition=models.Q(("default", True)),
                        fields=("default",),
                        name="one_lane_for_all_others",
                    )
                ],
            },
        ),
        migrations.AddField(
            model_name="foirequest",
            name="lane",
            field=models.ForeignKey(
                blank=True,
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="cases",
                to="requests_app.lane",
            ),
        ),
        migrations.CreateModel(
            name="ReviewStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("lane_name", models.CharField(max_length=60)),
                ("position", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=60)),
                ("bypass_by", models.CharField(blank=True, max_length=20)),
                ("different_people", models.BooleanField()),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="requests_app.team",
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="steps",
                        to="requests_app.responseversion",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
            },
        ),
        migrations.CreateModel(
            name="StepDecision",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "decision",
                    models.CharField(
                        choices=[("approved", "Approved"), ("bypassed", "Gone past")], max_length=10
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("reason", models.TextField(blank=True)),
                ("different_people", models.BooleanField()),
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
                    "step",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="decision",
                        to="requests_app.reviewstep",
                    ),
                ),
                (
                    "submitter",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="requests_app.responseversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="VersionSeen",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("seen_at", models.DateTimeField()),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="seen_by",
                        to="requests_app.responseversion",
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="LaneStep",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("position", models.PositiveSmallIntegerField()),
                ("name", models.CharField(max_length=60)),
                (
                    "bypass_by",
                    models.CharField(
                        blank=True,
                        choices=[("Reviewer", "Reviewer"), ("Administrator", "Administrator")],
                        max_length=20,
                    ),
                ),
                (
                    "lane",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="steps",
                        to="requests_app.lane",
                    ),
                ),
                (
                    "team",
                    models.ForeignKey(
                        blank=True,
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to="requests_app.team",
                    ),
                ),
            ],
            options={
                "ordering": ["position"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("lane", "position"), name="one_step_per_place_of_lane"
                    )
                ],
            },
        ),
        migrations.AddConstraint(
            model_name="reviewstep",
            constraint=models.UniqueConstraint(
                fields=("version", "position"), name="one_step_per_place_of_version"
            ),
        ),
        migrations.AddConstraint(
            model_name="stepdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("decided_by", models.F("submitter")), _negated=True),
                name="nobody_decides_a_step_of_what_they_submitted",
            ),
        ),
        migrations.AddConstraint(
            model_name="stepdecision",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("decision", "bypassed"), _negated=True),
                    models.Q(("reason", ""), _negated=True),
                    _connector="OR",
                ),
                name="going_past_has_a_reason",
            ),
        ),
        migrations.AddConstraint(
            model_name="stepdecision",
            constraint=models.UniqueConstraint(
                condition=models.Q(("decision", "approved"), ("different_people", True)),
                fields=("version", "decided_by"),
                name="another_person_for_each_step",
            ),
        ),
        migrations.AddConstraint(
            model_name="versionseen",
            constraint=models.UniqueConstraint(
                fields=("version", "person"), name="a_version_is_seen_once"
            ),
        ),
        migrations.RunPython(ship_lanes, migrations.RunPython.noop),
        forbid_changes(
            "requests_app_reviewstep", "requests_app_stepdecision", "requests_app_versionseen"
        ),
        migrations.RunPython(demand_other_people, ask_no_more),
    ]
