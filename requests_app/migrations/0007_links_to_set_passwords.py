from django.db import migrations, models


class Migration(migrations.Migration):
    """What somebody asked for who forgot a password waits in a row until the worker mails it."""

    dependencies = [("requests_app", "0006_search_is_not_compiled")]

    operations = [
        migrations.CreateModel(
            name="PasswordLink",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("address", models.TextField()),
                ("site", models.CharField(max_length=300)),
                ("asked_at", models.DateTimeField(db_index=True)),
                ("mailed_at", models.DateTimeField(null=True)),
            ],
            options={"ordering": ["pk"]},
        ),
    ]
