from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("requests_app", "0027_requesters_data"),
    ]

    operations = [
        migrations.CreateModel(
            name="CachePurge",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("asked_at", models.DateTimeField()),
                ("told_at", models.DateTimeField()),
                ("done_at", models.DateTimeField(null=True)),
                ("attempts", models.PositiveIntegerField(default=0)),
                ("error", models.CharField(blank=True, max_length=200)),
            ],
            options={
                "ordering": ["pk"],
            },
        ),
    ]
