import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from exemptions.append_only import forbid_changes, forbid_changes_again

LICENCE = (
    "You may use and re-use this information free of charge under the Open Government Licence "
    "v3.0, except where it says otherwise."
)
LICENCE_URL = "https://www.nationalarchives.gov.uk/doc/open-government-licence/version/3/"
WIDENED = ("requests_app_authorityparticulars", "requests_app_withdrawal")


class Migration(migrations.Migration):
    dependencies = [
        ("requests_app", "0013_link_checks"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        # At both ends, so that it is done after the columns came and after they went.
        forbid_changes_again(*WIDENED),
        # Rows that were there before say their licence in words; whether it is this one is unknown.
        migrations.AddField(
            model_name="authorityparticulars",
            name="licence_url",
            field=models.URLField(blank=True, default=""),
        ),
        migrations.AlterField(
            model_name="authorityparticulars",
            name="licence_url",
            field=models.URLField(blank=True, default=LICENCE_URL),
        ),
        migrations.AlterField(
            model_name="authorityparticulars",
            name="licence",
            field=models.TextField(blank=True, default=LICENCE),
        ),
        migrations.AddField(
            model_name="foirequest",
            name="from_earlier_log",
            field=models.BooleanField(default=False, editable=False),
        ),
        migrations.AddField(
            model_name="withdrawal",
            name="names_title",
            field=models.BooleanField(default=False),
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
                ],
                default="queued",
                max_length=10,
            ),
        ),
        forbid_changes_again(*WIDENED),
        migrations.CreateModel(
            name="EarlierRecord",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("digest", models.CharField(max_length=64)),
                ("loaded_at", models.DateTimeField()),
                (
                    "loaded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="earlier_record",
                        to="requests_app.responseversion",
                    ),
                ),
            ],
            options={"abstract": False},
        ),
        migrations.CreateModel(
            name="Replacement",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("recorded_at", models.DateTimeField()),
                (
                    "foi_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replaces",
                        to="requests_app.foirequest",
                    ),
                ),
                (
                    "recorded_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "withdrawal",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="replacements",
                        to="requests_app.withdrawal",
                    ),
                ),
            ],
            options={"ordering": ["pk"]},
        ),
        forbid_changes("requests_app_earlierrecord", "requests_app_replacement"),
    ]
