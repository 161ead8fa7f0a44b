import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from exemptions.append_only import forbid_changes


class Migration(migrations.Migration):
    dependencies = [
        ("requests_app", "0006_teams"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="NoticeDecision",
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
                        choices=[("approved", "Approved"), ("returned", "Returned with a comment")],
                        max_length=10,
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("comment", models.TextField(blank=True)),
                ("decided_at", models.DateTimeField()),
            ],
        ),
        migrations.CreateModel(
            name="NoticeDispatch",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("sent_on", models.DateField()),
                ("recorded_at", models.DateTimeField()),
            ],
            options={
                "abstract": False,
            },
        ),
        migrations.AlterField(
            model_name="rendering",
            name="kind",
            field=models.CharField(
                choices=[
                    ("letter", "Letter"),
                    ("record", "Public record"),
                    ("notice", "Letter before the response"),
                ],
                max_length=10,
            ),
        ),
        migrations.AlterField(
            model_name="rendering",
            name="version",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="renderings",
                to="requests_app.responseversion",
            ),
        ),
        migrations.CreateModel(
            name="Notice",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("number", models.PositiveIntegerField()),
                (
                    "kind",
                    models.CharField(
                        choices=[
                            ("acknowledgement", "Acknowledgement"),
                            ("clarification", "Request for clarification"),
                            ("extension", "Extension for the public interest test"),
                        ],
                        max_length=20,
                    ),
                ),
                ("content", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                ("questions", models.JSONField(blank=True, default=list)),
                ("written_at", models.DateTimeField()),
                (
                    "foi_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="requests_app.foirequest",
                    ),
                ),
                (
                    "written_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "ordering": ["number"],
            },
        ),
        migrations.AddField(
            model_name="rendering",
            name="notice",
            field=models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="renderings",
                to="requests_app.notice",
            ),
        ),
        migrations.AddConstraint(
            model_name="rendering",
            constraint=models.CheckConstraint(
                condition=models.Q(
                    models.Q(("kind", "notice"), ("notice__isnull", False), ("version", None)),
                    models.Q(
                        ("kind__in", ["letter", "record"]),
                        ("notice", None),
                        ("version__isnull", False),
                    ),
                    _connector="OR",
                ),
                name="a_document_is_of_a_version_or_of_a_notice",
            ),
        ),
        migrations.AddConstraint(
            model_name="rendering",
            constraint=models.UniqueConstraint(
                condition=models.Q(("dated", None)),
                fields=("notice",),
                name="one_first_document_per_notice",
            ),
        ),
        migrations.AddConstraint(
            model_name="rendering",
            constraint=models.UniqueConstraint(
                condition=models.Q(("dated__isnull", False)),
                fields=("notice", "dated"),
                name="one_dated_document_per_notice_and_day",
            ),
        ),
        migrations.AddField(
            model_name="noticedecision",
            name="author",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="noticedecision",
            name="notice",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="decision",
                to="requests_app.notice",
            ),
        ),
        migrations.AddField(
            model_name="noticedecision",
            name="reviewer",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="noticedispatch",
            name="notice",
            field=models.OneToOneField(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="dispatch",
                to="requests_app.notice",
            ),
        ),
        migrations.AddField(
            model_name="noticedispatch",
            name="recorded_by",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField(
            model_name="noticedispatch",
            name="rendering",
            field=models.ForeignKey(
                on_delete=django.db.models.deletion.PROTECT,
                related_name="+",
                to="requests_app.rendering",
            ),
        ),
        migrations.AddConstraint(
            model_name="notice",
            constraint=models.UniqueConstraint(
                fields=("foi_request", "number"), name="one_notice_per_number"
            ),
        ),
        migrations.AddConstraint(
            model_name="noticedecision",
            constraint=models.CheckConstraint(
                condition=models.Q(("reviewer", models.F("author")), _negated=True),
                name="nobody_approves_their_own_notice",
            ),
        ),
        forbid_changes(
            "requests_app_notice",
            "requests_app_noticedecision",
            "requests_app_noticedispatch",
        ),
    ]
