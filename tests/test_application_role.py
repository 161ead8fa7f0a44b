"""On PostgreSQL the portal is not the owner of its tables: it works, and cannot break the trail."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator, Mapping
from pathlib import Path

import psycopg
import pytest

from tests.servers import manage, new_database, product_environment

pytestmark = pytest.mark.servers

# The main line and back, through every verb that the factories know.
WORK = """
from django.core.management import call_command
from tests import factories
factories.withdrawn()
factories.acknowledged(factories.complete(reference="LETTER-1"))
factories.extended(factories.returned(reference="RETURNED-1"))
factories.holiday()
factories.erased()
factories.sensitive(factories.received())
call_command("verify_audit")
"""


@pytest.fixture(scope="module")
def owner(postgres_url: str) -> str:
    """A database with the portal's tables, as its owner reaches it, and a role ``portal``."""
    url = new_database(postgres_url)
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DROP ROLE IF EXISTS portal")
        connection.execute("CREATE ROLE portal LOGIN")
    return url


def environment(url: str, folder: Path) -> Mapping[str, str]:
    return product_environment(folder, database_url=url)


@pytest.fixture(scope="module")
def portal(owner: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address as the portal uses it, after it did a good deal of work."""
    folder = tmp_path_factory.mktemp("role")
    manage(environment(owner, folder), "migrate", "--verbosity=0")
    manage(environment(owner, folder), "grant_application_role", "portal")
    url = owner.replace("foi@", "portal@")
    done = manage(environment(url, folder), "shell", "-c", WORK)
    assert " rows hold." in done.stdout
    yield url
    with psycopg.connect(owner, autocommit=True) as connection:
        connection.execute("DROP OWNED BY portal")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE requests_app_auditevent SET verb = 'nothing'",
        "DELETE FROM requests_app_auditevent",
        "TRUNCATE requests_app_auditevent",
        "TRUNCATE requests_app_foirequest CASCADE",
        "ALTER TABLE requests_app_auditevent DISABLE TRIGGER ALL",
        "ALTER TABLE requests_app_auditevent DISABLE TRIGGER requests_app_auditevent_no_update",
        "DROP TRIGGER requests_app_auditevent_no_update ON requests_app_auditevent",
        "DROP TABLE requests_app_auditevent",
        "SET session_replication_role = replica",
        "CREATE OR REPLACE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS ''",
        "UPDATE requests_app_publication SET published_on = '2020-01-01'",
        "DELETE FROM requests_app_review",
        "INSERT INTO django_migrations (app, name, applied) VALUES ('x', 'x', now())",
        "SET ROLE foi",
        "GRANT foi TO portal",
    ],
)
def test_the_role_cannot_break_the_trail(portal: str, statement: str) -> None:
    with (
        psycopg.connect(portal, autocommit=True) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement)


def test_the_owner_could(portal: str, owner: str) -> None:
    """The control, and the reason for the role: the same statements go through for an owner."""
    with psycopg.connect(owner) as connection:
        connection.execute("ALTER TABLE requests_app_auditevent DISABLE TRIGGER ALL")
        assert connection.execute("UPDATE requests_app_auditevent SET verb = 'x'").rowcount > 9
        connection.rollback()


def test_even_the_owner_is_stopped_by_the_triggers(portal: str, owner: str) -> None:
    with (
        psycopg.connect(owner, autocommit=True) as connection,
        pytest.raises(psycopg.errors.RaiseException, match="append-only"),
    ):
        connection.execute("TRUNCATE requests_app_auditevent CASCADE")


def refusal(environment: Mapping[str, str], *arguments: str) -> str:
    with pytest.raises(AssertionError) as failed:
        manage(environment, "grant_application_role", *arguments)
    return str(failed.value)


def test_a_role_that_no_grant_holds_back_is_refused(
    portal: str, owner: str, tmp_path: Path
) -> None:
    assert "foi is a superuser" in refusal(environment(owner, tmp_path), "foi")
    assert "There is no role nobody." in refusal(environment(owner, tmp_path), "nobody")
    assert "Only PostgreSQL has roles" in refusal(product_environment(tmp_path), "portal")


def test_the_statements_can_be_read_first(portal: str, owner: str, tmp_path: Path) -> None:
    done: subprocess.CompletedProcess[str] = manage(
        environment(owner, tmp_path), "grant_application_role", "portal", "--sql"
    )
    assert 'GRANT SELECT, INSERT ON "requests_app_auditevent" TO "portal";' in done.stdout
    assert 'GRANT SELECT, INSERT, UPDATE, DELETE ON "requests_app_answer"' in done.stdout
