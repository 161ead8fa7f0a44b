"""What tests may ask for: throw-away servers, the running product, a browser.

Everything here is made when a test asks for it; a test of a pure module pays for none.
"""

from __future__ import annotations

import contextlib
import json
import os
import sqlite3
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import Group
from django.core.cache import caches
from django.db import connection, models
from playwright.sync_api import Browser, Page
from pytest_django import DjangoDbBlocker
from pytest_django.plugin import blocking_manager_key
from whitenoise.middleware import WhiteNoiseMiddleware  # type: ignore[import-untyped]

from requests_app.models import Lane, LaneStep, Topic
from requests_app.search.engine import engine
from tests.append_only import append_only_rows_may_go
from tests.browsing import DESKTOP, Complaints, come_in, running_browser
from tests.buckets import Bucket
from tests.remembered import begin
from tests.servers import (
    Product,
    S3Server,
    migrated_sqlite,
    new_database,
    postgres,
    redis_server,
    running_product,
    s3_server,
)

ROUNDS = int(os.environ.get("FAULT_ROUNDS", "3"))
Rows = list[tuple[type[models.Model], list[models.Model]]]
WRITTEN_BY_MIGRATIONS = pytest.StashKey[Rows]()


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """A fault is tried as often as those of ``tests/faults``: what fails now and then shows."""
    fault = metafunc.definition.get_closest_marker("fault")
    if fault:
        metafunc.fixturenames.append("fault_round")
        metafunc.parametrize(
            "fault_round", range(1, ROUNDS + 1), ids=lambda number: f"{fault.args[0]}-{number}"
        )


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Tests that wait for servers stand first, so that no core idles behind one at the end."""
    items.sort(key=lambda item: not _waits_for_servers(item))


def _waits_for_servers(item: pytest.Item) -> bool:
    # Those in a browser are many short files, which fill the end evenly.
    return bool(item.get_closest_marker("servers")) and not item.get_closest_marker("browser")


@pytest.hookimpl(tryfirst=True)
def pytest_runtest_setup(item: pytest.Function) -> None:
    begin(may_remember={"settings", "monkeypatch"}.isdisjoint(_asked_for(item)))


def _asked_for(item: pytest.Function) -> Iterator[str]:
    """The fixtures that a test or a fixture of ours for it asks for; not those of plugins."""
    asked = item._fixtureinfo
    yield from asked.argnames
    for fixtures in asked.name2fixturedefs.values():
        for fixture in fixtures:
            yield from fixture.argnames if fixture.baseid else ()


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Function, nextitem: pytest.Item | None) -> Generator[None]:
    """Let a test empty all tables, append-only ones too, and bring back what migrations wrote.

    The index of the search is no table that Django knows, so it is emptied too.

    Such tests run last in one process; spread over several (``-n 2``) they do not.
    """
    if not _empties_the_tables(item):
        yield
        return
    with item.config.stash[blocking_manager_key].unblock(), contextlib.ExitStack() as stack:
        stack.enter_context(append_only_rows_may_go())
        yield
        if nextitem is None:
            # The database is gone as well.
            stack.pop_all()
            return
        for model, rows in item.config.stash[WRITTEN_BY_MIGRATIONS]:
            model._default_manager.bulk_create(rows, ignore_conflicts=True)
        engine().clear()


@pytest.fixture(autouse=True)
def no_remembered_tags() -> None:
    """What happened in one test is undone: its tags are not those of another."""
    caches["tags"].clear()


@pytest.fixture(scope="session", autouse=True)
def static_files_looked_through_once() -> Iterator[None]:
    """Each ``Client`` has a portal of its own, which would look through all static files anew: a
    quarter of what its first page takes."""
    look_through = WhiteNoiseMiddleware.add_files_from_finders
    found: dict[tuple[str, ...], dict[str, Any]] = {}

    def add(portal: WhiteNoiseMiddleware) -> None:
        told = (settings.STATICFILES_DIRS, portal.static_root, portal.static_prefix, portal.max_age)
        if (key := tuple(map(str, told))) not in found:
            look_through(portal)
            found[key] = dict(portal.files)
        portal.files.update(found[key])

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(WhiteNoiseMiddleware, "add_files_from_finders", add)
        yield


@pytest.fixture(scope="session")
def django_db_modify_db_settings(
    django_db_modify_db_settings_parallel_suffix: None,
) -> Iterator[None]:
    """Begins with the tables of a database that was migrated once for all processes."""
    if connection.vendor != "sqlite":
        yield
        return
    path, creation = migrated_sqlite(), connection.creation
    name = creation._get_test_db_name()  # type: ignore[attr-defined]
    with (
        # Read only, or SQLite would lay its log beside it.
        contextlib.closing(sqlite3.connect(f"file:{path}?immutable=1", uri=True)) as migrated,
        # In memory, it lives as long as somebody is connected.
        contextlib.closing(sqlite3.connect(name, uri=True)) as wanted,
    ):
        migrated.backup(wanted)
        yield


@pytest.fixture(scope="session")
def django_db_setup(
    request: pytest.FixtureRequest, django_db_setup: None, django_db_blocker: DjangoDbBlocker
) -> None:
    """Remembers what migrations wrote, for ``pytest_runtest_teardown``."""
    with django_db_blocker.unblock():
        rows: Rows = [
            (model, list(model._default_manager.all())) for model in (Group, Lane, LaneStep, Topic)
        ]
        request.config.stash[WRITTEN_BY_MIGRATIONS] = rows


def _empties_the_tables(item: pytest.Function) -> bool:
    marker = item.get_closest_marker("django_db")
    if marker is not None and marker.kwargs.get("transaction", False):
        return True
    return not {"live_server", "transactional_db"}.isdisjoint(item.fixturenames)


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """A cluster of this session's own; ``new_database(postgres_url)`` adds a database to it."""
    with postgres() as url:
        yield url


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    with redis_server() as url:
        yield url


