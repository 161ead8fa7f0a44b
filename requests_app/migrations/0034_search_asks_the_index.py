from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from requests_app.search.postgresql import CREATE_FUNCTION

INDEX = "requests_app_logindex_terms"


def ask_the_index(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(f"ALTER INDEX {INDEX} SET (fastupdate = off)", params=None)
        editor.execute(f"SELECT gin_clean_pending_list('{INDEX}')", params=None)
        editor.execute(CREATE_FUNCTION, params=None)


class Migration(migrations.Migration):
    """PostgreSQL finds records by their index, at once and for every query."""

    dependencies = [("requests_app", "0033_strange_topics")]

    operations = [migrations.RunPython(ask_the_index, migrations.RunPython.noop)]
