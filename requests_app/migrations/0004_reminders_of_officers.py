from django.db import migrations, models


class Migration(migrations.Migration):
    """Whoever is given a case is told of its deadline too, at the milestone where it stands."""

    dependencies = [("requests_app", "0003_what_the_portal_ships")]

    operations = [
        migrations.RemoveConstraint(model_name="reminder", name="one_reminder_per_milestone"),
        migrations.AddConstraint(
            model_name="reminder",
            constraint=models.UniqueConstraint(
                fields=("foi_request", "due_on", "milestone", "officer"),
                name="one_reminder_per_milestone_and_officer",
            ),
        ),
    ]
