from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from requests_app.search.postgresql import CREATE_FUNCTION


def never_compile(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(CREATE_FUNCTION, params=None)


class Migration(migrations.Migration):
    """PostgreSQL finds records without compiling the search first, which took longer than it."""

    dependencies = [("requests_app", "0005_documents_in_a_bucket")]

    operations = [migrations.RunPython(never_compile, migrations.RunPython.noop)]
