from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

INDEX = "requests_app_logindex_terms"


def end_the_pending_list(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(f"ALTER INDEX {INDEX} SET (fastupdate = off)")
        editor.execute(f"SELECT gin_clean_pending_list('{INDEX}')")


class Migration(migrations.Migration):
    """What is listed goes into PostgreSQL's index at once, not onto a list that searches read."""

    dependencies = [("requests_app", "0033_strange_topics")]

    operations = [migrations.RunPython(end_the_pending_list, migrations.RunPython.noop)]
