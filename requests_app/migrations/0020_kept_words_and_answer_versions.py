import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from exemptions.append_only import forbid_changes


def note_versions(apps, schema_editor):
    """Answers that were saved before their versions were: as they stand, by who saved them last."""
    savers = {
        event.detail["answer"]: (event.actor_id, event.at)
        for event in apps.get_model("requests_app", "AuditEvent")
        .objects.filter(verb="answer_saved")
        .order_by("pk")
    }
    version = apps.get_model("requests_app", "AnswerVersion")
    for answer in apps.get_model("requests_app", "Answer").objects.filter(revision__gt=0):
        case = answer.foi_request
        by, at = savers.get(answer.pk, (case.officer_id, case.created_at))
        version.objects.create(
            foi_request=case,
            answer_pk=answer.pk,
            revision=answer.revision,
            text=answer.text,
            disposition=answer.disposition,
            saved_by_id=by,
            saved_at=at,
        )


class Migration(migrations.Migration):
    dependencies = [
        ("requests_app", "0019_staff_sessions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="AnswerVersion",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("answer_pk", models.PositiveBigIntegerField()),
                ("revision", models.PositiveIntegerField()),
                ("text", models.TextField(blank=True)),
                ("disposition", models.CharField(blank=True, max_length=40)),
                ("saved_at", models.DateTimeField()),
                (
                    "foi_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="answer_versions",
                        to="requests_app.foirequest",
                    ),
                ),
                (
                    "saved_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["answer_pk", "revision"],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("answer_pk", "revision"),
                        name="one_version_per_revision_of_an_answer",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="KeptWords",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("page", models.CharField(max_length=300)),
                ("fields", models.JSONField()),
                ("sent", models.BooleanField(default=False)),
                ("kept_at", models.DateTimeField()),
                (
                    "foi_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="kept_words",
                        to="requests_app.foirequest",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "page"), name="one_draft_a_person_and_page"
                    )
                ],
            },
        ),
        migrations.RunPython(note_versions, migrations.RunPython.noop),
        forbid_changes("requests_app_answerversion"),
    ]
