"""The index of the search, the table of the cache, and the rows that every portal begins with."""

from django.core.management import call_command
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.utils.text import slugify

from requests_app.search import postgresql, sqlite

ROLES = ["Officer", "Reviewer", "Publisher", "Library editor", "Administrator"]
TOPICS = [
    "Adult social care",
    "Benefits and council tax",
    "Business and licensing",
    "Children and families",
    "Climate and environment",
    "Contracts and procurement",
    "Crime and community safety",
    "Culture, leisure and libraries",
    "Economy and regeneration",
    "Education and schools",
    "Elections and democracy",
    "Emergencies and resilience",
    "Finance and spending",
    "Health and public health",
    "Housing and homelessness",
    "Information and technology",
    "Land and buildings",
    "Parking",
    "Planning and building control",
    "Policies and complaints",
    "Roads and transport",
    "Staff and pay",
    "Waste and recycling",
]
# name, sensitive, default, steps
LANES = (
    ("Standard", False, True, ("Review",)),
    ("Sensitive", True, False, ("First review", "Second review by another person")),
    ("With the press office", False, False, ("Review", "Press office")),
    ("With senior sign-off", False, False, ("Review", "Senior sign-off")),
)


def create_index(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    engine = postgresql if editor.connection.vendor == "postgresql" else sqlite
    editor.execute(engine.CREATE, params=None)


def drop_index(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    engine = postgresql if editor.connection.vendor == "postgresql" else sqlite
    editor.execute(engine.DROP, params=None)


def create_cache_table(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    call_command("createcachetable", database=editor.connection.alias, verbosity=0)


def ship_roles(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    groups = apps.get_model("auth", "Group")
    for name in ROLES:
        groups.objects.get_or_create(name=name)


def ship_topics(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    topic = apps.get_model("requests_app", "Topic")
    topic.objects.bulk_create(topic(name=name, slug=slugify(name)) for name in TOPICS)


def ship_lanes(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    lane, step = (apps.get_model("requests_app", name) for name in ("Lane", "LaneStep"))
    for name, sensitive, default, steps in LANES:
        row = lane.objects.create(name=name, sensitive=sensitive, default=default)
        for position, title in enumerate(steps, start=1):
            # The first look is never left out; what others add may be, by an administrator.
            bypass = "Administrator" if position > 1 and not sensitive else ""
            step.objects.create(lane=row, position=position, name=title, bypass_by=bypass)


class Migration(migrations.Migration):
    replaces = [("requests_app", "0034_search_asks_the_index")]
    dependencies = [
        ("requests_app", "0002_rules_of_the_tables"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        migrations.RunPython(create_index, drop_index),
        migrations.RunPython(create_cache_table, migrations.RunPython.noop),
        migrations.RunPython(ship_roles, migrations.RunPython.noop),
        migrations.RunPython(ship_topics, migrations.RunPython.noop),
        migrations.RunPython(ship_lanes, migrations.RunPython.noop),
    ]
