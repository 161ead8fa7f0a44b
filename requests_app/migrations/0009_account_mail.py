from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps


def try_all_at_once(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """Also what a worker took in hand and did not finish: it would wait for nobody."""
    mails = apps.get_model("requests_app", "AccountMail").objects
    mails.update(due_at=models.F("asked_at"))


def only_links(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    """An earlier release makes a link of every row, and nobody asked for those."""
    apps.get_model("requests_app", "AccountMail").objects.exclude(what="").delete()


class Migration(migrations.Migration):
    """Links to set a password and the news of a changed account wait for the worker alike."""

    dependencies = [("requests_app", "0008_published_is_approved")]

    operations = [
        migrations.RenameModel("PasswordLink", "AccountMail"),
        migrations.AlterModelOptions("AccountMail", {"ordering": ["due_at", "pk"]}),
        migrations.RemoveField("AccountMail", "mailed_at"),
        migrations.AddField("AccountMail", "due_at", models.DateTimeField(null=True)),
        migrations.AddField("AccountMail", "tries", models.PositiveSmallIntegerField(default=0)),
        migrations.AddField(
            "AccountMail", "what", models.CharField(blank=True, default="", max_length=200)
        ),
        migrations.AddField("AccountMail", "words", models.TextField(blank=True, default="")),
        migrations.AlterField(
            "AccountMail", "site", models.CharField(blank=True, default="", max_length=300)
        ),
        migrations.RunPython(try_all_at_once, only_links),
        migrations.AlterField("AccountMail", "due_at", models.DateTimeField(db_index=True)),
    ]
