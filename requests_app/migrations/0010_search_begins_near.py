from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

from requests_app.search.postgresql import CREATE_NEAREST, DROP_NEAREST


def begin_near(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(CREATE_NEAREST, params=None)


def look_at_all(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    if editor.connection.vendor == "postgresql":
        editor.execute(DROP_NEAREST, params=None)


class Migration(migrations.Migration):
    """PostgreSQL looks for a common word among the newest records, before it reads all that have it.

    The function beside which this one is made stays as it was: the release before asks it.
    """

    dependencies = [("requests_app", "0009_account_mail")]

    operations = [migrations.RunPython(begin_near, look_at_all)]
