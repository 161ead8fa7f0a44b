from itertools import islice

import django.db.models.deletion
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps
from django.utils.text import slugify

from requests_app.querysets import PublicationQuerySet
from requests_app.response import from_json
from requests_app.search import postgresql, sqlite
from requests_app.search.entry import entry_of

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
BATCH = 500


def create_index(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    engine = postgresql if editor.connection.vendor == "postgresql" else sqlite
    editor.execute(engine.CREATE, params=None)


def drop_index(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    engine = postgresql if editor.connection.vendor == "postgresql" else sqlite
    editor.execute(engine.DROP, params=None)


def create_topics(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    topic = apps.get_model("requests_app", "Topic")
    topic.objects.bulk_create(topic(name=name, slug=slugify(name)) for name in TOPICS)


def list_what_is_published(apps: StateApps, editor: BaseDatabaseSchemaEditor) -> None:
    engine = postgresql if editor.connection.vendor == "postgresql" else sqlite
    entries = apps.get_model("requests_app", "LogEntry").objects
    publications = PublicationQuerySet(apps.get_model("requests_app", "Publication")).visible()
    rows = publications.select_related("version", "foi_request").order_by("pk").iterator(BATCH)
    while batch := list(islice(rows, BATCH)):
        made = [
            entry_of(
                from_json(row.version.content),
                publication=row.pk,
                published_on=row.published_on,
                slug=row.foi_request.slug,
                topics=(),
            )
            for row in batch
        ]
        entries.bulk_create(entries.model(**columns) for columns, _ in made)
        engine.put(words for _, words in made)


class Migration(migrations.Migration):
    dependencies = [("requests_app", "0022_confirmations_and_names")]

    operations = [
        migrations.CreateModel(
            name="Topic",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                ("name", models.CharField(max_length=60, unique=True)),
                ("slug", models.SlugField(max_length=60, unique=True)),
                ("retired", models.BooleanField(default=False)),
            ],
            options={"ordering": ["name"]},
        ),
        migrations.CreateModel(
            name="CaseTopic",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True, primary_key=True, serialize=False, verbose_name="ID"
                    ),
                ),
                (
                    "foi_request",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="case_topics",
                        to="requests_app.foirequest",
                    ),
                ),
                (
                    "topic",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="case_topics",
                        to="requests_app.topic",
                    ),
                ),
            ],
            options={
                "constraints": [
                    models.UniqueConstraint(
                        fields=("foi_request", "topic"), name="one_topic_of_a_case"
                    )
                ]
            },
        ),
        migrations.CreateModel(
            name="LogEntry",
            fields=[
                ("key", models.BigIntegerField(primary_key=True, serialize=False)),
                ("reference", models.CharField(max_length=40)),
                ("slug", models.SlugField(max_length=40)),
                ("title", models.CharField(max_length=200)),
                ("outcome", models.CharField(max_length=200)),
                ("published_on", models.DateField()),
                ("sections", models.JSONField(default=list)),
                ("request", models.TextField()),
                ("answers", models.TextField()),
                ("annex", models.TextField()),
                (
                    "publication",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="entry",
                        to="requests_app.publication",
                    ),
                ),
            ],
            options={"ordering": ["-key"]},
        ),
        migrations.RunPython(create_index, drop_index),
        migrations.RunPython(create_topics, migrations.RunPython.noop),
        migrations.RunPython(list_what_is_published, migrations.RunPython.noop),
    ]
