from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("requests_app", "0010_search_begins_near"),
    ]

    operations = [
        migrations.AddField(
            model_name="splitchange",
            name="blocks",
            # A program of the release before writes no such column.
            field=models.PositiveIntegerField(default=1, db_default=1),
        ),
    ]