@pytest.fixture(scope="session")
def s3() -> Iterator[S3Server]:
    with s3_server() as server:
        yield server


@pytest.fixture
def bucket(s3: S3Server, settings: Any) -> Bucket:
    """An empty bucket, in which finished documents are kept from now on."""
    return Bucket(s3, settings)


@pytest.fixture
def product(tmp_path: Path) -> Iterator[Callable[..., Product]]:
    """Start the portal as real processes: ``product(demo=True, database_url=…, redis_url=…)``."""
    with contextlib.ExitStack() as stack:

        def start(**options: object) -> Product:
            folder = tmp_path / f"product{len(list(tmp_path.iterdir()))}"
            return stack.enter_context(running_product(folder, **options))  # type: ignore[arg-type]

        yield start


@pytest.fixture
def grown_product(
    product: Callable[..., Product], postgres_url: str, redis_url: str
) -> Callable[..., Product]:
    """The same on PostgreSQL and Redis, each start with a database of its own."""

    def start(**options: object) -> Product:
        return product(database_url=new_database(postgres_url), redis_url=redis_url, **options)

    return start


@pytest.fixture
def broker() -> Iterator[Callable[[str], list[int]]]:
    """``broker("render")``: the ids of which the embedded broker was told for this task.

    It is emptied before and after; no worker takes anything up meanwhile.
    """
    folder = Path(settings.BROKER_DIR) / "messages"

    def ids(task: str) -> list[int]:
        heads = [json.loads(file.read_text())["headers"] for file in folder.iterdir()]
        told = [head for head in heads if head["task"] == f"requests_app.tasks.{task}"]
        return sorted(json.loads(head["argsrepr"])[0] for head in told)

    def empty() -> None:
        for file in folder.iterdir():
            file.unlink()

    empty()
    yield ids
    empty()


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with running_browser() as running:
        yield running


@pytest.fixture
def new_page(browser: Browser) -> Iterator[Callable[..., Page]]:
    """Open a window with cookies of its own: ``new_page(size=PHONE, javascript=False)``.

    The test fails if any of its pages wrote an error or a warning to the console; a breach of
    the content security policy is one.
    """
    complaints = Complaints()
    with contextlib.ExitStack() as stack:

        def open_page(*, size: tuple[int, int] = DESKTOP, javascript: bool = True) -> Page:
            context = browser.new_context(
                viewport={"width": size[0], "height": size[1]},
                java_script_enabled=javascript,
                locale="en-GB",
                timezone_id="Europe/London",
            )
            stack.callback(context.close)
            page = context.new_page()
            complaints.listen(page)
            return page

        yield open_page
    assert complaints == []


@pytest.fixture
def page(new_page: Callable[..., Page]) -> Page:
    return new_page()


@pytest.fixture(scope="session")
def portal(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a demonstration that many modules share; a test that changes one makes its own
    case. Whoever changes accounts or what all cases have in common starts a portal of its own."""
    with running_product(tmp_path_factory.mktemp("portal"), demo=True, workers=0) as product:
        yield product.base_url


@pytest.fixture
def officer(
    portal: str, browser: Browser, new_page: Callable[..., Page]
) -> Iterator[Callable[..., Page]]:
    """``officer(path, size=…, javascript=…)``: a window in which the officer is signed in."""

    def open_page(path: str = "/requests/", *, watched: bool = True, **options: object) -> Page:
        page = new_page(**options) if watched else stack.enter_context(unwatched(browser))
        come_in(page, portal, "demo.officer", path=path)
        return page

    with contextlib.ExitStack() as stack:
        yield open_page


@contextlib.contextmanager
def unwatched(browser: Browser) -> Iterator[Page]:
    """A window in which a request is to fail, about which its console will complain."""
    context = browser.new_context()
    yield context.new_page()
    context.close()
