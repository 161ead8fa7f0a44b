from django.db import migrations, models

from exemptions.append_only import forbid_changes_again

TABLE = "requests_app_publication"


class Migration(migrations.Migration):
    """A version goes onto the log once, whatever the program thinks."""

    dependencies = [("requests_app", "0029_review_lanes")]

    operations = [
        forbid_changes_again(TABLE),
        migrations.AddConstraint(
            model_name="publication",
            constraint=models.UniqueConstraint(
                fields=["version"], name="a_version_is_published_once"
            ),
        ),
        forbid_changes_again(TABLE),
    ]
