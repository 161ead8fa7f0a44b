import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from exemptions.append_only import forbid_changes


class Migration(migrations.Migration):
    dependencies = [
        ("requests_app", "0008_authority_facts"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="answer",
            name="facts",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="answer",
            name="held",
            field=models.CharField(
                blank=True,
                choices=[
                    ("yes", "Held"),
                    ("partly", "Partly held"),
                    ("no", "Not held"),
                    ("not_said", "Neither confirmed nor denied"),
                ],
                max_length=10,
            ),
        ),
        migrations.AddField(
            model_name="answer",
            name="regime",
            field=models.CharField(
                choices=[
                    ("foia", "Freedom of Information Act 2000"),
                    ("eir", "Environmental Information Regulations 2004"),
                ],
                default="foia",
                max_length=4,
            ),
        ),
        migrations.AddField(
            model_name="claim",
            name="facts",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.AddField(
            model_name="foirequest",
            name="facts",
            field=models.JSONField(blank=True, default=dict),
        ),
        migrations.CreateModel(
            name="Acknowledgement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("rule", models.CharField(max_length=12)),
                ("subject", models.CharField(blank=True, max_length=60)),
                ("message", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                ("reason", models.TextField()),
                ("acknowledged_at", models.DateTimeField()),
                (
                    "acknowledged_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "foi_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="acknowledgements",
                        to="requests_app.foirequest",
                    ),
                ),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
        migrations.CreateModel(
            name="VersionDossier",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("content", models.TextField()),
                ("digest", models.CharField(max_length=64)),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="dossier",
                        to="requests_app.responseversion",
                    ),
                ),
            ],
            options={
                "abstract": False,
            },
        ),
        forbid_changes("requests_app_acknowledgement", "requests_app_versiondossier"),
    ]
